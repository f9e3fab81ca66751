package iam

import (
	"fmt"
	"slices"
)

// right is one part of what a statement allows: some actions on some resources.
type right struct {
	actions, resources span
	bound              Judgement // what the boundary's conditions add
}

// maxRights bounds the parts that one statement is cut into. Beyond it nothing more is taken away, which errs towards
// telling too much; no policy within IAM's size limits that a person wrote comes near.
const maxRights = 2000

// effective gives what one pattern selection of an Allow statement leaves to the role after every unconditional Deny and
// the boundary, with notes on what these did.
func (r Role) effective(actions selection, s Statement) ([]right, []string) {
	return r.effectiveAfter(r.denials(), actions, s)
}

// effectiveAfter is effective for callers that ask about many statements, and so list the role's denials once.
func (r Role) effectiveAfter(denials []denial, actions selection, s Statement) ([]right, []string) {
	rights := cross(right{
		actions:   span{all: []string{"*"}, fold: true},
		resources: span{all: []string{"*"}},
	}, actions, s.resources())
	var limits notes
	for _, d := range denials {
		rights = d.take(rights, &limits)
	}
	if r.BoundaryUnknown {
		limits.add("the permissions boundary could not be read")
	}
	if r.Boundary == nil {
		return rights, limits
	}
	before := rightKeys(rights)
	rights = r.bounded(rights)
	if !slices.Equal(before, rightKeys(rights)) {
		limits.add("limited by the permissions boundary")
	}
	return rights, limits
}

// remainder is what Deny statements and the boundary leave of an allowance.
type remainder struct {
	allowance
	rights []right
	limits []string
}

// remainders lists what is left of everything that the role's policies grant.
func (r Role) remainders() []remainder {
	denials := r.denials()
	var list []remainder
	for _, a := range r.allowances() {
		rights, limits := r.effectiveAfter(denials, a.actions, a.statement)
		list = append(list, remainder{a, rights, limits})
	}
	return list
}

// cross cuts a right down to the given actions and resources.
func cross(r right, actions, resources selection) []right {
	var parts []right
	for _, a := range actions.cut(r.actions) {
		for _, res := range resources.cut(r.resources) {
			parts = append(parts, right{a, res, r.bound})
		}
	}
	return parts
}

// denial is a Deny statement and where it stands.
type denial struct {
	where     string
	statement Statement
}

// denials lists the Deny statements of all policies and of the boundary.
func (r Role) denials() []denial {
	var list []denial
	collect := func(where string, d Document) {
		for _, s := range d.Statements {
			conditions, judgement := r.weigh(s)
			if s.Effect == Deny && judgement.Class != Never {
				s.Conditions = conditions
				list = append(list, denial{fmt.Sprintf("Deny %q in %s", s.Name(), where), s})
			}
		}
	}
	for _, p := range r.Policies {
		collect(p.Name, p.Document)
	}
	if r.Boundary != nil {
		collect("the permissions boundary", *r.Boundary)
	}
	return list
}

// take removes from the rights what the Deny surely takes away. A Deny on named resources leaves a wider right as it is.
func (d denial) take(rights []right, limits *notes) []right {
	var left []right
	for _, r := range rights {
		actions, resources := d.statement.actions(), d.statement.resources()
		switch {
		case !actions.touches(r.actions) || !resources.touches(r.resources):
			left = append(left, r)
		case len(d.statement.Conditions) > 0:
			limits.add(d.where + " holds only under conditions and is not counted")
			left = append(left, r)
		case !resources.settles(r.resources) || len(left) > maxRights:
			limits.add(d.where + " does not cover all of its resources")
			left = append(left, r)
		default:
			limits.add(d.where + " takes a part away")
			left = append(left, r.minus(actions, resources)...)
		}
	}
	return left
}

// settles reports whether taking the selection from the span leaves something that can be named: nothing, or the
// exceptions of a NotResource.
func (c selection) settles(s span) bool {
	return c.negated || slices.ContainsFunc(c.patterns, s.within)
}

// minus gives the right outside the actions, and inside the actions what lies outside the resources.
func (r right) minus(actions, resources selection) []right {
	var parts []right
	for _, a := range actions.rest(r.actions) {
		parts = append(parts, right{a, r.resources, r.bound})
	}
	for _, a := range actions.cut(r.actions) {
		for _, res := range resources.rest(r.resources) {
			parts = append(parts, right{a, res, r.bound})
		}
	}
	return parts
}

// bounded cuts the rights down to what the boundary allows too. What it allows without conditions is kept as such.
func (r Role) bounded(rights []right) []right {
	var left []right
	for _, statement := range r.Boundary.Statements {
		_, bound := r.weigh(statement)
		if statement.Effect != Allow || bound.Class == Never {
			continue
		}
		for _, each := range rights {
			each.bound = bound
			left = append(left, cross(each, statement.actions(), statement.resources())...)
		}
	}
	return left
}

func rightKeys(rights []right) []string {
	var keys []string
	for _, r := range rights {
		keys = append(keys, r.actions.key()+" on "+r.resources.key())
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// notes collects remarks, each once, in the order they come up.
type notes []string

func (n *notes) add(note string) {
	if !slices.Contains(*n, note) {
		*n = append(*n, note)
	}
}
