package catalogue_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// A ruleCost is what one rule's checks took together.
type ruleCost struct {
	id    string
	pairs int
	took  time.Duration
}

// BenchmarkEachRule logs what the rules take, the dearest first, on the account of
// BenchmarkEvaluateLongPolicies. What a view computes counts for the rule that asks
// first, and a loaded machine counts for whichever rule it struck.
func BenchmarkEachRule(b *testing.B) {
	account := longAccount()
	if err := account.Complete(); err != nil {
		b.Fatal(err)
	}
	known, err := audit.ReadSnapshot(strings.NewReader(collect(b, account, false)))
	if err != nil {
		b.Fatal(err)
	}
	var costs []*ruleCost
	var list []*rules.Rule
	for _, r := range selected(b) {
		c := &ruleCost{id: r.ID}
		timed := *r
		timed.Check = func(in *rules.Input) []rules.Finding {
			begun := time.Now()
			findings := r.Check(in)
			c.took += time.Since(begun)
			c.pairs++
			return findings
		}
		costs, list = append(costs, c), append(list, &timed)
	}
	for b.Loop() {
		if _, err := rules.Evaluate(known, rules.Config{Rules: list, Data: rules.DefaultData()}); err != nil {
			b.Fatal(err)
		}
	}
	slices.SortFunc(costs, func(x, y *ruleCost) int { return -cmp.Compare(x.took, y.took) })
	for _, c := range costs {
		b.Logf("%-40s %8d pairs %8d ns/pair %6d ms", c.id, c.pairs/b.N, int(c.took)/max(1, c.pairs), c.took.Milliseconds()/int64(b.N))
	}
}
