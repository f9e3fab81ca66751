package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/report"
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

// TestCollectingAgainFindsTheSame holds the whole report, down to what could not be
// read, to saying the same of the same account, whatever the order of the calls. Only
// faults that count calls are left out: which call they strike is a matter of that order.
func TestCollectingAgainFindsTheSame(t *testing.T) {
	list := everyRule(t)
	for seed := range *seeds / 2 {
		account := fixtures.Random(seed)
		account.Faults = slices.DeleteFunc(account.Faults, fixtures.Fault.CountsCalls)
		first := reportOf(t, list, collectFor(t, list, account, false))
		for range 2 {
			if again := reportOf(t, list, collectFor(t, list, account, false)); again != first {
				t.Errorf("account %d: %s", seed, firstDifference(first, again))
			}
		}
	}
}

// reportOf is all that is told of a snapshot, but for the calls that it took.
func reportOf(t *testing.T, list []*rules.Rule, snapshot string) string {
	t.Helper()
	known, err := audit.ReadSnapshot(strings.NewReader(snapshot))
	if err != nil {
		t.Fatal(err)
	}
	result, err := rules.Evaluate(known, rules.Config{Rules: list, Data: rules.DefaultData(), Params: someParams(list), Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	result.APICalls = nil
	asJSON, err := report.Find("json")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	everything := rules.Show{AllUnknown: true, NotApplicable: true, Pass: true}
	if err := asJSON.Write(&text, &report.Report{Result: result, Findings: result.Findings(everything)}); err != nil {
		t.Fatal(err)
	}
	return text.String()
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
