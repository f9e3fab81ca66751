package rules

import (
	"lambda-audit/audit"
)

// tell counts the outcome on one subject.
func (j *judge) tell(o Outcome, findings []Finding) {
	j.count[o]++
	if o == Unknown {
		j.reasons[firstReason(findings)]++
	}
}

// firstReason returns why the first undecided finding is undecided.
func firstReason(findings []Finding) audit.Reason {
	for i := range findings {
		if findings[i].Outcome == Unknown {
			return reasonOf(&findings[i])
		}
	}
	return ""
}

// reasonOf returns why a finding is unknown; a check that does not say so has
// not understood what it read.
func reasonOf(f *Finding) audit.Reason {
	if f.Unknown == nil {
		return audit.Opaque
	}
	return f.Unknown.Reason
}

// mark puts an outcome into the cells of the functions that a subject concerns.
// The account's and the regions' own findings have a cell of their own.
func (j *judge) mark(s *audit.Subject, functions []int, o Outcome, severity Severity) {
	for _, i := range functions {
		j.cells[i].mark(o, severity)
	}
	if isAccountWide(s) {
		j.account.mark(o, severity)
	}
}

// keep makes a row of a failure or an unknown.
func (e *evaluation) keep(j *judge, s *audit.Subject, position int, f *Finding) {
	natural := j.severity(f)
	r := row{judge: j, subject: s, locus: f.Locus, position: int32(position), outcome: f.Outcome,
		severity: e.severityOver(j, s, natural), natural: natural, off: e.off(j, s), confidence: f.Confidence,
		actionable: f.Outcome == Unknown && reasonOf(f).Actionable(), unread: f.Unread}
	at := len(e.rows)
	e.rows = append(e.rows, r)
	if j.used {
		j.byRef[r.ref()] = at
		for _, arn := range s.Functions {
			j.byFunction[arn] = append(j.byFunction[arn], at)
		}
	}
	if !r.counts() {
		return
	}
	if f.Saving != nil {
		e.savings[at] = *f.Saving
	}
	if len(f.Explains) > 0 {
		e.claims = append(e.claims, claim{row: at, refs: f.Explains})
	}
	if len(f.ExplainedBy) > 0 {
		e.claims = append(e.claims, claim{row: at, refs: f.ExplainedBy, explainedBy: true})
	}
}

// counts reports whether a row is a failure of a rule that is asked for.
func (r *row) counts() bool { return r.outcome == Fail && r.judge.reported && !r.off }

// finding makes a row's finding again.
func (e *evaluation) finding(r *row) Finding {
	findings := e.again(r.judge, r.subject)
	if int(r.position) >= len(findings) {
		return Finding{Outcome: r.outcome, Locus: r.locus}
	}
	return findings[r.position]
}

// fold puts what was kept into the cells: what was lifted for a function counts
// as judged there, and no longer as failed.
func (e *evaluation) fold() {
	for at := range e.rows {
		r := &e.rows[at]
		for _, arn := range r.subject.Functions {
			i, ok := e.index[arn]
			switch {
			case !ok:
			case e.lifts.has(at, arn):
				r.judge.cells[i].mark(Pass, NoSeverity)
			default:
				r.judge.cells[i].mark(r.outcome, e.severityAt(r.judge, i, r.natural))
			}
		}
		if len(r.subject.Functions) > 0 {
			continue
		}
		if e.lifts.has(at, "") {
			r.judge.mark(r.subject, nil, Pass, NoSeverity)
		} else {
			r.judge.mark(r.subject, nil, r.outcome, r.severity)
		}
	}
	for _, j := range e.judges {
		e.foldMissing(j)
	}
}

// foldMissing makes a rule unknown for the functions that none of its subjects
// names, where more subjects may exist: a listing that broke must not look like
// nothing to judge.
func (e *evaluation) foldMissing(j *judge) {
	for i := range e.functions {
		if j.cells[i] == 0 && e.mayMiss(j, e.functions[i].ID, e.functions[i].Region) != nil {
			j.cells[i].mark(Unknown, NoSeverity)
		}
	}
}

// mayMiss returns why subjects of the rule that concern a function may be
// missing; nil where all are there. A function itself is never missing.
func (e *evaluation) mayMiss(j *judge, function, region string) *audit.Unknown {
	for _, kind := range j.Kinds {
		if kind == functionKind {
			continue
		}
		missing, asked := e.missing[kind]
		if !asked {
			missing = e.known.Missing(kind)
			e.missing[kind] = missing
		}
		if why := missing.For(function, region); why != nil {
			return why
		}
	}
	return nil
}
