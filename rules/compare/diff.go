package compare

import (
	"cmp"
	"maps"
	"slices"

	"lambda-audit/rules"
)

// A Diff is what became of every finding and function from the past to a result.
type Diff struct {
	// Rows are all changes, in the order of rules.Changes, worst first. What
	// stayed as it is has no row.
	Rows   []rules.ChangeRow
	Counts []rules.Count               // by change, all of them
	Since  *rules.Run                  // the newest of the past; nil: there is none
	listed map[rules.ID]*rules.Changed // by finding
	other  []rules.ChangeRow           // what is no finding of the result
}

// Compare tells what changed from the past to a result.
func Compare(past *Past, result *Record) *Diff {
	d := &Diff{Since: past.newest(), listed: map[rules.ID]*rules.Changed{}}
	counts := map[string]int{}
	ids := slices.Collect(maps.Keys(result.accounts))
	for id := range past.accounts {
		if result.accounts[id] == nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		c := newComparison(pair{past.accounts[id], result.accounts[id]}, past, d, counts, result.stamp(id))
		c.here()
		c.there()
		c.functions()
	}
	for _, list := range [][]rules.ChangeRow{d.Rows, d.other} {
		slices.SortFunc(list, compareRows)
	}
	d.Rows = append([]rules.ChangeRow{}, d.Rows...)
	for _, change := range rules.Changes {
		d.Counts = append(d.Counts, rules.Count{Name: change, Count: counts[change]})
	}
	return d
}

// stamp is that of the rows of an account, which the result may not have.
func (r *Record) stamp(id string) rules.Stamp {
	s := rules.Stamp{AccountID: id, TakenAt: r.Run.TakenAt}
	if a := r.accounts[id]; a != nil && !a.takenAt().IsZero() {
		s.TakenAt = a.takenAt()
	}
	return s
}

func compareRows(a, b rules.ChangeRow) int {
	return cmp.Or(
		cmp.Compare(slices.Index(rules.Changes, a.Change), slices.Index(rules.Changes, b.Change)),
		-cmp.Compare(severityOf(a.Severity), severityOf(b.Severity)), cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.AccountID, b.AccountID), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Locus, b.Locus), cmp.Compare(a.ID, b.ID))
}

func severityOf(name string) rules.Severity {
	s, _ := rules.ParseSeverity(name) // it was written by one
	return s
}

// Count returns how many there are of a change.
func (d *Diff) Count(change string) int {
	i := slices.IndexFunc(d.Counts, func(c rules.Count) bool { return c.Name == change })
	return d.Counts[i].Count
}

// Of returns what became of one of the result's findings.
func (d *Diff) Of(id rules.ID) rules.Changed {
	if c := d.listed[id]; c != nil {
		return *c
	}
	return rules.Changed{Causes: []string{}}
}

// Others are the changes that no finding of the result tells.
func (d *Diff) Others() []rules.ChangeRow { return append([]rules.ChangeRow{}, d.other...) }

// Compared is what the result says of what it was compared with.
func (d *Diff) Compared() rules.Compared {
	c := rules.Compared{ChangeCounts: d.Counts}
	if d.Since != nil {
		c.BaselineRunID, c.BaselineTakenAt = d.Since.RunID, &d.Since.TakenAt
	}
	return c
}
