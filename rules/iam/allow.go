package iam

import "slices"

// Answer is yes, no, or unknown.
type Answer string

// The answers of Allows. Maybe means that a condition, a policy variable, or something unreadable decides.
const (
	Yes   Answer = "yes"
	No    Answer = "no"
	Maybe Answer = "unknown"
)

// Allows reports whether the role may do one action on a resource. The resource may be a pattern; yes then means on all
// that it matches and no means on none. Service control policies and policies of the resource are not looked at.
func (r Role) Allows(action, resource string) Answer {
	ask := question{action, resource, r.Account}
	denied, allowed := No, No
	for _, p := range r.Policies {
		denied = most(denied, ask.about(p.Document, Deny))
		allowed = most(allowed, ask.about(p.Document, Allow))
	}
	within := Yes
	if r.Boundary != nil {
		denied = most(denied, ask.about(*r.Boundary, Deny))
		within = ask.about(*r.Boundary, Allow)
	}
	switch {
	case denied == Yes || within == No:
		return No
	case len(r.Unreadable) > 0:
		return Maybe
	case allowed == Yes && within == Yes && denied == No && !r.BoundaryUnknown:
		return Yes
	case allowed == No:
		return No
	}
	return Maybe
}

// question is one action on one resource.
type question struct{ action, resource, account string }

// about asks the statements of one effect; one that surely applies is enough.
func (q question) about(d Document, effect Effect) Answer {
	answer := No
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Effect == effect {
			answer = most(answer, q.applies(s))
		}
	}
	return answer
}

// applies reports whether the statement, whatever its effect, is about the question.
func (q question) applies(s *Statement) Answer {
	action := &span{all: []string{q.action}, fold: true}
	resource := &span{all: []string{q.resource}}
	switch {
	case !s.actions().touches(action) || !s.resources().touches(resource):
		return No
	case judgeAll(s.Conditions, RoleSide, q.account).Class == Never:
		return No
	case len(s.Conditions) > 0 || !s.actions().holds(action) || !s.resources().holds(resource):
		return Maybe
	}
	return Yes
}

// holds reports whether the selection surely names all that is in the span.
func (c selection) holds(s *span) bool {
	if c.negated {
		return !slices.ContainsFunc(c.patterns, s.overlaps)
	}
	return slices.ContainsFunc(c.patterns, s.within)
}

// most gives the answer nearer to yes.
func most(a, b Answer) Answer {
	if a == Yes || b == Yes {
		return Yes
	}
	if a == Maybe || b == Maybe {
		return Maybe
	}
	return No
}
