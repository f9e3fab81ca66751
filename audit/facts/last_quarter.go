package facts

import (
	"context"
	"fmt"
	"time"

	"lambda-audit/audit"
)

// QuarterDays is how far back a function must have lain idle.
const QuarterDays = 90

// Quarter is whether a function lay idle for QuarterDays: nobody invoked it, and
// nobody changed it.
type Quarter struct {
	Idle bool `json:"idle"`
}

// LastQuarter tells which functions lay idle for a quarter of a year.
var LastQuarter = audit.RegisterFact(audit.Fact[Quarter]{
	Name: "last-quarter", Doc: "whether the function was neither invoked nor changed for ninety days",
	Kind:       KindFunction,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Needs:      []audit.Dep{Functions, Presence, Metrics},
	Batch:      queriesPerCall,
	Metrics:    always(1),
	Gate:       gateQuarter,
	GateDoc: "ListMetrics lists every function that was invoked, throttled or handed an event in the last two weeks: that one " +
		"is not idle, and no more is one whose invocations were counted. One whose LastModified lies within the ninety days was changed in them, whoever invoked it.",
	Collect: collectQuarter,
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q0","Timestamps":["2026-09-14T06:00:00Z"],"Values":[3],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html",
	},
})

func gateQuarter(r audit.Reader, s *audit.Subject) audit.Gate[Quarter] {
	if why := notIdle(r, s.ID); why != "" {
		return audit.Settled(Quarter{}, why)
	}
	return audit.Ask[Quarter]()
}

// notIdle says what shows, without a call, that the function is not idle; "" where
// nothing does.
func notIdle(r audit.Reader, function string) string {
	if seen, err := Presence.Of(r, function); err == nil && seen.Active {
		return "CloudWatch lists metrics of it of the last two weeks"
	}
	if activity, err := Metrics.Of(r, function); err == nil && activity.Invocations() > 0 {
		return "it was invoked in the window"
	}
	if c, err := Functions.Of(r, function); err == nil && c.ChangedSince(quarterBegan(r.Header())) {
		return "it was changed in the last ninety days"
	}
	return ""
}

func quarterBegan(h *audit.Header) time.Time { return h.Window.End.AddDate(0, 0, -QuarterDays) }

// ChangedSince reports whether the configuration or the code was changed since
// then, as far as AWS tells when it was.
func (c *Config) ChangedSince(then time.Time) bool {
	changed, err := time.Parse(time.RFC3339, c.LastModified)
	return err == nil && !changed.Before(then)
}

func collectQuarter(ctx context.Context, s *audit.Session, r audit.Reader, functions []audit.Subject, put audit.Put[Quarter]) error {
	wanted := make([]series, len(functions))
	for i, f := range functions {
		a, _ := audit.ParseARN(f.ID)
		wanted[i] = series{"Invocations", "Sum", ofFunction(a.Name())}
	}
	invocations := make([]float64, len(functions))
	open, err := metricPoints(ctx, s, functions[0].Region, span{quarterBegan(&s.Header), s.Header.Window.End, day}, wanted, func(i int, _ time.Time, value float64) {
		invocations[i] += value
	})
	if err != nil {
		return fmt.Errorf("get the last ninety days of %d functions in %s: %w", len(functions), functions[0].Region, err)
	}
	for i, f := range functions {
		if invocations[i] > 0 || notIdle(r, f.ID) != "" {
			put(f.ID, Quarter{}, nil)
			continue
		}
		put(f.ID, Quarter{Idle: true}, open[i]) // what is missing may be invocations
	}
	return nil
}
