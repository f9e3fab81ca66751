package iam

import (
	"maps"
	"slices"
	"strings"
)

// needsRole reports whether the path takes a role to pass.
func (e Escalation) needsRole() bool { return e.Path.Level == LevelPassRole }

// EscalationsAmong gives what [Role.Escalations] gives of the role, by an opinion that was formed without known roles: only
// the paths that need one to pass are looked for again. Known is asked for where there are such paths.
func (o Opinion) EscalationsAmong(known func() (list []Passable, all bool)) []Escalation {
	if o.search == nil {
		return o.Escalations
	}
	s := *o.search
	s.passed, s.trusted, s.fit = maps.Clone(s.passed), nil, nil // the opinion stays as it is
	s.known, s.all = known()
	open := slices.DeleteFunc(slices.Clone(o.Escalations), Escalation.needsRole)
	open = append(open, s.openPaths(func(p *Path) bool { return p.Level == LevelPassRole })...)
	slices.SortFunc(open, worseFirst)
	return open
}

// pass looks whether the role may pass another one to a service of the path, and which of the known ones it could.
func (s *pathSearch) pass(p Path) (best holding, roles []string, found bool) {
	var usable []holding
	for _, service := range p.PassTo {
		fit := s.fitting(service)
		if s.all && len(fit) == 0 {
			continue
		}
		roles = united(roles, fit)
		usable = append(usable, s.passing(service)...)
	}
	best, found = p.best(usable, passRole)
	return best, s.worthPassing(roles), found
}

// fitting gives the known roles that could be passed to the service, sorted.
func (s *pathSearch) fitting(service string) []string {
	fit, known := s.fit[service]
	if known {
		return fit
	}
	held := s.passing(service)
	for _, arn := range s.trusting(service) {
		if slices.ContainsFunc(held, func(h holding) bool { return h.right.resources.covers(arn) }) {
			fit = append(fit, arn)
		}
	}
	slices.Sort(fit)
	fit = slices.Clip(slices.Compact(fit))
	if s.fit == nil {
		s.fit = map[string][]string{}
	}
	s.fit[service] = fit
	return fit
}

// united gives what one of two sorted lists has, sorted; one of them may be it.
func united(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}

// worthPassing leaves out the role itself, unless there is no other.
func (s *pathSearch) worthPassing(roles []string) []string {
	i, found := slices.BinarySearch(roles, s.role.ARN)
	if !found || len(roles) == 1 {
		return roles
	}
	return slices.Concat(roles[:i], roles[i+1:])
}

// passing gives the rights to pass roles to the service that reach further than to roles named one by one.
func (s *pathSearch) passing(service string) []holding {
	if !s.role.minds() {
		service = ""
	}
	held, known := s.passed[service]
	if known || !s.passes {
		return held
	}
	r := s.role
	r.passedTo = service
	left := r.remaindersOf(askPassing{})
	for i := range left {
		held = r.appendHeld(held, passRole, &left[i])
	}
	held = slices.DeleteFunc(held, func(h holding) bool { return h.reach < reachWild })
	if s.passed == nil {
		s.passed = map[string][]holding{}
	}
	s.passed[service] = held
	return held
}

// passesRoles reports whether the allowance is one to pass roles.
func passesRoles(a *allowance) bool { return a.actions.names(passRole) }

// trusting gives the known roles that trust the service.
func (s *pathSearch) trusting(service string) []string {
	if s.trusted == nil {
		s.trusted = map[string][]string{}
		for _, role := range s.known {
			for _, name := range role.Trust.trustedServices() {
				s.trusted[name] = append(s.trusted[name], role.ARN)
			}
		}
	}
	return s.trusted[ServiceName(service)]
}

// trustedServices names the services that a trust policy lets in, each once; identity pools come as a federation.
func (d Document) trustedServices() []string {
	var names []string
	for _, s := range d.Statements {
		if s.Effect != Allow {
			continue
		}
		for _, p := range s.Principals {
			if p.Kind == ServicePrincipal || p.Kind == FederatedPrincipal && strings.HasSuffix(p.ID, ".amazonaws.com") {
				names = append(names, ServiceName(p.ID))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// passedToKey says to which service a role is passed; every request to pass one has it.
const passedToKey = "iam:PassedToService"

// minds reports whether any statement asks to which service a role is passed.
func (r Role) minds() bool {
	asks := func(d Document) bool {
		return slices.ContainsFunc(d.Statements, func(s Statement) bool {
			return slices.ContainsFunc(s.Conditions, func(c Condition) bool { return c.isKey(passedToKey) })
		})
	}
	return r.Boundary != nil && asks(*r.Boundary) ||
		slices.ContainsFunc(r.Policies, func(p Policy) bool { return asks(p.Document) })
}

// weigh gives the conditions of a statement that are left once it is known to which service a role is passed, and what
// they come to. They are all left where that is not asked.
func (r *Role) weigh(s *Statement) ([]Condition, Judgement) {
	if r.passedTo == "" {
		return s.Conditions, judgeAll(s.Conditions, RoleSide, r.Account)
	}
	var left []Condition
	settled := Judgement{Class: Open}
	for _, c := range s.Conditions {
		switch c.passes(r.passedTo) {
		case No:
			return s.Conditions, c.say(Never, "a role passed to "+r.passedTo+" is not let through")
		case Yes:
			settled = both(settled, c.say(Open, "it lets "+r.passedTo+" through"))
		default:
			left = append(left, c)
		}
	}
	return left, both(judgeAll(left, RoleSide, r.Account), settled)
}

// passes says whether the condition holds where a role is passed to the service; unknown if it is about something else,
// or if only the request knows.
func (c Condition) passes(service string) Answer {
	op := parseOperator(c.Operator)
	switch {
	case !c.isKey(passedToKey) || strings.Contains(strings.Join(c.Values, " "), "${"):
		return Maybe
	case op.base == "null":
		return yesIf(!slices.ContainsFunc(c.Values, func(v string) bool { return strings.EqualFold(v, "true") }))
	case !strings.HasPrefix(op.base, "string"):
		return Maybe
	}
	fits := slices.ContainsFunc(c.Values, func(value string) bool {
		if op.wild && wild(value) {
			return Match(value, service, true) || Match(value, service+".cn", true)
		}
		return ServiceName(value) == ServiceName(service)
	})
	return yesIf(fits != op.negated)
}
