package facts

import (
	"cmp"
	"context"
	"fmt"

	"lambda-audit/audit"
)

// Activity is what a function did in the window, day by day.
type Activity struct {
	Days []Day `json:"days,omitempty"` // those with any data, oldest first
}

// Day is one day of the window. A count that CloudWatch did not report is 0,
// because it reports what happened; a duration that it did not report is null.
type Day struct {
	Index       int      `json:"day"` // 0 is the window's first
	Invocations float64  `json:"n,omitempty"`
	Errors      float64  `json:"errors,omitempty"`
	Throttles   float64  `json:"throttles,omitempty"`
	AsyncEvents float64  `json:"async,omitempty"`
	Samples     float64  `json:"samples,omitempty"` // of the durations
	P99MS       *float64 `json:"p99,omitempty"`
	MaxMS       *float64 `json:"max,omitempty"`
	SumMS       *float64 `json:"sum,omitempty"`
}

// Total adds up a count over the days.
func (a *Activity) Total(count func(*Day) float64) float64 {
	sum := 0.0
	for i := range a.Days {
		sum += count(&a.Days[i])
	}
	return sum
}

// Invocations is how often the function was invoked in the window.
func (a *Activity) Invocations() float64 {
	return a.Total(func(d *Day) float64 { return d.Invocations })
}

// Samples is how many durations were measured in the window.
func (a *Activity) Samples() float64 { return a.Total(func(d *Day) float64 { return d.Samples }) }

// Seconds is how long it ran in the window; false where a day that ran does not
// tell how long.
func (a *Activity) Seconds() (seconds float64, told bool) {
	for i := range a.Days {
		switch d := &a.Days[i]; {
		case d.SumMS != nil:
			seconds += *d.SumMS / 1000
		case d.Invocations > 0 || d.Samples > 0:
			return 0, false
		}
	}
	return seconds, true
}

// AsyncEvents is how many events were handed over asynchronously in the window.
func (a *Activity) AsyncEvents() float64 {
	return a.Total(func(d *Day) float64 { return d.AsyncEvents })
}

// Max returns the highest of a duration over the days; nil where there is none.
func (a *Activity) Max(duration func(*Day) *float64) *float64 {
	var highest *float64
	for i := range a.Days {
		if v := duration(&a.Days[i]); v != nil && (highest == nil || *v > *highest) {
			highest = v
		}
	}
	return highest
}

// activityMetrics are asked per function: each says what it sets of a day.
var activityMetrics = []struct {
	metric, statistic string
	set               func(*Day, float64)
}{
	{"Invocations", "Sum", func(d *Day, v float64) { d.Invocations = v }},
	{"Errors", "Sum", func(d *Day, v float64) { d.Errors = v }},
	{"Throttles", "Sum", func(d *Day, v float64) { d.Throttles = v }},
	{"AsyncEventsReceived", "Sum", func(d *Day, v float64) { d.AsyncEvents = v }},
	{"Duration", "SampleCount", func(d *Day, v float64) { d.Samples = v }},
	{"Duration", "p99", func(d *Day, v float64) { d.P99MS = &v }},
	{"Duration", "Maximum", func(d *Day, v float64) { d.MaxMS = &v }},
	{"Duration", "Sum", func(d *Day, v float64) { d.SumMS = &v }},
}

// Metrics are what each function did in the window.
var Metrics = audit.RegisterFact(audit.Fact[Activity]{
	Name: "metrics", Doc: "invocations, errors, throttles, asynchronous events and durations by day of the window",
	Kind:       KindFunction,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Needs:      []audit.Dep{Functions, Presence},
	Batch:      queriesPerCall / len(activityMetrics),
	Metrics:    always(len(activityMetrics)),
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Activity] {
		seen, err := Presence.Of(r, s.ID)
		if err != nil || seen.Active || r.Header().Window.Days > PresenceDays {
			return audit.Ask[Activity]()
		}
		return audit.Settled(Activity{}, "CloudWatch lists no metric of it")
	},
	GateDoc: "ListMetrics lists every metric that had a data point in the last two weeks, and the window ends fifteen " +
		"minutes before the run, which is as long as a new metric may take to appear. A function without Invocations, " +
		"Throttles or AsyncEventsReceived there has no other metric of the window either. What ran only in the window's " +
		"first hour, which may lie up to 75 minutes beyond the two weeks, can be missed.",
	Collect: collectMetrics,
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q5","Timestamps":["2026-11-22T06:00:00Z"],"Values":[812.4],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html",
	},
})

func collectMetrics(ctx context.Context, s *audit.Session, r audit.Reader, functions []audit.Subject, put audit.Put[Activity]) error {
	var wanted []series
	for _, f := range functions {
		a, _ := audit.ParseARN(f.ID)
		for _, m := range activityMetrics {
			wanted = append(wanted, series{m.metric, m.statistic, ofFunction(a.Name())})
		}
	}
	days := make(byDay[Day], len(functions))
	open, err := metricDays(ctx, s, functions[0].Region, wanted, func(i, index int, value float64) {
		d := days.at(i/len(activityMetrics), index)
		d.Index = index
		activityMetrics[i%len(activityMetrics)].set(d, value)
	})
	if err != nil {
		return fmt.Errorf("get the metrics of %d functions in %s: %w", len(functions), functions[0].Region, err)
	}
	for i, f := range functions {
		var unsure error
		for m := range activityMetrics {
			unsure = cmp.Or(unsure, open[i*len(activityMetrics)+m])
		}
		put(f.ID, Activity{days.of(i)}, audit.AtLeast(unsure))
	}
	return nil
}
