package facts_test

import (
	"testing"
	"testing/synctest"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// TestListsWithoutEnd has AWS answer with empty pages for ever. The first list takes
// a hundred calls, and so may those that are under way with it; the others take five.
func TestListsWithoutEnd(t *testing.T) {
	const inFlight = 16
	account := ordinary(t)
	for _, c := range []struct {
		fact      audit.AnyFact
		operation string
		most      int
	}{
		{facts.Metrics, "GetMetricData", 100 * 2}, // two batches
		{facts.Aliases, "ListAliases", 100*inFlight + 5*(120-inFlight)},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := serve(account)
			fault(t, server, fixtures.Fault{Operation: c.operation, Code: fixtures.FaultEmptyPage})
			known := collect(t, open(t, server, account, func(o *audit.Options) { o.AskAll = true }), audit.NewSet(c.fact))
			problems := known.Problems(audit.NewSet(c.fact))
			if len(problems) == 0 {
				t.Errorf("%s without end is no problem", c.operation)
			}
			for _, p := range problems {
				if p.Reason != audit.Failed || p.Message == "" {
					t.Errorf("%s without end is %+v", c.operation, p)
				}
			}
			if calls := countCalls(server, c.operation); calls == 0 || calls > c.most {
				t.Errorf("%s was called %d times, want at most %d", c.operation, calls, c.most)
			}
		})
	}
}
