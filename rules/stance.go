package rules

import (
	"slices"

	"lambda-audit/audit"
)

// stanceAt returns what the overrides say of the function of that index; nil
// where there are none.
func (e *evaluation) stanceAt(function int) *stance {
	if e.stances == nil {
		return nil
	}
	return e.stances[function]
}

// disables reports whether the function of that index wants nothing of the rule.
func (e *evaluation) disables(j *judge, function int) bool {
	s := e.stanceAt(function)
	return s != nil && s.disabled[j.ID]
}

// off reports whether all functions that a subject concerns disable the rule. One
// that may concern more is judged.
func (e *evaluation) off(j *judge, s *audit.Subject) bool {
	if e.stances == nil || len(s.Functions) == 0 || s.Open {
		return false
	}
	return !slices.ContainsFunc(s.Functions, func(arn string) bool { return !e.disabledFor(j, arn) })
}

// disabledFor is disables for an ARN, of whichever function.
func (e *evaluation) disabledFor(j *judge, arn string) bool {
	i, audited := e.index[arn]
	return audited && e.disables(j, i)
}

// paramsFor returns the parameters by which a rule judges a subject: those of
// its functions where all have the same ones, else the run's.
func (e *evaluation) paramsFor(j *judge, s *audit.Subject) any {
	if e.stances == nil || len(s.Functions) == 0 || s.Open {
		return j.params
	}
	first := e.paramsAt(j, s.Functions[0])
	for _, arn := range s.Functions[1:] {
		if e.paramsAt(j, arn) != first {
			return j.params
		}
	}
	return first
}

func (e *evaluation) paramsAt(j *judge, arn string) any {
	if i, audited := e.index[arn]; audited {
		if params, ok := e.stanceAt(i).params[j.ID]; ok {
			return params
		}
	}
	return j.params
}

// severityAt returns how much a rule's finding hurts the function of that index.
func (e *evaluation) severityAt(j *judge, function int, natural Severity) Severity {
	if s := e.stanceAt(function); s != nil && s.severities[j.ID] != NoSeverity {
		return s.severities[j.ID]
	}
	return natural
}

// severityFor returns how much a row hurts one of its functions.
func (e *evaluation) severityFor(r *row, arn string) Severity {
	if i, audited := e.index[arn]; audited {
		return e.severityAt(r.judge, i, r.natural)
	}
	return r.natural
}

// severityOver returns the severity under which a finding is listed: the worst of
// those it has for the functions that it is reported for.
func (e *evaluation) severityOver(j *judge, s *audit.Subject, natural Severity) Severity {
	if e.stances == nil || s.Open {
		return natural
	}
	worst := NoSeverity
	for _, arn := range s.Functions {
		if i, audited := e.index[arn]; !audited {
			worst = max(worst, natural)
		} else if !e.disables(j, i) {
			worst = max(worst, e.severityAt(j, i, natural))
		}
	}
	if worst == NoSeverity {
		return natural
	}
	return worst
}

// lift takes the rows from the functions that disable their rule.
func (e *evaluation) lift() {
	if e.stances == nil {
		return
	}
	for at := range e.rows {
		r := &e.rows[at]
		for _, arn := range r.subject.Functions {
			if e.disabledFor(r.judge, arn) {
				e.lifts.of(at, arn).disabled = true
			}
		}
	}
}

// concerned returns the functions that a rule's finding on a subject is reported
// for, sorted.
func (e *evaluation) concerned(j *judge, s *audit.Subject) []string {
	return slices.DeleteFunc(slices.Clone(s.Functions), func(arn string) bool { return e.disabledFor(j, arn) })
}
