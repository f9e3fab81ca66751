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
	for _, a := range r.remainders() {
		for _, part := range a.rights {
			if slices.ContainsFunc(but, part.actions.within) {
				continue
			}
			service := part.service()
			if service == "*" {
				every = true
			} else if !slices.Contains(patterns[service], a.pattern) {
				patterns[service] = append(patterns[service], a.pattern)
			}
		}
	}
	for service, actions := range patterns {
		uses = append(uses, Use{service, actions})
	}
	slices.SortFunc(uses, func(a, b Use) int { return cmp.Compare(a.Service, b.Service) })
	return uses, every
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
