package compare_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"lambda-audit/fixtures"
	"lambda-audit/rules"
	"lambda-audit/rules/compare"
)

// A night is a result, and what each of its rules says of each subject.
type night struct {
	record   *compare.Record
	verdicts map[string]map[rules.Outcome]bool
}

func newNight(t testing.TB, s *sample) *night {
	result := s.result(t)
	n := &night{compare.Of(result), map[string]map[rules.Outcome]bool{}}
	for row := range result.Findings(rules.Show{AllUnknown: true, NotApplicable: true, Pass: true}) {
		key := row.Rule + " " + row.Subject
		if n.verdicts[key] == nil {
			n.verdicts[key] = map[rules.Outcome]bool{}
		}
		n.verdicts[key][row.Outcome] = true
	}
	return n
}

// TestNightsCompared compares random accounts with what becomes of them.
func TestNightsCompared(t *testing.T) {
	changes := map[string]int{}
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 7))
		before, after := newSample(fixtures.Random(seed)), newSample(fixtures.Random(seed))
		if seed%2 == 0 {
			before.account.Faults, after.account.Faults = nil, nil
		}
		if seed%3 == 0 {
			mutations[r.IntN(len(mutations))](r, before)
		}
		mutations[int(seed)%len(mutations)](r, after)
		mutations[r.IntN(len(mutations))](r, after)
		a, b := newNight(t, before), newNight(t, after)
		nothing(t, seed, a)
		nothing(t, seed, b)
		there, back := between(a, b), between(b, a)
		for _, d := range []*direction{there, back} {
			d.ordered(t, seed)
			d.whole(t, seed)
			d.true(t, seed)
			for _, row := range d.diff.Rows {
				changes[row.Change]++
			}
		}
		opposite(t, seed, there, back)
	}
	for _, change := range []string{rules.ChangeNew, rules.ChangeFixed, rules.ChangeGone, rules.ChangeNotJudged, rules.ChangeBecameUnknown,
		rules.ChangeBecameKnown, rules.ChangeFunctionNew, rules.ChangeFunctionGone} {
		if changes[change] == 0 {
			t.Errorf("no account shows %s: %v", change, changes)
		}
	}
}

// nothing holds a result compared with itself to no change.
func nothing(t *testing.T, seed uint64, n *night) {
	t.Helper()
	d := between(n, n)
	if len(d.diff.Rows) > 0 {
		t.Errorf("account %d changed into itself by %+v", seed, d.diff.Rows)
	}
	fails, unknowns := n.record.Findings()
	for _, id := range append(fails, unknowns...) {
		if c := d.diff.Of(id); c.Change != rules.ChangeStill || len(c.Causes) > 0 {
			t.Errorf("account %d: %s is %+v", seed, id, c)
		}
	}
}

// backwards is what a change is the other way round.
var backwards = map[string]string{
	rules.ChangeWorse: rules.ChangeMilder, rules.ChangeFunctionNew: rules.ChangeFunctionGone,
	rules.ChangeFixed: rules.ChangeNew, rules.ChangeGone: rules.ChangeNew, rules.ChangeNotJudged: rules.ChangeNew,
	rules.ChangeBecameKnown: rules.ChangeBecameUnknown,
}

// opposite wants each change to be its opposite the other way round.
func opposite(t *testing.T, seed uint64, there, back *direction) {
	t.Helper()
	for _, pair := range [][2]*direction{{there, back}, {back, there}} {
		for key, row := range pair[0].rows {
			other := pair[1].rows[key].Change
			want := backwards[row.Change]
			switch row.Change {
			case rules.ChangeBecameUnknown: // of a failure, or of what passed
				if other == rules.ChangeNew || other == rules.ChangeBecameKnown {
					want = other
				}
			case rules.ChangeNew:
				if slices.Contains(lost, other) {
					want = other
				}
			case rules.ChangeMilder, rules.ChangeFunctionGone:
				want = map[string]string{rules.ChangeMilder: rules.ChangeWorse, rules.ChangeFunctionGone: rules.ChangeFunctionNew}[row.Change]
			}
			if other != want {
				t.Errorf("account %d: %s, and backwards it is %q: %s", seed, row.Change, other, fmt.Sprint(row))
			}
		}
	}
}
