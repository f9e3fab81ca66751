package iam

import "slices"

// Denied reports whether a Deny surely keeps the role from an action on a resource, or on all that a pattern of resources
// matches: somebody meant it so.
func (r Role) Denied(action, resource string) bool {
	ask := question{action, resource, r.Account}
	return r.Boundary != nil && ask.about(*r.Boundary, Deny) == Yes ||
		slices.ContainsFunc(r.Policies, func(p Policy) bool { return ask.about(p.Document, Deny) == Yes })
}

// Bounded reports whether the permissions boundary surely leaves an action on a resource out, so that nothing that the
// role's policies allow brings it back.
func (r Role) Bounded(action, resource string) bool {
	ask := question{action, resource, r.Account}
	return r.Boundary != nil && ask.about(*r.Boundary, Allow) == No
}
