package iam

import "slices"

// right is one part of what a statement allows: some actions on some resources.
type right struct {
	actions, resources *span
	bound              *Judgement // what the boundary's conditions add
}

// unbounded is what no boundary adds.
var unbounded = &Judgement{}

// maxRights bounds the parts that one statement is cut into. Beyond it nothing more is taken away, which errs towards
// telling too much; no policy within IAM's size limits that a person wrote comes near.
const maxRights = 2000

// remainder is what Deny statements and the boundary leave of an allowance.
type remainder struct {
	allowance
	rights []right
	free   []right // the same without the boundary
	limits []string
}

// remainders lists what is left of everything that the role's policies grant.
func (r *Role) remainders() []remainder {
	return r.remaindersOf(askAll{})
}

// remaindersOf lists what is left of some of the allowances.
func (r *Role) remaindersOf(asked asker) []remainder {
	granted := r.allowances(asked)
	if len(granted) == 0 {
		return nil
	}
	c := r.curbs()
	list := make([]remainder, 0, len(granted))
	var from *origin
	var resources []*span
	for _, a := range granted {
		if a.origin != from {
			from, resources = a.origin, a.origin.statement.resources().cut(anything)
			c.forgetResources()
		}
		rights, free, limits := c.leave(a.actions, resources)
		list = append(list, remainder{a, rights, free, limits})
	}
	return list
}

// Everything there is, before anything cuts it down.
var (
	anyAction = &span{all: []string{"*"}, fold: true}
	anything  = &span{all: []string{"*"}}
)

// leave gives the rights to the actions on the resources that are left behind every unconditional Deny and the boundary,
// those before the boundary, and notes on what these did.
func (c *curbs) leave(actions selection, resources []*span) (rights, free []right, limits notes) {
	c.forgetActions()
	for _, a := range actions.cut(anyAction) {
		for _, res := range resources {
			free = append(free, right{a, res, unbounded})
		}
	}
	for i := range c.denials {
		free = c.take(&c.denials[i], free, &limits)
	}
	rights = free
	for i := range c.boundaryDenials {
		rights = c.take(&c.boundaryDenials[i], rights, &limits)
	}
	if c.boundaryUnknown {
		limits.add("the permissions boundary could not be read")
	}
	if !c.bounded {
		return rights, free, limits
	}
	before := rights
	rights = c.within(before, &limits)
	if !alike(before, rights) {
		limits.add("limited by the permissions boundary")
	}
	return rights, free, limits
}

// settles reports whether taking the selection from the span leaves something that can be named: nothing, or the
// exceptions of a NotResource.
func (c selection) settles(s *span) bool {
	return c.negated || slices.ContainsFunc(c.patterns, s.within)
}

// key tells rights apart.
func (r *right) key() string { return r.actions.key() + " on " + r.resources.key() }

// alike reports whether the rights before and those after are the same, whatever their order.
func alike(before, after []right) bool {
	kept := make(map[string]bool, len(before))
	for _, r := range before {
		kept[r.key()] = false
	}
	for _, r := range after {
		key := r.key()
		if _, known := kept[key]; !known {
			return false
		}
		kept[key] = true
	}
	for _, still := range kept {
		if !still {
			return false
		}
	}
	return true
}

// notes collects remarks, each once, in the order they come up.
type notes []string

func (n *notes) add(note string) {
	if !slices.Contains(*n, note) {
		*n = append(*n, note)
	}
}
