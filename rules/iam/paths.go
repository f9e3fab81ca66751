package iam

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Level says what a path to more rights needs besides the rights that the role has.
type Level string

// The levels, the worst first. A role that writes permissions needs nothing else; one that passes a role needs a role
// worth passing; and the last need a thing that is there already and has more rights.
const (
	LevelSelf     Level = "self"
	LevelPassRole Level = "pass-role"
	LevelExisting Level = "existing"
)

var escalationLevels = []Level{LevelSelf, LevelPassRole, LevelExisting}

// Path is one known way from some rights to more of them. Ways that differ in one call are paths of their own.
type Path struct {
	ID      string   `json:"id"`      // as pathfinding.cloud numbers them; those from 901 on are numbered here
	Title   string   `json:"title"`   // what is done, in a few words
	Level   Level    `json:"level"`   //
	Actions []string `json:"actions"` // all of them are needed
	Decides []string `json:"decides"` // those of Actions whose resources decide whether the path is open
	PassTo  []string `json:"pass_to"` // the services, one of which the passed role must trust
	Own     bool     `json:"own"`     // whether it works on the role itself, or on a policy that is attached to it
	Story   string   `json:"story"`   // what somebody with the role can do, after "can"
	Source  string   `json:"source"`
}

// passRole is the action whose resources are the roles that may be handed to a service.
const passRole = "iam:PassRole"

// pathTable is the table of paths, with the resources that the deciding actions work on.
type pathTable struct {
	AsOf  string `json:"as_of"`
	Paths []Path
	Reach map[string][]string // by deciding action: patterns of all its resources, one for each type
	Along map[string][]string // by action: those of what its call needs besides, and names of which one is enough

	actions actionList          // of all paths, each once
	shorter map[string][]string // by path: those that take less and come as far, the shortest first
}

var knownPaths = sync.OnceValue(func() *pathTable {
	table := load[pathTable]("escalation_paths.json")
	table.shorter = map[string][]string{}
	var actions []string
	for _, p := range table.Paths {
		table.shorter[p.ID] = table.shorterThan(p)
		actions = append(actions, p.Actions...)
	}
	slices.Sort(actions)
	table.actions = newActionList(slices.Compact(actions))
	return &table
})

// EscalationPaths gives the paths built into the program, and the date of the table.
func EscalationPaths() (paths []Path, asOf string) {
	return slices.Clone(knownPaths().Paths), knownPaths().AsOf
}

// typesOf gives the patterns of what an action works on that decides whether a path is open, however it is written; none
// for other actions.
func (t pathTable) typesOf(action string) []string {
	for name, types := range t.Reach {
		if strings.EqualFold(name, action) {
			return types
		}
	}
	return nil
}

// actionService is the service that an action belongs to, as actions name it.
func actionService(action string) string {
	service, _, _ := strings.Cut(action, ":")
	return strings.ToLower(service)
}

// house reports whether the path has no number elsewhere.
func (p *Path) house() bool {
	_, number, _ := strings.Cut(p.ID, "-")
	return strings.HasPrefix(number, "9")
}

// shorterThan lists the paths that can stand for one that takes more.
func (t pathTable) shorterThan(p Path) []string {
	list := slices.DeleteFunc(slices.Clone(t.Paths), func(q Path) bool {
		return !q.within(&p) || q.Level != p.Level || q.house() && !p.house()
	})
	slices.SortStableFunc(list, func(a, b Path) int { return cmp.Compare(len(a.Actions), len(b.Actions)) })
	ids := make([]string, len(list))
	for i, q := range list {
		ids[i] = q.ID
	}
	return ids
}

// within reports whether everything that the path takes is also taken by q, which takes more.
func (p *Path) within(q *Path) bool {
	return len(p.Actions) < len(q.Actions) &&
		!slices.ContainsFunc(p.Actions, func(action string) bool { return !slices.Contains(q.Actions, action) })
}
