package rules

import (
	"cmp"
	"slices"
)

// A claim is a failure that says other findings better, if it counts itself, or
// that others say better, if they count.
type claim struct {
	row         int
	refs        []Ref
	explainedBy bool
}

// explain lifts the findings that others say better. It comes after suppression:
// whoever accepts a finding has not accepted what it explains.
func (e *evaluation) explain() {
	for _, c := range e.claims {
		for _, ref := range c.refs {
			at, ok := e.failure(ref)
			switch {
			case !ok:
			case !c.explainedBy:
				e.explainBy(c.row, at)
			case e.rows[at].counts():
				e.explainBy(at, c.row)
			}
		}
	}
	e.claims = nil // nobody asks for them again
}

// failure returns the row of a used rule's failure; false where there is none.
func (e *evaluation) failure(ref Ref) (int, bool) {
	used := e.byID[ref.Rule]
	if used == nil {
		return 0, false
	}
	at, ok := used.byRef[ref]
	return at, ok && e.rows[at].outcome == Fail
}

// explainBy lifts a row for each function that both rows concern and for which
// the better one is neither suppressed nor disabled. What is milder than a row
// cannot stand for it: the function would score better for having both. A better
// row that is explained in turn has a better one yet, which counts.
func (e *evaluation) explainBy(better, at int) {
	by, r := &e.rows[better], &e.rows[at]
	for _, arn := range by.subject.Functions {
		milder := e.severityFor(by, arn) < e.severityFor(r, arn)
		concerned := r.subject == by.subject || slices.Contains(r.subject.Functions, arn)
		if concerned && !milder && !e.lifts.silenced(better, arn) {
			l := e.lifts.of(at, arn)
			l.by = cmp.Or(l.by, by.judge.ID)
		}
	}
}
