package catalogue_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"lambda-audit/fixtures"
)

// TestRandomAccountsReachEveryOutcome keeps the properties from being empty: every
// rule fails, passes and is unknown in some random account.
func TestRandomAccountsReachEveryOutcome(t *testing.T) {
	list := everyRule(t)
	open := map[string]bool{}
	for _, r := range list {
		for _, outcome := range []string{"fail", "pass", "unknown"} {
			open[r.ID+" "+outcome] = true
		}
	}
	for seed := uint64(0); seed < 150 && len(open) > 0; seed++ {
		account := fixtures.Random(seed)
		if seed%5 == 4 { // a listing of functions that breaks after its first page, whatever the order of calls
			account.Faults = append(account.Faults, fixtures.Fault{Service: "lambda", Operation: "ListFunctions",
				Region: account.Regions[0].Name, Code: fixtures.FaultAccessDenied, After: 1})
			account.PageRows = 2
		}
		for key, verdict := range verdictsOf(t, list, collectFor(t, list, account, false)) {
			rule, _, _ := strings.Cut(key, " ")
			outcome, _, _ := strings.Cut(verdict, " ")
			delete(open, rule+" "+outcome)
		}
	}
	for _, outcome := range slices.Sorted(maps.Keys(open)) {
		t.Errorf("no random account brings: %s", outcome)
	}
}
