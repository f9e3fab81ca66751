package facts_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
	_ "lambda-audit/rules/catalogue" // registers the rules
)

// BenchmarkCollect collects whole accounts from a server that keeps AWS's
// quotas, in virtual time: it prints the calls, the virtual minutes, and the
// minutes below which the busiest quota lets nobody stay.
func BenchmarkCollect(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		account := fixtures.Large(n, 1)
		if err := account.Complete(); err != nil {
			b.Fatal(err)
		}
		for _, share := range []float64{audit.DefaultShare, 1} {
			b.Run(fmt.Sprintf("functions=%d/share=%.2f", n, share), func(b *testing.B) {
				for b.Loop() {
					inVirtualTime(b, func(t *testing.T) { measureCollect(t, b, account, share) })
				}
			})
		}
	}
}

func measureCollect(t *testing.T, b *testing.B, account *fixtures.Account, share float64) {
	server := fixtures.NewServer(account)
	began := time.Now()
	s := open(t, server, account, func(o *audit.Options) { o.Share = share })
	known := collect(t, s, defaultFacts(t))
	minutes := time.Since(began).Minutes()
	calls, throttled := 0, 0
	for _, c := range known.Calls {
		calls += c.Calls
		throttled += c.Throttled
	}
	b.ReportMetric(float64(calls), "calls")
	b.ReportMetric(float64(throttled), "throttled")
	b.ReportMetric(minutes, "virtual-minutes")
	b.ReportMetric(s.Bound(known.Calls).Minutes(), "bound-minutes")
	if got := functions(known); got != len(account.Regions[0].Functions) {
		t.Errorf("%d functions", got)
	}
}

// defaultFacts are those of a run that chooses no rules.
func defaultFacts(t testing.TB) audit.Set {
	t.Helper()
	chosen, err := rules.Select(rules.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	return rules.Collected(chosen)
}

// inVirtualTime runs a part of a benchmark where waiting costs nothing.
func inVirtualTime(b *testing.B, f func(t *testing.T)) {
	b.Helper()
	every := func(string, string) (bool, error) { return true, nil }
	ok := testing.RunTests(every, []testing.InternalTest{{Name: b.Name(), F: func(t *testing.T) { synctest.Test(t, f) }}})
	if !ok {
		b.Fatal("the collection failed")
	}
}
