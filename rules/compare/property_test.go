package compare_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
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

// A direction is a comparison of two nights.
type direction struct {
	old, new *night
	diff     *compare.Diff
	rows     map[string]rules.ChangeRow // by finding, or function
}

func between(old, new *night) *direction {
	past := compare.NewPast()
	past.Add(old.record)
	d := &direction{old: old, new: new, diff: compare.Compare(past, new.record), rows: map[string]rules.ChangeRow{}}
	for _, row := range d.diff.Rows {
		d.rows[keyOf(row)] = row
	}
	return d
}

func keyOf(row rules.ChangeRow) string {
	if row.ID == "" {
		return row.Subject
	}
	return row.ID
}

// ordered wants the same rows each time, one of a finding, and counted.
func (d *direction) ordered(t *testing.T, seed uint64) {
	t.Helper()
	if again := between(d.old, d.new); !reflect.DeepEqual(again.diff, d.diff) {
		t.Errorf("account %d is compared in two ways", seed)
	}
	if len(d.rows) != len(d.diff.Rows) {
		t.Errorf("account %d: %d rows of %d findings and functions", seed, len(d.diff.Rows), len(d.rows))
	}
	counts := map[string]int{}
	place, severity := 0, rules.Critical
	for _, row := range d.diff.Rows {
		counts[row.Change]++
		at, hurts := slices.Index(rules.Changes, row.Change), rules.NoSeverity
		if row.ID != "" {
			hurts, _ = rules.ParseSeverity(row.Severity)
		}
		if at < place || at == place && hurts > severity {
			t.Errorf("account %d: %+v stands too late", seed, row)
		}
		place, severity = at, hurts
	}
	for _, c := range d.diff.Counts {
		if c.Name != rules.ChangeStill && c.Count != counts[c.Name] {
			t.Errorf("account %d: %d rows of %s are counted as %d", seed, counts[c.Name], c.Name, c.Count)
		}
	}
}

// whole wants every finding of both sides to be told of once.
func (d *direction) whole(t *testing.T, seed uint64) {
	t.Helper()
	fails, unknowns := d.new.record.Findings()
	for _, id := range append(fails, unknowns...) {
		if d.diff.Of(id).Change == rules.ChangeUncompared {
			t.Errorf("account %d: nothing is told of %+v", seed, d.new.record.Mark(id))
		}
	}
	still := 0
	old, _ := d.old.record.Findings()
	for _, id := range old {
		row, told := d.rows[id.String()]
		now := d.new.record.Mark(id)
		switch {
		case now != nil && now.Outcome == rules.Fail && !told:
			still++
		case now != nil && now.Outcome == rules.Fail && !slices.Contains([]string{rules.ChangeWorse, rules.ChangeMilder}, row.Change),
			(now == nil || now.Outcome != rules.Fail) && !slices.Contains(lost, row.Change):
			t.Errorf("account %d: %+v is told as %q", seed, d.old.record.Mark(id), row.Change)
		}
	}
	if n := d.diff.Count(rules.ChangeStill); n != still {
		t.Errorf("account %d: %d findings are still there, %d counted", seed, still, n)
	}
}

// lost is all that can become of a failure that does not fail any more.
var lost = []string{rules.ChangeFixed, rules.ChangeBecameUnknown, rules.ChangeNotJudged, rules.ChangeGone}

// true holds what is told of the newer result to what its rules said of the subject.
func (d *direction) true(t *testing.T, seed uint64) {
	t.Helper()
	for _, row := range d.diff.Rows {
		verdict := d.new.verdicts[row.Rule+" "+row.Subject]
		ok := true
		switch row.Change {
		case rules.ChangeFixed, rules.ChangeBecameKnown:
			ok = len(verdict) > 0 && !verdict[rules.Unknown]
		case rules.ChangeBecameUnknown:
			ok = verdict[rules.Unknown]
		case rules.ChangeNotJudged, rules.ChangeGone:
			ok = len(verdict) == 0
		}
		if !ok {
			t.Errorf("account %d: %+v, and the rule said %v", seed, row, verdict)
		}
		if len(row.Causes) == 0 && row.ID != "" {
			t.Errorf("account %d: %+v has no cause", seed, row)
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
