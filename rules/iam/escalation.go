package iam

import (
	"cmp"
	"slices"
)

// Escalation is a path that is open to a role.
type Escalation struct {
	Path      Path
	Judgement Judgement // what the conditions of the grants do, the strictest
	Named     bool      // its deciding resources are not any, but a wildcard within a name
	Own       bool      // its deciding resource is the role itself, or a policy that is attached to it
	Roles     []string  // of the roles that are known, those that could be passed; nil where none is known
	Also      []string  // ids of longer paths that are open too and add nothing

	held  []holding // what opens it, one for each of the path's actions
	place int       // of Path in the table
}

// Passable is a role of the account that another one may pass on.
type Passable struct {
	ARN   string
	Trust Document
}

// Escalations lists the paths that are open to the role, the worst first. Known are the account's roles, as far as they
// are known; where they are all known, a path that needs a role to pass is open only if one of them trusts the service.
// What is allowed on exactly named things of others opens nothing: that is how it should be.
func (r Role) Escalations(known []Passable, all bool) []Escalation {
	return r.escalations(r.remaindersOf(r.worthJudging()), known, all)
}

func (r *Role) escalations(held []remainder, known []Passable, all bool) []Escalation {
	open, _ := r.search(held, known, all)
	return open
}

// search gives the open paths, and what found them.
func (r *Role) search(held []remainder, known []Passable, all bool) ([]Escalation, *pathSearch) {
	s := &pathSearch{role: *r, known: known, all: all, held: r.holdings(held)}
	s.passes = slices.ContainsFunc(held, func(a remainder) bool { return passesRoles(&a.allowance) })
	if len(s.held) == 0 && !s.passes {
		return nil, s // as most roles, it holds nothing that a path takes
	}
	return s.openPaths(func(*Path) bool { return true }), s
}

// openPaths lists those of the wanted paths that are open, the worst first. Whether one of a level is wanted must not
// differ from the others.
func (s *pathSearch) openPaths(wanted func(*Path) bool) []Escalation {
	var open []Escalation
	for i := range knownPaths().Paths {
		if p := &knownPaths().Paths[i]; wanted(p) && s.holdsAll(p) {
			if e, found := s.open(*p); found {
				e.place = i
				open = append(open, e)
			}
		}
	}
	slices.SortFunc(open, worseFirst)
	return withoutLonger(open)
}

// worseFirst orders what is open, what is alike as the table has it.
func worseFirst(a, b Escalation) int {
	return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.place, b.place))
}

// Grants gives what opens the path, one for each of its actions.
func (e *Escalation) Grants() []Grant {
	list := make([]Grant, len(e.held))
	for i := range e.held {
		list[i] = e.held[i].grant()
	}
	return list
}

// Lowered says how many steps less severe than its level the path is: one where its resources are a wildcard within a
// name, and one where conditions narrow it or cannot be weighed, or two where they narrow what decides by itself.
func (e Escalation) Lowered() int {
	steps := 0
	if e.Named {
		steps++
	}
	switch {
	case e.Judgement.Class == Narrows && e.Path.Level == LevelSelf:
		steps += 2
	case e.Judgement.Class != Open:
		steps++
	}
	return steps
}

// rank orders what is open from the worst on.
func (e Escalation) rank() int { return slices.Index(escalationLevels, e.Path.Level) + e.Lowered() }

// Deciding gives the grants of the deciding actions.
func (e *Escalation) Deciding() []Grant {
	var list []Grant
	for i, action := range e.Path.Actions {
		if slices.Contains(e.Path.Decides, action) {
			list = append(list, e.held[i].grant())
		}
	}
	return list
}

// FirstDeciding gives the grant of the first deciding action.
func (e *Escalation) FirstDeciding() Grant {
	return e.held[slices.IndexFunc(e.Path.Actions, func(action string) bool { return slices.Contains(e.Path.Decides, action) })].grant()
}

// withoutLonger leaves out the paths that take more than another one and come no further, and notes them with it. What
// is numbered elsewhere is not left out for what is numbered here.
func withoutLonger(open []Escalation) []Escalation {
	at := map[string]int{}
	for i := range open {
		at[open[i].Path.ID] = i
	}
	var kept []Escalation
	also := map[string][]string{}
	for _, e := range open {
		shorter := slices.IndexFunc(knownPaths().shorter[e.Path.ID], func(id string) bool {
			i, found := at[id]
			return found && open[i].Lowered() <= e.Lowered()
		})
		if shorter < 0 {
			kept = append(kept, e)
			continue
		}
		id := knownPaths().shorter[e.Path.ID][shorter]
		also[id] = append(also[id], e.Path.ID)
	}
	for i := range kept {
		kept[i].Also = also[kept[i].Path.ID]
	}
	return kept
}

// pathSearch looks for open paths.
type pathSearch struct {
	role  Role
	known []Passable
	all   bool
	held  map[string][]holding

	passes  bool                 // something lets the role pass roles, to one service or another
	passed  map[string][]holding // of iam:PassRole, by the service that a role is passed to
	trusted map[string][]string  // by service: ARNs of known roles that trust it
	fit     map[string][]string  // by service: those of them that could be passed, sorted
}

// holdsAll reports whether the role holds every action of the path on anything at all, which is cheap to see.
func (s *pathSearch) holdsAll(p *Path) bool {
	return !slices.ContainsFunc(p.Actions, func(action string) bool {
		return action == passRole && !s.passes || action != passRole && len(s.held[action]) == 0
	})
}

// open looks whether all that the path takes is there.
func (s *pathSearch) open(p Path) (Escalation, bool) {
	e := Escalation{Path: p, held: make([]holding, len(p.Actions)), Judgement: Judgement{Class: Open}}
	for i, action := range p.Actions {
		if action == passRole {
			continue
		}
		best, found := p.best(s.held[action], action)
		if !found {
			return e, false
		}
		e.add(i, best)
		if second, needed, found := along(s.held[action], action); needed {
			if !found {
				return e, false
			}
			e.Judgement, e.Named = both(e.Judgement, second.judgement()), e.Named || second.reach == reachWild
		}
	}
	if i := slices.Index(p.Actions, passRole); i >= 0 {
		best, roles, found := s.pass(p)
		if !found {
			return e, false
		}
		e.Roles = roles
		e.add(i, best)
	}
	return e, true
}

// add notes what opens the path's i-th action.
func (e *Escalation) add(i int, h holding) {
	e.held[i] = h
	e.Judgement = both(e.Judgement, h.judgement())
	if slices.Contains(e.Path.Decides, h.action) {
		own := e.Path.Own && h.own
		e.Own = e.Own || own && h.reach != reachAny
		e.Named = e.Named || h.reach == reachWild && !own
	}
}
