package security

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// A wideStatement is a statement that allows what is not used.
type wideStatement struct {
	policy    *iam.Policy
	statement iam.Statement
	drop      []string       // patterns of actions that are not used
	narrower  *iam.Statement // what to write instead; nil: nothing, it goes as a whole
}

// String says where the statement stands, and what in it is not used.
func (w wideStatement) String() string {
	kind := map[iam.PolicyKind]string{iam.Inline: "inline policy", iam.CustomerManaged: "policy", iam.AWSManaged: "AWS's policy"}[w.policy.Kind]
	return fmt.Sprintf("%s %s, %s: %s", kind, w.policy.Name, w.statement.Name(), rules.Some(w.drop))
}

// whole reports whether the statement allows all services, or all but some, and not
// only those whose names meet a wildcard.
func (w wideStatement) whole() bool {
	return w.statement.NotActions != nil || slices.ContainsFunc(w.drop, func(p string) bool { return iam.Covers(p, "?*:?*", true) })
}

// statementsFor are the statements that allow something of the services, each
// with what is left of it without them.
func statementsFor(role *iam.Role, services []string) []wideStatement {
	return wideStatements(role, func(s iam.Statement) *wideStatement {
		w := &wideStatement{statement: s}
		var keep []string
		for _, pattern := range s.Actions {
			if slices.Contains(services, serviceOf(pattern, s.Resources)) && !untold(pattern) {
				w.drop = append(w.drop, pattern)
			} else {
				keep = append(keep, pattern)
			}
		}
		if len(keep) > 0 {
			narrower := s
			narrower.Actions, narrower.Resources = keep, resourcesOf(s.Resources, keep)
			w.narrower = &narrower
		}
		return w
	})
}

// statementsForAll are the statements that allow something of all services, or of
// all but some, each with the used services in their place.
func statementsForAll(role *iam.Role, used []string) []wideStatement {
	return wideStatements(role, func(s iam.Statement) *wideStatement {
		w := &wideStatement{statement: s}
		var keep []string
		for _, pattern := range s.Actions {
			if serviceOf(pattern, s.Resources) == "" {
				w.drop = append(w.drop, pattern)
			} else {
				keep = append(keep, pattern)
			}
		}
		if s.NotActions != nil && serviceOf("*", s.Resources) == "" {
			w.drop = []string{"all but " + strings.Join(s.NotActions, ", ")}
		}
		for _, service := range used {
			keep = append(keep, service+":*")
		}
		if len(keep) > 0 {
			narrower := s
			narrower.Actions, narrower.NotActions = keep, nil
			w.narrower = &narrower
		}
		return w
	})
}

// wideStatements goes through all that a role's policies allow, and takes the
// statements of which something is to be dropped.
func wideStatements(role *iam.Role, look func(iam.Statement) *wideStatement) []wideStatement {
	var list []wideStatement
	for i := range role.Policies {
		p := &role.Policies[i]
		for _, s := range p.Document.Statements {
			if w := look(s); s.Effect == iam.Allow && len(w.drop) > 0 {
				w.policy = p
				list = append(list, *w)
			}
		}
	}
	return list
}

// serviceOf is the service that a pattern of actions is about, by itself or else
// by the resources it stands with; "" if not of one alone.
func serviceOf(pattern string, resources []string) string {
	if service, _, found := strings.Cut(strings.ToLower(pattern), ":"); found && !strings.ContainsAny(service, "*?") {
		return service
	}
	for _, resource := range resources {
		if service := resourceService(resource); service != "" {
			return service
		}
	}
	return ""
}

// resourceService is the service that an ARN names; "" where it names none.
func resourceService(resource string) string {
	parts := strings.SplitN(resource, ":", 4)
	if len(parts) < 4 || strings.ContainsAny(parts[2], "*?") {
		return ""
	}
	return parts[2]
}

// resourcesOf leaves out the resources of services that no kept action is about;
// where that would leave none, all stay.
func resourcesOf(resources, keep []string) []string {
	kept := slices.DeleteFunc(slices.Clone(resources), func(resource string) bool {
		service := resourceService(resource)
		return service != "" && !slices.ContainsFunc(keep, func(pattern string) bool { return serviceOf(pattern, resources) == service })
	})
	if len(kept) == 0 {
		return resources
	}
	return kept
}

// text is the statement as it is written into a policy, in one line.
func text(s *iam.Statement) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return "" // it was JSON before
	}
	return string(raw)
}
