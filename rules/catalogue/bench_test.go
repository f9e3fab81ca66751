package catalogue_test

import (
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// BenchmarkEvaluate judges 10,000 functions by all default rules.
func BenchmarkEvaluate(b *testing.B) {
	account := fixtures.Large(10_000, 1)
	if err := account.Complete(); err != nil {
		b.Fatal(err)
	}
	known, err := audit.ReadSnapshot(strings.NewReader(collect(b, account, false)))
	if err != nil {
		b.Fatal(err)
	}
	config := rules.Config{Rules: selected(b), Data: rules.DefaultData()}
	b.ReportAllocs()
	pairs := 0
	for b.Loop() {
		result, err := rules.Evaluate(known, config)
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range result.Rules {
			pairs += r.Judged + r.Unknown + r.NotApplicable
		}
	}
	b.ReportMetric(float64(pairs)/b.Elapsed().Seconds(), "pairs/s")
}
