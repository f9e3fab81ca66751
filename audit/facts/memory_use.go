package facts

import (
	"cmp"
	"context"
	"fmt"

	"lambda-audit/audit"
)

// Memory is what Lambda Insights saw a function take in the window; without
// samples it saw nothing.
type Memory struct {
	Samples float64  `json:"n,omitempty"`       // invocations it measured
	Share   *float64 `json:"share,omitempty"`   // highest share, of one, of the memory that the invocation had
	UsedMB  *float64 `json:"used_mb,omitempty"` // highest use
	Inits   float64  `json:"inits,omitempty"`   // cold starts it measured
	InitMS  *float64 `json:"init_ms,omitempty"` // the longest of them
}

// memoryMetrics are asked per function: each says what a day's value makes of the
// window's. The share comes in per cent and the use in MB.
var memoryMetrics = []struct {
	metric, statistic string
	add               func(*Memory, float64)
}{
	{"memory_utilization", "SampleCount", func(m *Memory, v float64) { m.Samples += v }},
	{"memory_utilization", "Maximum", func(m *Memory, v float64) { m.Share = higher(m.Share, v/100) }},
	{"used_memory_max", "Maximum", func(m *Memory, v float64) { m.UsedMB = higher(m.UsedMB, v) }},
	{"init_duration", "SampleCount", func(m *Memory, v float64) { m.Inits += v }},
	{"init_duration", "Maximum", func(m *Memory, v float64) { m.InitMS = higher(m.InitMS, v) }},
}

func higher(highest *float64, v float64) *float64 {
	if highest != nil && *highest >= v {
		return highest
	}
	return &v
}

// MemoryUse is what Lambda Insights saw each function take in the window.
var MemoryUse = audit.RegisterFact(audit.Fact[Memory]{
	Name: "memory-use", Doc: "the memory that Lambda Insights saw the function use, and its cold starts, in the window",
	Kind:       KindFunction,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Needs:      []audit.Dep{Functions, Insights},
	Batch:      queriesPerCall / len(memoryMetrics),
	Metrics:    always(len(memoryMetrics)),
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Memory] {
		measured, err := Insights.Of(r, s.ID)
		if err != nil || measured || r.Header().Window.Days > PresenceDays {
			return audit.Ask[Memory]()
		}
		return audit.Settled(Memory{}, "CloudWatch lists no metric of Lambda Insights of it")
	},
	GateDoc: "ListMetrics lists every metric that had a data point in the last two weeks, and the extension of Lambda " +
		"Insights reports memory_utilization for each invocation. What it reported in the window's first hour only, which " +
		"may lie up to 75 minutes beyond the two weeks, can be missed.",
	Collect: collectMemory,
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q1","Timestamps":["2026-11-22T06:00:00Z"],"Values":[38.4],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-metrics.html",
	},
})

func collectMemory(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[Memory]) error {
	var wanted []series
	for _, f := range functions {
		a, _ := audit.ParseARN(f.ID)
		for _, m := range memoryMetrics {
			wanted = append(wanted, series{m.metric, m.statistic, ofInsights(a.Name())})
		}
	}
	use := make([]Memory, len(functions))
	open, err := metricDays(ctx, s, functions[0].Region, wanted, func(i, _ int, value float64) {
		memoryMetrics[i%len(memoryMetrics)].add(&use[i/len(memoryMetrics)], value)
	})
	if err != nil {
		return fmt.Errorf("get the memory use of %d functions in %s: %w", len(functions), functions[0].Region, err)
	}
	for i, f := range functions {
		var unsure error
		for m := range memoryMetrics {
			unsure = cmp.Or(unsure, open[i*len(memoryMetrics)+m])
		}
		put(f.ID, use[i], audit.AtLeast(unsure))
	}
	return nil
}
