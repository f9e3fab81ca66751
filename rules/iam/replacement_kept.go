package iam

// noteBounded follows what the boundary keeps the role from.
const noteBounded = " is left out: the permissions boundary keeps the role from it anyway"

// keep leaves a pattern as it is, on what its service knows of the statement's resources. What the boundary leaves
// nothing of would only come back with the boundary gone.
func (w *rewriter) keep(pattern string) {
	if w.role.onlyBounded(pattern, w.statement) {
		w.notes.add(pattern + noteBounded)
		return
	}
	resources := w.statement.Resources
	if service := actionService(pattern); !wild(service) {
		if own := concerning(resources, service); len(own) > 0 {
			resources = own
		}
	}
	w.add(Statement{Actions: []string{pattern}, Resources: resources, NotResources: w.statement.NotResources})
}

// onlyBounded reports whether the boundary, which was read, is all that keeps the role from a pattern of a statement.
func (r Role) onlyBounded(pattern string, s Statement) bool {
	if r.Boundary == nil || s.Effect != Allow {
		return false
	}
	c := r.curbs()
	left, free, _ := c.leave(selection{patterns: []string{pattern}}, s.resources().cut(anything))
	return len(left) == 0 && len(free) > 0
}
