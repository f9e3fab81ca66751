package iam

import (
	"slices"
	"strings"
)

// reach says how far a right goes among the resources that an action works on.
type reach int

const (
	reachNone reach = iota
	reachExact
	reachWild // a wildcard within a name
	reachAny
)

// holding is one right that gives the role an action.
type holding struct {
	action string
	of     *remainder
	right  *right
	reach  reach
	own    bool // the right holds on the role itself, or on a policy attached to it
}

// holdings gives by action what the role holds of the actions that paths take, iam:PassRole aside.
func (r *Role) holdings(left []remainder) map[string][]holding {
	held := map[string][]holding{}
	for i := range left {
		for _, action := range left[i].actions.namedIn(&knownPaths().actions) {
			if action != passRole {
				held[action] = r.appendHeld(held[action], action, &left[i])
			}
		}
	}
	return held
}

// appendHeld adds those of the rights that hold the action.
func (r *Role) appendHeld(list []holding, action string, of *remainder) []holding {
	service, own := actionService(action), r.own(action)
	for i := range of.rights {
		part := &of.rights[i]
		if !part.allows(action) {
			continue
		}
		if concerned, _, _ := part.scope(service); concerned {
			h := holding{action: action, of: of, right: part, reach: part.reach(action)}
			h.own = slices.ContainsFunc(own, part.resources.covers)
			list = append(list, h)
		}
	}
	return list
}

// own gives the ARNs of what the action works on and the role already has: itself, or its own policies.
func (r *Role) own(action string) []string {
	switch types := knownPaths().Reach[action]; {
	case slices.Contains(types, "role/?*") && r.ARN != "":
		return []string{r.ARN}
	case slices.Contains(types, "policy/?*"):
		var list []string
		for _, p := range r.Policies {
			if p.Kind == CustomerManaged && p.ARN != "" {
				list = append(list, p.ARN)
			}
		}
		return list
	}
	return nil
}

// reach says how far the right goes among the resources of a deciding action; those of others do not matter.
func (r *right) reach(action string) reach {
	return r.reachAmong(knownPaths().Reach[action])
}

// reachAmong says how far the right goes among resources of the types.
func (r *right) reachAmong(types []string) reach {
	far := reachNone
	for _, kind := range types {
		of := reachAny
		for _, pattern := range r.resources.all {
			of = min(of, reachOf(pattern, kind))
		}
		if slices.ContainsFunc(r.resources.except, func(p string) bool { return reachOf(p, kind) == reachAny }) {
			of = reachNone
		}
		far = max(far, of)
	}
	return far
}

// idTails are what follows the name of a thing in its ARN and belongs to it: a version, or an id that only AWS knows.
var idTails = map[string]string{"function:": ":*", "stack/": "/*", "service/": "/*", "automation-definition/": ":*"}

// reachOf says how much of all resources of one type a pattern holds.
func reachOf(pattern, kind string) reach {
	a, ok := splitARN(pattern)
	switch {
	case !ok || !Overlaps(a.resource, kind, false):
		return reachNone
	case Covers(a.resource, kind, false):
		return reachAny
	}
	name := a.resource
	for begin, tail := range idTails {
		if strings.HasPrefix(kind, begin) {
			name = strings.TrimSuffix(name, tail)
		}
	}
	if wild(name) {
		return reachWild
	}
	return reachExact
}

// best chooses what opens an action of the path most widely. An action that does not decide may be held on anything.
func (p Path) best(list []holding, action string) (holding, bool) {
	decides := slices.Contains(p.Decides, action)
	var best holding
	least := -1
	for _, h := range list {
		own := p.Own && h.own
		if decides && h.reach < reachWild && !own {
			continue
		}
		cost := h.rank()
		if decides && h.reach == reachWild && !own {
			cost++
		}
		if least < 0 || cost < least || cost == least && h.reach > best.reach {
			best, least = h, cost
		}
	}
	return best, least >= 0
}

// along chooses, for an action whose call is checked against a second resource, what holds it on that most widely: on any
// one, on some by a wildcard, or on one that is known to do whatever it is told. Needed is false for every other action.
func along(list []holding, action string) (best holding, needed, found bool) {
	types, needed := knownPaths().Along[action]
	if !needed {
		return holding{}, false, false
	}
	for _, h := range list {
		h.reach = h.right.reachAmong(types)
		if h.reach >= reachWild && (!found || h.steps() < best.steps()) {
			best, found = h, true
		}
	}
	return best, true, found
}

// steps says how much less severe the holding makes a path that it decides.
func (h holding) steps() int {
	steps := h.rank()
	if h.reach == reachWild {
		steps++
	}
	return steps
}

// rank is that of the judgement's class.
func (h holding) rank() int {
	return max(classRank(h.of.judgement.Class), classRank(h.right.bound.Class))
}

// judgement is what the conditions of the grant and those of the boundary do.
func (h holding) judgement() Judgement { return both(h.of.judgement, *h.right.bound) }

// grant tells what gives the role the action.
func (h holding) grant() Grant {
	g := h.of.grant([]right{*h.right}, h.of.limits)
	g.Service, g.Sensitive = actionService(h.action), []string{h.action}
	_, g.AnyResource, g.InAccount = h.right.scope(g.Service)
	g.Resources = concerning(g.Resources, g.Service)
	return g
}
