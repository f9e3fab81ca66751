package iam

import (
	"fmt"
	"slices"
)

// curbs are what takes away from the allowances of a role.
type curbs struct {
	denials         []denial // of the policies
	boundaryDenials []denial
	bounds          []bound // what the boundary allows
	bounded         bool
	boundaryUnknown bool

	weighed int // patterns of rights so far, each time they were held against something
}

// maxWeighed bounds the work on one role. Beyond it nothing more is taken away and the limits say so, which errs towards
// telling too much: the roles of the corpus take some dozens, and random ones with many Deny statements some thousands.
const maxWeighed = 5_000_000

// tooMuch counts that the rights are about to be held against some patterns, and reports whether that is too much.
func (c *curbs) tooMuch(rights []right, against int) bool {
	for _, r := range rights {
		c.weighed += against * (r.actions.size() + r.resources.size())
	}
	return c.weighed > maxWeighed
}

// denial is a Deny statement and where it stands.
type denial struct {
	where              string
	actions, resources sieve
	conditional        bool
}

// bound is an Allow statement of the boundary.
type bound struct {
	actions, resources sieve
	judgement          Judgement
}

// curbs reads the Deny statements of all policies, and the boundary.
func (r *Role) curbs() curbs {
	c := curbs{bounded: r.Boundary != nil, boundaryUnknown: r.BoundaryUnknown}
	for i := range r.Policies {
		c.denials = append(c.denials, r.denials(r.Policies[i].Name, &r.Policies[i].Document)...)
	}
	if c.bounded {
		c.boundaryDenials = r.denials("the permissions boundary", r.Boundary)
		c.bounds = r.bounds(r.Boundary)
	}
	return c
}

// denials lists the Deny statements of a document that may hold.
func (r *Role) denials(where string, d *Document) []denial {
	var list []denial
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Effect != Deny {
			continue
		}
		if conditions, judgement := r.weigh(s); judgement.Class != Never {
			where := fmt.Sprintf("Deny %q in %s", s.Name(), where)
			list = append(list, denial{where, sieve{selection: s.actions()}, sieve{selection: s.resources()}, len(conditions) > 0})
		}
	}
	return list
}

// bounds lists what a boundary allows.
func (r *Role) bounds(d *Document) []bound {
	var list []bound
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Effect != Allow {
			continue
		}
		if _, judgement := r.weigh(s); judgement.Class != Never {
			list = append(list, bound{sieve{selection: s.actions()}, sieve{selection: s.resources()}, judgement})
		}
	}
	return list
}

// take removes from the rights what the Deny surely takes away. A Deny on named resources leaves a wider right as it is.
func (c *curbs) take(d *denial, rights []right, limits *notes) []right {
	if c.tooMuch(rights, 1) {
		limits.add(d.where + " is not counted: there is too much to hold against it")
		return rights
	}
	first := slices.IndexFunc(rights, func(r right) bool { touched, _ := d.weigh(r); return touched })
	if first < 0 {
		return rights
	}
	left := slices.Clip(rights[:first])
	for _, r := range rights[first:] {
		switch touched, settled := d.weigh(r); {
		case !touched:
			left = append(left, r)
		case d.conditional:
			limits.add(d.where + " holds only under conditions and is not counted")
			left = append(left, r)
		case !settled || len(left) > maxRights:
			limits.add(d.where + " does not cover all of its resources")
			left = append(left, r)
		default:
			limits.add(d.where + " takes a part away")
			left = d.minus(left, r)
		}
	}
	return left
}

// weigh says whether the Deny is about something in the right, and whether what it leaves of it can be named.
func (d *denial) weigh(r right) (touched, settled bool) {
	if touched, _ = d.actions.weigh(r.actions); !touched {
		return false, false
	}
	return d.resources.weigh(r.resources)
}

// minus adds to a list the right outside the actions, and inside the actions what lies outside the resources.
func (d *denial) minus(list []right, r right) []right {
	for _, a := range d.actions.others(r.actions) {
		list = append(list, right{a, r.resources, r.bound})
	}
	for _, a := range d.actions.named(r.actions) {
		for _, res := range d.resources.others(r.resources) {
			list = append(list, right{a, res, r.bound})
		}
	}
	return list
}

// within cuts the rights down to what the boundary allows too. What it allows without conditions is kept as such.
func (c *curbs) within(rights []right, limits *notes) []right {
	var left []right
	for i := range c.bounds {
		b := &c.bounds[i]
		if c.tooMuch(rights, len(b.actions.patterns)*len(b.resources.patterns)) {
			limits.add("the permissions boundary is not counted: there is too much to hold against it")
			return rights
		}
		for _, r := range rights {
			for _, a := range b.actions.named(r.actions) {
				for _, res := range b.resources.named(r.resources) {
					left = append(left, right{a, res, &b.judgement})
				}
			}
		}
	}
	return left
}
