package catalogue_test

import (
	"strings"
	"testing"

	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// TestGatesChangeNoFinding holds gates to what they claim, over accounts drawn
// from what AWS's documentation allows: without them the same is found. What has
// nothing to be judged by is no finding.
func TestGatesChangeNoFinding(t *testing.T) {
	for seed := range *seeds {
		account := fixtures.Random(seed)
		account.Faults = nil
		gated, asked := bothWays(t, seed, account)
		for key := range union(gated, asked) {
			if judged(gated[key]) != judged(asked[key]) {
				t.Errorf("account %d: %s is %q with gates and %q without", seed, key, gated[key], asked[key])
			}
		}
	}
}

// judged is the verdict, "" for a subject that there is nothing to say of.
func judged(verdict string) string {
	if strings.HasPrefix(verdict, "not-applicable") {
		return ""
	}
	return verdict
}

func TestGatesContradictNothingUnderFaults(t *testing.T) {
	for seed := range *seeds {
		gated, asked := bothWays(t, seed, fixtures.Random(seed))
		gated, asked = outcomes(gated), outcomes(asked)
		for key := range union(gated, asked) {
			if flips(gated[key], asked[key]) {
				t.Errorf("account %d: %s is %q with gates and %q without", seed, key, gated[key], asked[key])
			}
		}
	}
}

func TestLosingAFactFlipsNoVerdict(t *testing.T) {
	list := everyRule(t)
	for seed := range *seeds / 4 {
		account := fixtures.Random(seed)
		account.Faults = nil
		snapshot := collectFor(t, list, account, false)
		whole := outcomes(verdictsOf(t, list, snapshot))
		for _, fact := range rules.Collected(list).Names() {
			lost := outcomes(verdictsOf(t, list, without(t, snapshot, fact)))
			for key := range lost {
				if flips(whole[key], lost[key]) {
					t.Errorf("account %d: %s was %q and is %q without %s", seed, key, whole[key], lost[key], fact)
				}
			}
		}
	}
}

// bothWays judges the account by every rule: as its gates let it be collected,
// and with all calls that they would spare.
func bothWays(t *testing.T, seed uint64, account *fixtures.Account) (gated, asked map[string]string) {
	t.Helper()
	list := everyRule(t)
	spared, whole := collectFor(t, list, account, false), collectFor(t, list, account, true)
	return verdictsOf(t, list, spared), verdictsOf(t, list, withoutUnseen(t, seed, account, spared, whole))
}

// flips reports whether two outcomes contradict each other: one may say less
// than the other, but not something else.
func flips(a, b string) bool {
	return a != "" && b != "" && a != "unknown" && b != "unknown" && a != b
}

func union(a, b map[string]string) map[string]bool {
	keys := map[string]bool{}
	for k := range a {
		keys[k] = true
	}
	for k := range b {
		keys[k] = true
	}
	return keys
}
