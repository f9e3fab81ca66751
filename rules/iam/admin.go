package iam

import (
	"fmt"
	"slices"
	"strings"
)

// Admin finds the grants that make a role an administrator: every action on every resource after Deny statements and the
// boundary. A grant that leaves something out still counts if the role can give itself the rest, because an Allow of its
// own reaches, on any resource, an action that writes permissions; the reason says which. A wildcard over IAM alone is
// not counted here.
func (r Role) Admin() []Grant { return r.admin(r.remainders()) }

func (r *Role) admin(held []remainder) []Grant {
	known := KnownSensitive().sorted
	var grants []Grant
	for _, a := range held {
		var rights []right
		for _, part := range a.rights {
			if part.everything() {
				rights = append(rights, part)
			}
		}
		reason, admin := r.administration(rights, held)
		if !admin {
			continue
		}
		grant := a.grant(rights, a.limits)
		grant.Shape, grant.Service, grant.AnyResource, grant.Reason = ShapeServiceAny, "*", true, reason
		grant.Sensitive = rights[0].reached(known)
		grants = append(grants, grant)
	}
	return grants
}

// everything reports whether the right is about all actions and all resources, exceptions aside.
func (r right) everything() bool {
	return !slices.ContainsFunc(r.actions.all, func(p string) bool { return !everyAction(p) }) &&
		!slices.ContainsFunc(r.resources.all, func(p string) bool { return !everyResource(p) })
}

// administration says why rights over everything, exceptions aside, are those of an administrator.
func (r *Role) administration(rights []right, held []remainder) (string, bool) {
	for _, part := range rights {
		if len(part.actions.except) == 0 && len(part.resources.except) == 0 {
			return "every action on every resource", true
		}
	}
	if len(rights) == 0 {
		return "", false
	}
	regain, found := r.regains(held)
	if !found {
		return "", false
	}
	left := slices.Concat(rights[0].actions.except, rights[0].resources.except)
	return fmt.Sprintf("everything but %s, and the role can give itself the rest with %s",
		strings.Join(left, ", "), regain), true
}

// regains finds an action with which the role can write permissions on any resource and without a condition.
func (r *Role) regains(held []remainder) (string, bool) {
	c := r.curbs()
	for _, action := range KnownSensitive().Groups[SelfEscalation] {
		if c.holdsAnywhere(action, held) {
			return action, true
		}
	}
	return "", false
}

func (c *curbs) holdsAnywhere(action string, held []remainder) bool {
	service := actionService(action)
	for i := range held {
		a := &held[i]
		named := a.actions.named([]string{action})
		if a.judgement.Class != Open || len(named) == 0 {
			continue
		}
		rights, _, _ := c.leave(selection{patterns: named}, a.origin.statement.resources().cut(anything))
		for _, part := range rights {
			if _, anyResource, _ := part.scope(service); anyResource && classRank(part.bound.Class) <= classRank(Open) {
				return true
			}
		}
	}
	return false
}
