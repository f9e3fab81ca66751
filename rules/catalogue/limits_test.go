package catalogue_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// fastSelection are all rules by which a fast run can judge.
var fastSelection = rules.Selection{Only: []string{"*"}, Fast: true}

// TestAFastRunFlipsNoVerdict holds fast runs to saying what full ones say, or
// that they do not know.
func TestAFastRunFlipsNoVerdict(t *testing.T) {
	list := choose(t, fastSelection)
	if len(list) < 40 {
		t.Fatalf("a fast run judges by %d rules", len(list))
	}
	agreed := 0
	for seed := range *seeds / 2 {
		account := fixtures.Random(seed)
		account.Faults = nil
		full := outcomes(verdictsOf(t, list, collectFor(t, list, account, false)))
		fast := outcomes(verdictsOf(t, list, collectWith(t, list, account, func(o *audit.Options) { o.Fast = true })))
		for key := range union(full, fast) {
			switch {
			case flips(full[key], fast[key]):
				t.Errorf("account %d: %s is %q, and %q in a fast run", seed, key, full[key], fast[key])
			case full[key] == "" && fast[key] != "unknown":
				t.Errorf("account %d: %s is %q in a fast run only", seed, key, fast[key])
			case full[key] == fast[key] && fast[key] != "unknown":
				agreed++
			}
		}
	}
	if agreed < 100 {
		t.Errorf("fast runs know %d verdicts", agreed)
	}
}

// TestACapFlipsNoVerdict holds runs that may not make all their calls to the same.
func TestACapFlipsNoVerdict(t *testing.T) {
	list := everyRule(t)
	for seed := range *seeds / 2 {
		account := fixtures.Random(seed)
		account.Faults = nil
		full := outcomes(verdictsOf(t, list, collectFor(t, list, account, false)))
		r := rand.New(rand.NewPCG(seed, 1))
		for _, caps := range []audit.Caps{{Calls: new(3 + r.IntN(60))}, {Metrics: new(r.IntN(300))}} {
			short := outcomes(verdictsOf(t, list, collectWith(t, list, account, func(o *audit.Options) { o.Caps = caps })))
			for key := range short {
				if flips(full[key], short[key]) {
					t.Errorf("account %d, %v calls, %v metrics: %s was %q and is %q", seed, caps.Calls, caps.Metrics, key, full[key], short[key])
				}
			}
		}
	}
}

// Which versions run is told by aliases, which a fast run does not ask about: a
// rule that judges versions says that it may have missed some.
func TestAFastRunSaysWhatItCannotList(t *testing.T) {
	list := choose(t, rules.Selection{Only: []string{"runtime-deprecated", "env-near-limit"}, Fast: true})
	account := fixtures.Mix(60, 1)
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	known, err := audit.ReadSnapshot(strings.NewReader(collectWith(t, list, account, func(o *audit.Options) { o.Fast = true })))
	if err != nil {
		t.Fatal(err)
	}
	result, err := rules.Evaluate(known, rules.Config{Rules: list, Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range result.Rules {
		if want := row.Rule == "env-near-limit"; row.Complete != want || row.Judged < 60 {
			t.Errorf("%s is complete: %v, and judged %d", row.Rule, row.Complete, row.Judged)
		}
	}
	if result.Run.Mode != rules.ModeFast || result.Run.Partial {
		t.Errorf("the run is %s, partial %v", result.Run.Mode, result.Run.Partial)
	}
}

// What a fast run leaves out is told with what it needs.
func TestWhatAFastRunLeavesOut(t *testing.T) {
	left, err := rules.Registered().NotSelected(rules.Selection{Fast: true})
	if err != nil {
		t.Fatal(err)
	}
	fast, full := choose(t, rules.Selection{Fast: true}), selected(t)
	if len(left) == 0 || len(left)+len(fast) != len(full) {
		t.Errorf("%d rules judge and %d are left out of %d", len(fast), len(left), len(full))
	}
	for _, r := range left {
		if len(rules.TooSlow(r)) == 0 {
			t.Errorf("%s is left out and needs nothing", r.ID)
		}
	}
	if none, err := rules.Registered().NotSelected(rules.Selection{}); len(none) > 0 || err != nil {
		t.Errorf("a full run leaves out %d rules (%v)", len(none), err)
	}
}
