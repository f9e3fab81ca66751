package compare_test

import (
	"reflect"
	"slices"
	"testing"

	"lambda-audit/rules"
	"lambda-audit/rules/compare"
)

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
