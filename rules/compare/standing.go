package compare

import (
	"cmp"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// A standing is what one result can say of a finding that another one has, and
// that fails no more or not yet in this one.
type standing uint8

const (
	judged   standing = iota // the rule judged the subject
	unknown                  // it could not tell
	unjudged                 // nobody asked it about the subject
	absent                   // there is no such subject
)

// stands says what the account's result can say of a finding that is another
// result's, and why where it was not judged.
func (a *account) stands(m *rules.Mark) (standing, rules.Cause) {
	if !a.judged() {
		return unjudged, a.whyUnjudged()
	}
	if s, why := a.holds(m); s != judged {
		return s, why
	}
	switch {
	case a.left[m.Rule]:
		return unjudged, rules.Cause{Cause: rules.CauseScope, Now: "a fast run"}
	case a.rules[m.Rule] == nil:
		return unjudged, rules.Cause{Cause: rules.CauseScope, Now: "the rule was not selected"}
	case a.disabled(m):
		return unjudged, rules.Cause{Cause: rules.CauseScope, Now: "the configuration disables the rule there"}
	case a.unknown(m):
		return unknown, rules.Cause{Cause: rules.CauseData}
	}
	return judged, rules.Cause{}
}

// whyUnjudged says why nothing of the account is known; there may be no account.
func (a *account) whyUnjudged() rules.Cause {
	switch {
	case a == nil || a.row.State == "":
		return rules.Cause{Cause: rules.CauseScope, Now: "the account was not audited"}
	case a.row.State == rules.AccountSkipped:
		return rules.Cause{Cause: rules.CauseScope, Now: cmp.Or(a.row.Reason, "the account was skipped")}
	}
	return rules.Cause{Cause: rules.CauseData, Now: cmp.Or(a.row.Reason, "the account could not be read")}
}

// holds says whether the subject of a finding is there. What a list names is,
// whatever became of its functions.
func (a *account) holds(m *rules.Mark) (standing, rules.Cause) {
	if m.SubjectKind == string(facts.KindFunction) {
		return a.function(m.Subject)
	}
	kind := a.kinds[m.SubjectKind]
	if kind != nil && has(kind.IDs, rules.SubjectID(m.AccountID, m.Subject)) {
		return judged, rules.Cause{}
	}
	return a.lacks(m, kind)
}

// lacks says whether a subject that no list names is gone, or may be where nobody
// looked: in another region, or with a function that was not meant.
func (a *account) lacks(m *rules.Mark, kind *rules.SubjectsRow) (standing, rules.Cause) {
	if m.Region != audit.Global {
		if s, why := a.inRegion(m.Region); s != judged {
			return s, why
		}
	}
	left := len(m.FunctionARNs) == 0 // a function of it is left
	for _, arn := range m.FunctionARNs {
		s, why := a.function(arn)
		if s == unjudged {
			return s, why
		}
		left = left || s == judged
	}
	switch {
	case !left && m.Function != "": // what is the function's own goes with it
		return absent, rules.Cause{Cause: rules.CauseFunctionGone}
	case kind == nil:
		return unjudged, rules.Cause{Cause: rules.CauseScope, Now: "nothing of the kind was judged"}
	case !kind.Complete:
		return unjudged, rules.Cause{Cause: rules.CauseData, Now: "not all of the kind could be listed"}
	case !left:
		return absent, rules.Cause{Cause: rules.CauseFunctionGone}
	}
	return absent, rules.Cause{Cause: rules.CauseSubjectGone}
}

// inRegion says whether the functions of a region are known.
func (a *account) inRegion(region string) (standing, rules.Cause) {
	switch state := a.region(region); state {
	case rules.AccountAudited:
		return judged, rules.Cause{}
	case "":
		return unjudged, rules.Cause{Cause: rules.CauseScope, Now: region + " was not audited"}
	default:
		return unjudged, rules.Cause{Cause: rules.CauseData, Now: region + ": " + state}
	}
}

// function says whether a function is there, and whether it would be seen. One
// that is not may have lost the tags by which functions were chosen.
func (a *account) function(arn string) (standing, rules.Cause) {
	if a.functions[arn] != nil {
		return judged, rules.Cause{}
	}
	named, _ := audit.ParseARN(arn)
	if s, why := a.inRegion(named.Region); s != judged {
		return s, why
	}
	scope := audit.Scope{Functions: a.row.Scope.Functions, Exclude: a.row.Scope.Exclude}
	if !scope.Includes(named.Name(), arn) || len(a.row.Scope.Tags) > 0 {
		return unjudged, rules.Cause{Cause: rules.CauseScope, Now: "outside of the functions that were meant"}
	}
	return absent, rules.Cause{Cause: rules.CauseFunctionGone}
}
