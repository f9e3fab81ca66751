package iam

import (
	"slices"
	"strings"
)

// Wildcards finds the grants of a role that are too wide: a wildcard over a service, and sensitive actions on any
// resource, each judged by what Deny statements and the boundary leave of it. There is one grant for each pattern of a
// statement. Unreadable policies are not guessed at: a role that has some may have more grants than these.
func (r Role) Wildcards(sensitive Sensitive) []Grant {
	return wildcards(r.remainders(), sensitive.scoped())
}

// wildcards takes the sensitive actions that know resources.
func wildcards(held []remainder, known *actionList) []Grant {
	grants := make([]Grant, 0, len(held))
	for i := range held {
		a := &held[i]
		if grant, found := a.wildcard(a.rights, a.actions.namedIn(known)); found {
			grant.Limits = a.limits
			grants = append(grants, grant)
		}
	}
	if len(grants) == 0 {
		return nil
	}
	return grants
}

// finding is what is too wide about one right.
type finding struct {
	shape       Shape
	service     string
	sensitive   []string
	anyResource bool
	inAccount   bool
}

// shapeOrder ranks the shapes from harmless to worst; the worst right speaks for a pattern.
var shapeOrder = []Shape{"", ShapeTrace, ShapeEventSource, ShapeMinorAny, ShapeServiceNamed, ShapeSensitiveAny, ShapeServiceAny}

func (a *allowance) wildcard(rights []right, known []string) (Grant, bool) {
	var worst finding
	var alike []right
	for i := range rights {
		r := &rights[i]
		f := a.find(r, known)
		switch {
		case f.shape == "" || slices.Index(shapeOrder, f.shape) < slices.Index(shapeOrder, worst.shape):
			continue
		case f.shape != worst.shape:
			worst, alike = f, []right{*r}
		default:
			worst, alike = worst.join(f), append(alike, *r)
		}
	}
	if worst.shape == "" {
		return Grant{}, false
	}
	grant := a.grant(alike, nil)
	grant.Shape, grant.Service, grant.Sensitive = worst.shape, worst.service, worst.sensitive
	grant.AnyResource, grant.InAccount = worst.anyResource, worst.inAccount
	grant.Resources = concerning(grant.Resources, worst.service)
	return grant, true
}

// concerning gives the resources that a service knows; "*" stands for several services.
func concerning(resources []string, service string) []string {
	if service == "*" {
		return resources
	}
	return slices.DeleteFunc(slices.Clone(resources), func(p string) bool { return !concerns(p, service) })
}

// join adds another right of the same shape.
func (f finding) join(g finding) finding {
	if f.service != g.service {
		f.service = "*"
	}
	f.sensitive = append(f.sensitive, g.sensitive...)
	slices.Sort(f.sensitive)
	f.sensitive = slices.Compact(f.sensitive)
	f.inAccount = f.inAccount && g.inAccount
	return f
}

func (a *allowance) find(r *right, known []string) finding {
	if reads := a.origin.policy.eventSource(); reads != nil {
		return r.reading(reads)
	}
	if service, whole := r.wholeService(); whole {
		return r.overService(service, known)
	}
	f := r.partial(known, ShapeSensitiveAny)
	if f.shape == ShapeSensitiveAny && !slices.ContainsFunc(f.sensitive, func(action string) bool { return !minorActions()[action] }) {
		f.shape = ShapeMinorAny
	}
	return f
}

// overService judges a wildcard over a service, or over all of them.
func (r *right) overService(service string, known []string) finding {
	concerned, anyResource, inAccount := r.scope(service)
	f := finding{shape: ShapeServiceNamed, service: service, anyResource: anyResource, inAccount: inAccount}
	switch {
	case !concerned:
		return finding{}
	case harmless(service):
		f.shape = ShapeTrace
	case anyResource:
		f.shape = ShapeServiceAny
	}
	f.sensitive = r.reached(known)
	return f
}

// partial judges a right over some actions: only sensitive ones, and only on any resource, are too wide.
func (r *right) partial(known []string, shape Shape) finding {
	f := finding{anyResource: true, inAccount: true}
	service, anyResource, inAccount := "", false, false
	for _, action := range r.reached(known) { // those of one service together
		if name, _, _ := strings.Cut(action, ":"); name != service {
			service = name
			_, anyResource, inAccount = r.scope(service)
		}
		switch {
		case !anyResource:
			continue
		case f.service == "":
			f.shape, f.service = shape, service
		case f.service != service:
			f.service = "*"
		}
		f.inAccount = f.inAccount && inAccount
		f.sensitive = append(f.sensitive, action)
	}
	return f
}

// reading judges AWS's own policy for an event source by its reading actions; the rest of it is logs and networking.
func (r *right) reading(reads []string) finding { return r.partial(reads, ShapeEventSource) }

// reached gives the known actions that the right holds on resources of their service.
func (r *right) reached(known []string) []string {
	var list []string
	var concerned bool
	last := ""
	for _, action := range known { // those of one service together
		if !r.allows(action) {
			continue
		}
		if service := actionService(action); service != last {
			concerned, _, _ = r.scope(service)
			last = service
		}
		if concerned {
			list = append(list, action)
		}
	}
	return list
}
