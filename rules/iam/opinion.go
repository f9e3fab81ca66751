package iam

import "slices"

// Verdict is what a role or a policy comes to, in one word.
type Verdict string

// The verdicts, the most severe first; VerdictUnknown is given where something could not be read and nothing of the
// first four holds by what could.
const (
	VerdictAdmin            Verdict = "admin"
	VerdictEscalation       Verdict = "privilege-escalation"
	VerdictWildcardAction   Verdict = "wildcard-action"
	VerdictWildcardResource Verdict = "wildcard-resource"
	VerdictClean            Verdict = "clean"
	VerdictUnknown          Verdict = "unknown"
)

// Opinion is all that is to be said of a role by its policies alone.
type Opinion struct {
	Verdict     Verdict
	Verdicts    []Verdict // all that hold, the most severe first
	Admin       []Grant
	Wildcards   []Grant
	Escalations []Escalation
	Bounded     bool // the boundary takes something away

	search *pathSearch // what found Escalations, where some of them need a role to pass
}

// Judge forms the opinion. Unreadable policies and an unreadable boundary are those of the role; known and all are what
// Escalations takes.
func (r Role) Judge(known []Passable, all bool) Opinion {
	held := r.remaindersOf(r.worthJudging())
	return r.opinion(held, known, all)
}

// opinion is formed from what is left of the allowances that may matter.
func (r *Role) opinion(held []remainder, known []Passable, all bool) Opinion {
	open, search := r.search(held, known, all)
	o := Opinion{
		Admin: r.admin(held), Wildcards: wildcards(held, KnownSensitive().scoped()), Escalations: open,
		Bounded: r.bindingBoundary(held),
	}
	if slices.ContainsFunc(open, Escalation.needsRole) {
		o.search = search
	}
	o.Verdicts = o.verdicts(len(r.Unreadable) > 0)
	o.Verdict = o.Verdicts[0]
	return o
}

// verdicts lists what holds. A wildcard over a service that reaches sensitive actions on any resource is both kinds of
// wildcard.
func (o Opinion) verdicts(unread bool) []Verdict {
	has := func(v Verdict) bool {
		return slices.ContainsFunc(o.Wildcards, func(g Grant) bool { return slices.Contains(g.verdicts(), v) })
	}
	var list []Verdict
	for _, each := range []struct {
		verdict Verdict
		holds   bool
	}{
		{VerdictAdmin, len(o.Admin) > 0},
		{VerdictEscalation, len(o.Escalations) > 0},
		{VerdictWildcardAction, has(VerdictWildcardAction)},
		{VerdictWildcardResource, has(VerdictWildcardResource)},
	} {
		if each.holds {
			list = append(list, each.verdict)
		}
	}
	switch {
	case len(list) > 0:
		return list
	case unread:
		return []Verdict{VerdictUnknown}
	}
	return []Verdict{VerdictClean}
}

// Verdict is the most severe that the grant comes to.
func (g Grant) Verdict() Verdict { return g.verdicts()[0] }

func (g Grant) verdicts() []Verdict {
	switch {
	case g.Reason != "":
		return []Verdict{VerdictAdmin}
	case g.Shape == ShapeServiceAny && len(g.Sensitive) > 0:
		return []Verdict{VerdictWildcardAction, VerdictWildcardResource}
	case g.Shape == ShapeServiceAny || g.Shape == ShapeServiceNamed || g.Shape == ShapeTrace:
		return []Verdict{VerdictWildcardAction}
	}
	return []Verdict{VerdictWildcardResource}
}

// bindingBoundary reports whether the boundary takes a right away, wholly, in part or under a condition, that the
// policies would give.
func (r *Role) bindingBoundary(held []remainder) bool {
	return r.Boundary != nil && slices.ContainsFunc(held, remainder.bound)
}

// bound reports whether one of the rights is not the same behind the boundary, or has come under a condition.
func (a remainder) bound() bool {
	open := map[[2]*span]bool{}
	for _, each := range a.rights {
		if each.bound.Class == Open {
			open[[2]*span{each.actions, each.resources}] = true
		}
	}
	return slices.ContainsFunc(a.free, func(each right) bool {
		return !open[[2]*span{each.actions, each.resources}] && !slices.ContainsFunc(a.rights, each.sameAs)
	})
}

// sameAs reports whether a right is still the same behind the boundary, and no condition was added.
func (r *right) sameAs(after right) bool {
	return after.bound.Class == Open && r.key() == after.key()
}
