package catalogue_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// notShown are outcomes that no account whose regions all answer can show, by rule
// and outcome, with the reason. What a listing tells of a mapping is all that these
// rules read; where the listing is denied there is no mapping to judge, and the
// rule is marked as incomplete instead.
var notShown = map[string]string{
	"partial-batch-off unknown":   "AWS tells the size of the batch and the response types of each mapping that it lists",
	"stream-poison-pill unknown":  "AWS tells the retries, the age and the destination of each mapping that it lists",
	"role-missing unknown":        "one list tells of all roles, or else of none",
	"role-shared unknown":         "that all functions are listed is what the rest of the shop rests on",
	"role-trust-too-wide unknown": "one list tells the trust of all roles, or else of none",
	"duplicate-code unknown":      "it takes a listing of functions that breaks off after the first fifty, and then the rest of the shop is not there",
}

// TestShopShowsEveryOutcome holds the demo to what it is for: every default rule
// fails, passes and is unknown somewhere in it.
func TestShopShowsEveryOutcome(t *testing.T) {
	showsEveryOutcome(t, selected(t))
}

// TestShopShowsEveryOutcomeOfSwitches does so for the rules behind a switch.
func TestShopShowsEveryOutcomeOfSwitches(t *testing.T) {
	list := slices.DeleteFunc(choose(t, rules.Selection{With: switches}), func(r *rules.Rule) bool { return !slices.Contains(switches, r.When) })
	if len(list) == 0 {
		t.Fatal("no rule lies behind a switch")
	}
	showsEveryOutcome(t, list)
}

func showsEveryOutcome(t *testing.T, list []*rules.Rule) {
	t.Helper()
	shown := map[string]int{}
	for key, verdict := range verdictsOf(t, list, collectFor(t, list, load(t, "shop"), false)) {
		rule, _, _ := strings.Cut(key, " ")
		outcome, _, _ := strings.Cut(verdict, " ")
		shown[rule+" "+outcome]++
	}
	for _, r := range list {
		for _, outcome := range []rules.Outcome{rules.Fail, rules.Pass, rules.Unknown} {
			key := fmt.Sprint(r.ID, " ", outcome)
			switch n, why := shown[key], notShown[key]; {
			case n == 0 && why == "":
				t.Errorf("%s nowhere in the shop", key)
			case n > 0 && why != "":
				t.Errorf("%s %d times in the shop, although %s", key, n, why)
			}
		}
	}
}

// TestMostOfTheShopIsWellKept keeps the demo believable: three functions in five
// have nothing above low, and none but the forgotten ones fail many rules.
func TestMostOfTheShopIsWellKept(t *testing.T) {
	clean, functions := 0, evaluate(t, "shop").Functions
	for _, f := range functions {
		severe := f.Critical + f.High + f.Medium
		if severe == 0 {
			clean++
		}
		if severe > 5 {
			t.Errorf("%s fails %d rules above low", f.Function, severe)
		}
	}
	if clean < len(functions)*3/5 {
		t.Errorf("%d of %d functions have nothing above low", clean, len(functions))
	}
}

// TestCleanAccountIsClean holds the rules to the practices: who follows all of them
// is told nothing, not even of what is low, and is left in no doubt.
func TestCleanAccountIsClean(t *testing.T) {
	for f := range evaluate(t, "clean").Findings(rules.Show{AllUnknown: true}) {
		t.Errorf("%s %s %s on %s: %s %s", f.Severity, f.Rule, f.Outcome, f.Subject, f.Message, f.Reason)
	}
}

// load reads a sample account.
func load(t testing.TB, name string) *fixtures.Account {
	t.Helper()
	account, err := fixtures.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return account
}

// evaluate judges a sample account by the default rules.
func evaluate(t testing.TB, name string) *rules.Result {
	t.Helper()
	known, err := audit.ReadSnapshot(strings.NewReader(collect(t, load(t, name), false)))
	if err != nil {
		t.Fatal(err)
	}
	result, err := rules.Evaluate(known, rules.Config{Rules: selected(t), Data: rules.DefaultData()})
	if err != nil {
		t.Fatal(err)
	}
	return result
}
