package security

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// shownPassable is how many roles that could be passed the evidence lists.
const shownPassable = 10

// evidence shows the told path in full, and names the others.
func (g wayGroup) evidence(complete bool) []rules.Evidence {
	e := g.told()
	list := []rules.Evidence{
		rules.Configured("path", fmt.Sprintf("%s: %s", e.Path.ID, e.Path.Title), nil),
		rules.Configured("level", string(e.Path.Level), nil),
		rules.Configured("described at", e.Path.Source, nil),
	}
	grants := e.Grants()
	for i, action := range e.Path.Actions {
		list = append(list, rules.Configured(action, grantedBy(&grants[i]), wantedGrant(&e.Path, action)))
	}
	list = append(list, passableRoles(e, complete)...)
	if others := g.others(e); len(others) > 0 {
		list = append(list, rules.Configured("other paths", others, nil))
	}
	if e.Judgement.Reason != "" {
		list = append(list, rules.Configured("conditions", e.Judgement.Reason, nil))
	}
	for _, limit := range (grantGroup{grants: pointers(grants)}).limits() {
		list = append(list, rules.Configured("limit", limit, nil))
	}
	return append(list, rules.Configured("service control policies", "not evaluated", nil))
}

// grantedBy says which statement gives an action, as it is written.
func grantedBy(g *iam.Grant) string {
	on := g.Resources
	if len(g.NotResources) > 0 {
		on = append([]string{"all but"}, g.NotResources...)
	}
	return fmt.Sprintf("%s (%s), %s: %s on %s", g.Policy, g.Kind, g.Statement, g.Pattern, strings.Join(on, ", "))
}

// wantedGrant is how an action that decides should be granted, if at all.
func wantedGrant(p *iam.Path, action string) any {
	switch {
	case !slices.Contains(p.Decides, action):
		return nil
	case p.Level == iam.LevelSelf:
		return "not at all"
	}
	return "on ARNs by name"
}

// passableRoles lists the roles that could be passed, with what is known of them.
func passableRoles(e *iam.Escalation, complete bool) []rules.Evidence {
	if e.Path.Level != iam.LevelPassRole {
		return nil
	}
	list := []rules.Evidence{rules.Configured("passed to", e.Path.PassTo, nil)}
	switch {
	case len(e.Roles) > 0:
		list = append(list, rules.Configured("roles that can be passed", len(e.Roles), nil),
			rules.Configured("such as", e.Roles[:min(shownPassable, len(e.Roles))], nil))
	case !complete:
		list = append(list, rules.Configured("roles that can be passed", "not known: the account's roles were not listed in whole", nil))
	}
	return list
}

// others are the ids of the paths of the group that are not told.
func (g wayGroup) others(told *iam.Escalation) []string {
	var ids []string
	for _, e := range g.paths {
		if e.Path.ID != told.Path.ID {
			ids = append(ids, e.Path.ID)
		}
		ids = append(ids, e.Also...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
