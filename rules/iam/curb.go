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
}

// denial is a Deny statement and where it stands.
type denial struct {
	where              string
	actions, resources selection
	conditional        bool
}

// bound is an Allow statement of the boundary.
type bound struct {
	actions, resources selection
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
			list = append(list, denial{where, s.actions(), s.resources(), len(conditions) > 0})
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
			list = append(list, bound{s.actions(), s.resources(), judgement})
		}
	}
	return list
}

// touches reports whether the Deny is about something in the right.
func (d *denial) touches(r right) bool {
	return d.actions.touches(r.actions) && d.resources.touches(r.resources)
}

// take removes from the rights what the Deny surely takes away. A Deny on named resources leaves a wider right as it is.
func (d *denial) take(rights []right, limits *notes) []right {
	first := slices.IndexFunc(rights, d.touches)
	if first < 0 {
		return rights
	}
	left := slices.Clip(rights[:first])
	for _, r := range rights[first:] {
		switch {
		case !d.touches(r):
			left = append(left, r)
		case d.conditional:
			limits.add(d.where + " holds only under conditions and is not counted")
			left = append(left, r)
		case !d.resources.settles(r.resources) || len(left) > maxRights:
			limits.add(d.where + " does not cover all of its resources")
			left = append(left, r)
		default:
			limits.add(d.where + " takes a part away")
			left = append(left, r.minus(d.actions, d.resources)...)
		}
	}
	return left
}

// within cuts the rights down to what the boundary allows too. What it allows without conditions is kept as such.
func (c *curbs) within(rights []right) []right {
	var left []right
	for i := range c.bounds {
		b := &c.bounds[i]
		for _, each := range rights {
			each.bound = b.judgement
			left = append(left, cross(each, b.actions, b.resources)...)
		}
	}
	return left
}
