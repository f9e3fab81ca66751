package facts

import (
	"context"
	"fmt"

	"lambda-audit/audit"
)

// Peak is how many executions of the region ran at once, at most.
type Peak struct {
	Days []float64 `json:"days,omitempty"` // highest of each day with data
}

// Highest returns the highest of all days; false where there is no data.
func (p *Peak) Highest() (float64, bool) {
	highest := 0.0
	for _, v := range p.Days {
		highest = max(highest, v)
	}
	return highest, len(p.Days) > 0
}

// Concurrency is the peak of concurrent executions of each region.
var Concurrency = audit.RegisterFact(audit.Fact[Peak]{
	Name: "concurrency", Doc: "the region's highest number of concurrent executions on each day of the window",
	Kind:       audit.KindRegion,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Metrics:    always(1),
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[Peak]) error {
		region := regions[0].ID
		var peak Peak
		open, err := metricDays(ctx, s, region, []series{{"ConcurrentExecutions", "Maximum", ofRegion()}}, func(_, _ int, value float64) {
			peak.Days = append(peak.Days, value)
		})
		if err != nil {
			return fmt.Errorf("get the concurrency of %s: %w", region, err)
		}
		put(region, peak, audit.AtLeast(open[0]))
		return nil
	},
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q0","Timestamps":["2026-11-22T06:00:00Z"],"Values":[431],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
	},
})
