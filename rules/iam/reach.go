package iam

import (
	"slices"
	"strings"
)

// Reach gives, by service, the patterns of actions by which the role's policies name it and let it be called, after every
// unconditional Deny and the boundary. A pattern over all services names none. Unreadable policies may add services, and
// a Deny in them may take some away.
func (r Role) Reach() map[string][]string {
	reach := map[string][]string{}
	for _, a := range r.remainders() {
		for _, each := range a.rights {
			for _, pattern := range each.actions.all {
				service, _, found := strings.Cut(strings.ToLower(pattern), ":")
				if !found || wild(service) {
					continue
				}
				if concerned, _, _ := each.scope(service); concerned {
					reach[service] = append(reach[service], pattern)
				}
			}
		}
	}
	return reach
}

// Named gives the services that the Allow statements of the policies and of the boundary name, in the order written.
// Reach has no others, and takes longer.
func (r Role) Named() []string {
	var services []string
	for i := range r.Policies {
		services = r.Policies[i].Document.named(services)
	}
	if r.Boundary != nil {
		services = r.Boundary.named(services)
	}
	return services
}

// named adds the services that the document's Allow statements name to a list, each once.
func (d *Document) named(services []string) []string {
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Effect == Allow {
			for _, name := range s.verbs().services {
				if !slices.Contains(services, name) {
					services = append(services, name)
				}
			}
		}
	}
	return services
}
