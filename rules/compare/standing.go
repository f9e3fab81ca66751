package compare

import (
	"cmp"
	"slices"

	"lambda-audit/audit"
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
	return a.lists(m)
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

// holds says whether the functions and the region of a finding are there. Of
// several functions one is enough.
func (a *account) holds(m *rules.Mark) (standing, rules.Cause) {
	if m.Region != audit.Global {
		if s, why := a.inRegion(m.Region); s != judged && !a.anyOf(m.FunctionARNs) {
			return s, why
		}
	}
	worst, because := absent, rules.Cause{Cause: rules.CauseFunctionGone}
	for _, arn := range m.FunctionARNs {
		s, why := a.function(arn)
		if s == judged {
			return judged, rules.Cause{}
		}
		if s < worst {
			worst, because = s, why
		}
	}
	if len(m.FunctionARNs) == 0 {
		return judged, rules.Cause{}
	}
	return worst, because
}

func (a *account) anyOf(arns []string) bool {
	return slices.ContainsFunc(arns, func(arn string) bool { return a.functions[arn] != nil })
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

// function says whether a function is there, and whether it would be seen.
func (a *account) function(arn string) (standing, rules.Cause) {
	if a.functions[arn] != nil {
		return judged, rules.Cause{}
	}
	named, ok := audit.ParseARN(arn)
	if !ok {
		return absent, rules.Cause{Cause: rules.CauseFunctionGone}
	}
	if s, why := a.inRegion(named.Region); s != judged {
		return s, why
	}
	f := &rules.Function{Function: named.Name(), FunctionARN: arn}
	if scope := &a.row.Scope; !means(scope, f) || len(scope.Tags) > 0 {
		return unjudged, rules.Cause{Cause: rules.CauseScope, Now: "outside of the functions that were meant"}
	}
	return absent, rules.Cause{Cause: rules.CauseFunctionGone}
}

// lists says whether the finding's subject is among those of its kind.
func (a *account) lists(m *rules.Mark) (standing, rules.Cause) {
	if a.functions[m.Subject] != nil || m.SubjectKind == functionKind {
		return judged, rules.Cause{}
	}
	switch kind := a.kinds[m.SubjectKind]; {
	case kind == nil:
		return unjudged, rules.Cause{Cause: rules.CauseScope, Now: "nothing of the kind was judged"}
	case has(kind.IDs, rules.SubjectID(m.AccountID, m.Subject)):
		return judged, rules.Cause{}
	case !kind.Complete:
		return unjudged, rules.Cause{Cause: rules.CauseData, Now: "not all of the kind could be listed"}
	}
	return absent, rules.Cause{Cause: rules.CauseSubjectGone}
}

// functionKind is the kind whose subjects have rows of their own.
const functionKind = "function"
