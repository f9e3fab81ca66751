package iam

import (
	"cmp"
	"slices"
	"strings"
)

// allowance is one thing that one Allow statement of a role grants: a written pattern, or the whole of a NotAction.
type allowance struct {
	origin    *origin
	pattern   string
	actions   selection
	judgement Judgement
}

// allowances lists what the policies of a role grant, in the order written and without repetitions, as far as it is asked
// for. A statement under a condition that never holds grants nothing.
func (r *Role) allowances(asked asker) []allowance {
	var list []allowance
	for i := range r.Policies {
		p := &r.Policies[i]
		for j := range p.Document.Statements {
			s := &p.Document.Statements[j]
			if s.Effect == Allow && asked.any(p, s) {
				list = r.appendFrom(list, &origin{policy: p, statement: s, position: j}, asked)
			}
		}
	}
	return list
}

// appendFrom adds what the statement grants, with what its conditions do to that; nothing if they never hold.
func (r *Role) appendFrom(list []allowance, from *origin, asked asker) []allowance {
	begin := len(list)
	list = appendAllowances(list, allowance{origin: from}, asked)
	if len(list) == begin {
		return list
	}
	_, judgement := r.weigh(from.statement)
	if judgement.Class == Never {
		return list[:begin]
	}
	from.title = from.policy.Document.title(from.position)
	for i := range list[begin:] {
		list[begin+i].judgement = judgement
	}
	return list
}

// appendAllowances adds one for each pattern of a statement that is asked for.
func appendAllowances(list []allowance, of allowance, asked asker) []allowance {
	s := of.origin.statement
	if s.NotActions != nil {
		of.pattern, of.actions = "NotAction "+strings.Join(s.NotActions, ", "), s.actions()
		return appendIf(list, &of, asked)
	}
	for i, pattern := range s.Actions {
		if !slices.Contains(s.Actions[:i], pattern) {
			of.pattern, of.actions = pattern, selection{patterns: s.Actions[i : i+1]}
			list = appendIf(list, &of, asked)
		}
	}
	return list
}

func appendIf(list []allowance, a *allowance, asked asker) []allowance {
	if asked.asks(a) {
		list = append(list, *a)
	}
	return list
}

// grant fills in what is known of every grant that comes from the allowance.
func (a *allowance) grant(rights []right, limits []string) Grant {
	p, s := a.origin.policy, a.origin.statement
	return Grant{
		Policy: p.Name, Kind: p.Kind, PolicyARN: p.ARN,
		Statement: s.Name(), Sid: s.Sid, Index: s.Index, Title: a.origin.title, Pattern: a.pattern,
		Resources: s.Resources, NotResources: s.NotResources,
		Conditions: s.Conditions, Judgement: both(a.judgement, loosest(rights)), Limits: limits,
	}
}

// classRank orders the classes from the one that leaves a grant alone to the one that undoes it.
func classRank(c Class) int { return slices.Index([]Class{Open, Unknown, Narrows, Never}, c) }

// both is the judgement where two sets of conditions must hold.
func both(a, b Judgement) Judgement {
	switch {
	case classRank(a.Class) > classRank(b.Class) || b.Reason == "":
		return a
	case classRank(a.Class) < classRank(b.Class) || a.Reason == "":
		return b
	}
	return Judgement{a.Class, a.Reason + "; " + b.Reason}
}

// loosest is what the boundary's conditions leave: one right that they do not touch is enough.
func loosest(rights []right) Judgement {
	if len(rights) == 0 {
		return Judgement{Class: Open}
	}
	return *slices.MinFunc(rights, func(a, b right) int {
		return cmp.Compare(classRank(a.bound.Class), classRank(b.bound.Class))
	}).bound
}

// scope says how far the right reaches among the resources of a service: not at all, by name, or to every one.
func (r right) scope(service string) (concerned, anyResource, inAccount bool) {
	if slices.ContainsFunc(r.resources.except, func(p string) bool { return holdsService(p, service) }) {
		return false, false, false
	}
	anyResource = true
	for _, pattern := range r.resources.all {
		if !concerns(pattern, service) {
			return false, false, false
		}
		wide, own := AnyResource(pattern)
		anyResource, inAccount = anyResource && wide, inAccount || own
	}
	return true, anyResource, anyResource && inAccount
}

// allows reports whether the right surely holds the action, by its name.
func (r right) allows(action string) bool { return r.actions.covers(action) }

// wholeService gives the service that the right is a wildcard over, "*" for all of them. Single exceptions do not change
// that; exceptions that leave nothing have emptied the right before.
func (r right) wholeService() (string, bool) {
	service := "*"
	for _, pattern := range r.actions.all {
		if everyAction(pattern) {
			continue
		}
		name, actions, found := strings.Cut(pattern, ":")
		if !found || !Covers(actions, "?*", true) {
			return "", false
		}
		service = strings.ToLower(name)
	}
	if service == "*" {
		service = r.resourceService()
	}
	return service, true
}

// resourceService is the service that the right's resources belong to, "*" if not all are of one.
func (r right) resourceService() string {
	for _, pattern := range r.resources.all {
		if a, ok := splitARN(pattern); ok && !wild(a.service) {
			return a.service
		}
	}
	return "*"
}

// everyAction reports whether a pattern matches every action there is: "*", "*:*" and their like.
func everyAction(pattern string) bool { return Covers(pattern, "?*:?*", true) }
