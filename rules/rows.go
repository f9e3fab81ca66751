package rules

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"lambda-audit/audit"
)

// Show says which findings are listed. The zero Show lists the failures, and the
// unknowns that somebody can act on.
type Show struct {
	AllUnknown    bool // those too that nobody can act on
	NotApplicable bool
	Pass          bool
}

// Findings returns the rows to show: worst severity first, then failures before
// unknowns, then by rule, subject and locus. Each range makes them anew. Those of
// several accounts come account by account.
func (r *Result) Findings(show Show) iter.Seq[FindingRow] {
	if len(r.parts) > 0 {
		return r.ofParts(show)
	}
	return func(yield func(FindingRow) bool) {
		if r.evaluation == nil {
			return
		}
		for row := range r.evaluation.shown(show) {
			if !yield(row) {
				return
			}
		}
	}
}

// sort puts the rows of the reported rules in the order of reports.
func (e *evaluation) sort() {
	for at := range e.rows {
		if e.rows[at].judge.reported && !e.rows[at].off {
			e.sorted = append(e.sorted, int32(at))
		}
	}
	slices.SortFunc(e.sorted, func(x, y int32) int { return e.rows[x].compare(&e.rows[y]) })
}

// compare says which of two rows a report shows first.
func (r *row) compare(other *row) int {
	switch {
	case r.severity != other.severity:
		return -cmp.Compare(r.severity, other.severity)
	case r.outcome != other.outcome:
		return -cmp.Compare(r.outcome, other.outcome)
	case r.judge != other.judge:
		return cmp.Compare(r.judge.ID, other.judge.ID)
	case r.subject != other.subject:
		return cmp.Compare(r.subject.ID, other.subject.ID)
	}
	return cmp.Or(cmp.Compare(r.locus, other.locus), cmp.Compare(r.position, other.position))
}

// shown returns, severity by severity, the rows that are kept, and then those
// that have to be judged again.
func (e *evaluation) shown(show Show) iter.Seq[FindingRow] {
	return func(yield func(FindingRow) bool) {
		next := 0
		for _, severity := range Severities {
			for ; next < len(e.sorted) && e.rows[e.sorted[next]].severity == severity; next++ {
				at := int(e.sorted[next])
				r := &e.rows[at]
				listed := r.outcome == Fail || r.actionable || show.AllUnknown
				if listed && !yield(e.findingRow(at, r, e.finding(r))) {
					return
				}
			}
			for _, o := range []Outcome{NotApplicable, Pass} {
				if (o == Pass && show.Pass || o == NotApplicable && show.NotApplicable) && !e.settled(severity, o, yield) {
					return
				}
			}
		}
	}
}

// settled judges again, for the rows of one outcome that only counters are kept
// of. It reports whether more are wanted.
func (e *evaluation) settled(severity Severity, o Outcome, yield func(FindingRow) bool) bool {
	for _, j := range e.judges {
		if !j.reported || j.base() != severity || j.count[o] == 0 {
			continue
		}
		for _, s := range e.subjectsOf(j) {
			if e.off(j, s) {
				continue
			}
			findings := e.again(j, s)
			if worst(findings) != o {
				continue
			}
			if !e.yieldSettled(j, s, o, findings, yield) {
				return false
			}
		}
	}
	return true
}

// yieldSettled makes the rows of a subject that passed or is not applicable: a
// pass is one row, even where the check said nothing.
func (e *evaluation) yieldSettled(j *judge, s *audit.Subject, o Outcome, findings []Finding, yield func(FindingRow) bool) bool {
	if o == Pass {
		findings = append(slices.Clip(findings), Finding{Outcome: Pass})[:1]
	}
	for i := range findings {
		f := &findings[i]
		r := row{judge: j, subject: s, locus: f.Locus, outcome: o, severity: j.base()}
		if f.Outcome == o && !yield(e.findingRow(-1, &r, *f)) {
			return false
		}
	}
	return true
}

// subjectsOf returns all that a rule judges, sorted by id.
func (e *evaluation) subjectsOf(j *judge) []*audit.Subject {
	var list []*audit.Subject
	for _, kind := range j.Kinds {
		subjects, _ := e.known.Subjects(kind) // Complete tells of an error
		for i := range subjects {
			list = append(list, &subjects[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *audit.Subject) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// findingRow writes a finding out. The row's place is -1 where it is not kept.
func (e *evaluation) findingRow(at int, r *row, f Finding) FindingRow {
	j, s := r.judge, r.subject
	f = r.told(f)
	functions := e.concerned(j, s)
	out := FindingRow{
		Stamp: e.stamp(s.Region), ID: findingID(s.Account, r.ref()).String(), Rule: j.ID, Title: j.Title,
		Severity: r.severity, Pillar: j.Pillar, Outcome: r.outcome, Confidence: f.Confidence.String(),
		SubjectKind: string(s.Kind), Subject: s.ID, Locus: r.locus, Function: onlyFunction(s), ManagedBy: e.managedBy(s),
		Functions: []string{}, FunctionARNs: append([]string{}, functions...),
		Message: f.Message, EvidenceText: EvidenceText(f.Evidence), Evidence: append([]Evidence{}, f.Evidence...),
		Fix: filled(cmp.Or(f.Fix, j.Fix), s, r.locus), References: append([]string{}, j.Refs...),
		MonthlySaving: f.Saving, ExplainedBy: e.explainedBy(at, s), Changed: Changed{Causes: []string{}},
	}
	for _, arn := range functions {
		out.Functions = append(out.Functions, cmp.Or(functionName(arn), arn))
	}
	out.SuppressedFor = e.suppressedFor(at, functions)
	switch r.outcome {
	case Unknown:
		out.Reason = string(reasonOf(&f))
	case NotApplicable:
		out.Reason = f.Message
	}
	if by := e.suppression(at, s); by != nil {
		out.Suppressed, out.SuppressReason, out.SuppressUntil = true, by.Reason, by.Until.String()
	}
	return out
}

// onlyFunction returns the name of the function that the subject is, or is a part
// of; "" where it concerns others too.
func onlyFunction(s *audit.Subject) string {
	if len(s.Functions) > 1 {
		return ""
	}
	return functionName(s.ID)
}

// explainedBy returns, by function, the rule that says the same better.
func (e *evaluation) explainedBy(at int, s *audit.Subject) []Explained {
	list := []Explained{}
	for _, arn := range s.Functions {
		if l := e.lifts[lift{at, arn}]; l != nil && l.by != "" {
			list = append(list, Explained{Function: cmp.Or(functionName(arn), arn), Rule: l.by})
		}
	}
	return list
}

// unknownBy counts a rule's unknown subjects by reason, sorted by name.
func (j *judge) unknownBy() []Count {
	list := []Count{}
	for _, reason := range slices.Sorted(maps.Keys(j.reasons)) {
		list = append(list, Count{Name: string(reason), Count: j.reasons[reason]})
	}
	return list
}
