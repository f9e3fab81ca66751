package iam

import (
	"cmp"
	"slices"
	"strings"
)

// Use is a service that a role may call.
type Use struct {
	Service string   // as actions name it, such as "s3"
	Actions []string // the patterns that allow it, as written
}

// Uses lists the services of which the role may do something, after Deny statements and the boundary, by their names.
// What one of the patterns in but covers does not count. Every reports that something is allowed of all services, or of
// all but some: then the list does not say which the role is for.
func (r Role) Uses(but []string) (uses []Use, every bool) {
	patterns := map[string][]string{}
	for _, g := range r.Granted(but) {
		if g.Service == "*" {
			every = true
		} else if !slices.Contains(patterns[g.Service], g.Pattern) {
			patterns[g.Service] = append(patterns[g.Service], g.Pattern)
		}
	}
	for service, actions := range patterns {
		uses = append(uses, Use{service, actions})
	}
	slices.SortFunc(uses, func(a, b Use) int { return cmp.Compare(a.Service, b.Service) })
	return uses, every
}

// Granted lists what the role may do, after Deny statements and the boundary, in the order written: a grant for each
// service of each pattern of a statement, with "*" for what is allowed of all services, or of all but some. What one of
// the patterns in but covers does not count.
func (r Role) Granted(but []string) []Grant {
	var grants []Grant
	for _, held := range r.remainders() {
		var services []string
		for _, part := range held.rights {
			service := part.service()
			if slices.Contains(services, service) || slices.ContainsFunc(but, part.actions.within) {
				continue
			}
			services = append(services, service)
			g := held.grant(held.rights, held.limits)
			g.Service = service
			grants = append(grants, g)
		}
	}
	return grants
}

// service is the service that the right is about, by its actions or else by its resources; "*" if not of one alone.
func (r right) service() string {
	for _, pattern := range r.actions.all {
		if service, _, found := strings.Cut(pattern, ":"); found && !wild(service) {
			return strings.ToLower(service)
		}
	}
	return r.resourceService()
}
