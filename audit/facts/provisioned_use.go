package facts

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// ProvisionedUse is how provisioned concurrency was used in the window.
type ProvisionedUse struct {
	Days []ProvisionedDay `json:"days,omitempty"` // those with any data, oldest first
}

// ProvisionedDay is one day's use. A count that CloudWatch did not report is 0; a
// utilization that it did not report is null.
type ProvisionedDay struct {
	Index       int      `json:"day"`                   // 0 is the window's first
	Utilization *float64 `json:"utilization,omitempty"` // share of what was allocated, at its highest
	Invocations float64  `json:"n,omitempty"`           // that ran on provisioned capacity
	Spillover   float64  `json:"spillover,omitempty"`   // that found none free, and ran beside it
}

// Total returns the invocations that ran on provisioned capacity, and those that
// found none free.
func (u *ProvisionedUse) Total() (provisioned, spillover float64) {
	for _, d := range u.Days {
		provisioned += d.Invocations
		spillover += d.Spillover
	}
	return provisioned, spillover
}

// Peak returns the highest utilization, and on how many days there was one.
func (u *ProvisionedUse) Peak() (share float64, days int) {
	for _, d := range u.Days {
		if d.Utilization != nil {
			share, days = max(share, *d.Utilization), days+1
		}
	}
	return share, days
}

// provisionedMetrics are asked per qualifier: each says what it adds to a day.
var provisionedMetrics = []struct {
	metric, statistic string
	add               func(*ProvisionedDay, float64)
}{
	{"ProvisionedConcurrencyUtilization", "Maximum", func(d *ProvisionedDay, v float64) {
		if d.Utilization == nil || *d.Utilization < v {
			d.Utilization = &v
		}
	}},
	{"ProvisionedConcurrencyInvocations", "Sum", func(d *ProvisionedDay, v float64) { d.Invocations += v }},
	{"ProvisionedConcurrencySpilloverInvocations", "Sum", func(d *ProvisionedDay, v float64) { d.Spillover += v }},
}

// ProvisionedUses are how the provisioned concurrency of each alias and version
// was used in the window.
var ProvisionedUses = audit.RegisterFact(audit.Fact[ProvisionedUse]{
	Name: "provisioned-use",
	Doc: "utilization, invocations and spillover of provisioned concurrency by day of the window. Calls by an alias " +
		"are counted under its name, also where a version it serves holds the configuration: both are asked",
	Kind:       KindProvisioned,
	Operations: []string{"CloudWatch.GetMetricData"},
	Actions:    []string{"cloudwatch:GetMetricData"},
	Needs:      slices.Concat(provisionedSources, []audit.Dep{Aliases}),
	Batch:      queriesPerCall / len(provisionedMetrics) / 3, // room for two aliases on a version
	Metrics: func(r audit.Reader, s *audit.Subject) (least, most int) {
		qualifiers, _ := countedUnder(r, s) // the error says that there may be more than are asked for
		return len(qualifiers) * len(provisionedMetrics), len(qualifiers) * len(provisionedMetrics)
	},
	Collect: collectProvisionedUse,
	Example: audit.Example{
		Reply:  `{"MetricDataResults":[{"Id":"q0","Timestamps":["2026-11-22T06:00:00Z"],"Values":[0.45],"StatusCode":"Complete"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
	},
})

func collectProvisionedUse(ctx context.Context, s *audit.Session, r audit.Reader, kept []audit.Subject, put audit.Put[ProvisionedUse]) error {
	var wanted []series
	var of []int // whose each of the series is
	unsure := make([]error, len(kept))
	for i, k := range kept {
		a, _ := audit.ParseARN(k.ID)
		qualifiers, err := countedUnder(r, &k)
		unsure[i] = err
		for _, qualifier := range qualifiers {
			for _, m := range provisionedMetrics {
				wanted, of = append(wanted, series{m.metric, m.statistic, ofQualifier(a.Name(), qualifier)}), append(of, i)
			}
		}
	}
	days := make(byDay[ProvisionedDay], len(kept))
	open, err := metricDays(ctx, s, kept[0].Region, wanted, func(i, index int, value float64) {
		d := days.at(of[i], index)
		d.Index = index
		provisionedMetrics[i%len(provisionedMetrics)].add(d, value)
	})
	if err != nil {
		return fmt.Errorf("get the use of provisioned concurrency in %s: %w", kept[0].Region, err)
	}
	for _, i := range slices.Sorted(maps.Keys(open)) {
		unsure[of[i]] = cmp.Or(unsure[of[i]], open[i])
	}
	for i, k := range kept {
		put(k.ID, ProvisionedUse{days.of(i)}, audit.AtLeast(unsure[i]))
	}
	return nil
}

// countedUnder are the qualifiers under which CloudWatch may count what runs on
// the provisioned concurrency: its own, and of a version the aliases that serve
// it. The error says that there may be more. No alias has a number for a name
// (API reference, CreateAlias, 2026-11-17).
func countedUnder(r audit.Reader, kept *audit.Subject) ([]string, error) {
	qualifiers := []string{kept.Locus}
	if strings.Trim(kept.Locus, "0123456789") != "" {
		return qualifiers, nil
	}
	aliases, err := Aliases.Of(r, kept.Functions[0])
	for _, a := range aliases {
		if slices.Contains(a.Versions, kept.Locus) {
			qualifiers = append(qualifiers, a.Name)
		}
	}
	return qualifiers, err
}
