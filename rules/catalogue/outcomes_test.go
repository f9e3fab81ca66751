package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/fixtures"
)

// neverReached says of rules which outcome random accounts never bring, and why.
var neverReached = map[string]string{}

// TestRandomAccountsReachEveryOutcome keeps the properties from being empty: some
// random account makes every rule fail, pass and say unknown.
func TestRandomAccountsReachEveryOutcome(t *testing.T) {
	list := everyRule(t)
	wanted := map[string]bool{}
	for _, r := range list {
		for _, outcome := range []string{"fail", "pass", "unknown"} {
			wanted[r.ID+" "+outcome] = neverReached[r.ID+" "+outcome] == ""
		}
	}
	for seed := range uint64(150) {
		for key, verdict := range verdictsOf(t, list, collectFor(t, list, fixtures.Random(seed), false)) {
			rule, _, _ := strings.Cut(key, " ")
			outcome, _, _ := strings.Cut(verdict, " ")
			if why := neverReached[rule+" "+outcome]; why != "" {
				t.Errorf("account %d: %s is %s, although %s", seed, key, outcome, why)
			}
			delete(wanted, rule+" "+outcome)
		}
	}
	var missing []string
	for outcome, open := range wanted {
		if open {
			missing = append(missing, outcome)
		}
	}
	slices.Sort(missing)
	t.Errorf("no random account brings: %s", strings.Join(missing, ", "))
}
