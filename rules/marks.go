package rules

import (
	"iter"
	"slices"
)

// A Mark is a finding without its texts: what it takes to compare two results.
// Marks are cheap, because no check is asked again for them.
type Mark struct {
	AccountID, Region string
	ID                ID
	Rule              string
	Severity          Severity
	Outcome           Outcome
	SubjectKind       string
	Subject, Locus    string
	Function          string
	FunctionARNs      []string
	Suppressed        bool
	Actionable        bool // an unknown that Findings lists by itself
	Managed           bool // all of its functions are made by others
}

// Marks returns every failure and every unknown of the reported rules, whatever
// is shown. A result that was released, or merged from such, has none.
func (r *Result) Marks() iter.Seq[Mark] {
	return func(yield func(Mark) bool) {
		for _, part := range r.parts {
			for m := range part.Marks() {
				if !yield(m) {
					return
				}
			}
		}
		if e := r.evaluation; e != nil {
			for _, at := range e.sorted {
				if !yield(e.mark(int(at))) {
					return
				}
			}
		}
	}
}

func (e *evaluation) mark(at int) Mark {
	r := &e.rows[at]
	s := r.subject
	return Mark{
		AccountID: e.known.Header.Account, Region: e.stamp(s.Region).Region, ID: e.idOf(r), Rule: r.judge.ID,
		Severity: r.severity, Outcome: r.outcome, SubjectKind: string(s.Kind), Subject: s.ID, Locus: r.locus,
		Function: onlyFunction(s), FunctionARNs: slices.Clip(e.concerned(r.judge, s)),
		Suppressed: e.suppression(at, s) != nil, Actionable: r.actionable, Managed: e.managedBy(s) != "",
	}
}
