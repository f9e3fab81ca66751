package facts

import (
	"context"
	"fmt"
	"time"

	"lambda-audit/audit"
)

// HourlyPeaks are how many executions of a function ran at once, at most, in the
// hours of the window. Without hours, nobody asked or nothing was told.
type HourlyPeaks struct {
	Hours   int     `json:"hours,omitempty"`   // those with data
	Lowest  float64 `json:"lowest,omitempty"`  // of their peaks
	Highest float64 `json:"highest,omitempty"` // of their peaks
}

// note takes the peak of one more hour.
func (p *HourlyPeaks) note(peak float64) {
	if p.Hours == 0 {
		p.Lowest = peak
	}
	p.Hours++
	p.Lowest, p.Highest = min(p.Lowest, peak), max(p.Highest, peak)
}

// HourlyFromUSD is the monthly bill from which the peaks of every function are
// known: of cheaper ones nobody may have asked.
const HourlyFromUSD = 50

// A function below both of these a month costs less than that: no list
// price of a GB-second lies above $0.00003, and a million requests cost $0.20
// (alexcasalboni/aws-lambda-power-tuning, table of regional prices, 2026-04-13:
// $0.0000232 at most; AWS Lambda pricing, 2026-11). So it makes $40 at most.
const (
	cheapGBSeconds = 1_000_000
	cheapRequests  = 50_000_000
)

// largestMemory is what a function can have at most, in MB (Lambda quotas page,
// 2026-05-05; managed instances may have more, and are not paid by GB-seconds).
const largestMemory = 10_240

// HourlyConcurrency is how many executions of each costly function ran at once,
// hour by hour.
var HourlyConcurrency = audit.RegisterFact(audit.Fact[HourlyPeaks]{
	Name: "hourly-concurrency", Doc: "the peaks of concurrent executions by hour of the window, of functions that may cost $50 a month",
	Kind:       KindFunction,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Needs:      []audit.Dep{Functions, Versions, Metrics},
	Batch:      pointsPerCall / (PresenceDays * 24),
	Metrics:    always(1),
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[HourlyPeaks] {
		if cheap(r, s.ID) {
			return audit.Settled(HourlyPeaks{}, "it runs for less than a million GB-seconds a month, and less than 50 million times")
		}
		return audit.Ask[HourlyPeaks]()
	},
	Supposes: true,
	GateDoc: "Whether a steady load belongs elsewhere is a question from $50 a month on. Durations, counted at the memory of " +
		"whichever version has most (10,240 MB where the versions are not known), and invocations bound the bill: a million " +
		"GB-seconds at $0.00003, which is above every list price of 2026-11, and 50 million requests at $0.20 a million " +
		"make $40. A day whose durations are not told leaves the question open.",
	Collect: collectHourly,
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q0","Timestamps":["2026-11-22T06:00:00Z"],"Values":[14],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
	},
})

// cheap reports whether the function's bill surely lies below $50 a month.
func cheap(r audit.Reader, function string) bool {
	activity, err := Metrics.Of(r, function)
	seconds, told := activity.Seconds()
	c, noConfig := Functions.Of(r, function)
	if err != nil || !told || noConfig != nil {
		return false
	}
	memory := c.MemoryMB
	versions, err := Versions.Of(r, function)
	for i := range versions {
		memory = max(memory, versions[i].MemoryMB)
	}
	if err != nil || memory == 0 {
		memory = largestMemory
	}
	months := float64(r.Header().Window.Days) / 30
	return seconds*float64(memory)/1024 < cheapGBSeconds*months && activity.Invocations() < cheapRequests*months
}

func collectHourly(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[HourlyPeaks]) error {
	wanted := make([]series, len(functions))
	for i, f := range functions {
		a, _ := audit.ParseARN(f.ID)
		wanted[i] = series{"ConcurrentExecutions", "Maximum", ofFunction(a.Name())}
	}
	window := s.Header.Window
	peaks := make([]HourlyPeaks, len(functions))
	open, err := metricPoints(ctx, s, functions[0].Region, span{window.Start, window.End, hour}, wanted, func(i int, _ time.Time, value float64) {
		peaks[i].note(value)
	})
	if err != nil {
		return fmt.Errorf("get the hourly concurrency of %d functions in %s: %w", len(functions), functions[0].Region, err)
	}
	for i, f := range functions {
		put(f.ID, peaks[i], audit.AtLeast(open[i]))
	}
	return nil
}
