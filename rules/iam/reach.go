package iam

import (
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
