package iam

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Sensitive is a list of actions worth guarding, in groups that say why. It is data, so that a configuration may bring
// another one; [KnownSensitive] is the one built in.
type Sensitive struct {
	AsOf   string              `json:"as_of"`
	Source string              `json:"source"`
	Groups map[string][]string `json:"groups"`

	sorted []string    // Actions, where they are asked for often
	narrow *actionList // those of them that know resources
}

// SelfEscalation is the group of actions with which a role can give itself, or another role, any permission.
const SelfEscalation = "self-escalation"

// PrivilegeEscalation is the group of actions by which a role can come to the rights of a stronger one.
const PrivilegeEscalation = "privilege-escalation"

// minor is the group of actions that send to a thing, start or stop it, or pull what is seldom secret, and lose nothing.
const minor = "minor"

// minorActions are the actions of that group.
var minorActions = sync.OnceValue(func() map[string]bool {
	group := map[string]bool{}
	for _, action := range KnownSensitive().Groups[minor] {
		group[action] = true
	}
	return group
})

// KnownSensitive gives the list built into the program: a selection of actions that read data or credentials,
// change or destroy data, open resources to others, or gain permissions. Logs and traces are left out on purpose.
var KnownSensitive = sync.OnceValue(func() Sensitive {
	list := load[Sensitive]("sensitive_actions.json")
	list.sorted = list.Actions()
	list.narrow = list.scoped()
	return list
})

// Actions gives all actions of the list, sorted.
func (s Sensitive) Actions() []string {
	if s.sorted != nil {
		return slices.Clone(s.sorted)
	}
	return slices.Compact(slices.Sorted(func(yield func(string) bool) {
		for list := range maps.Values(s.Groups) {
			for _, action := range list {
				if !yield(action) {
					return
				}
			}
		}
	}))
}

// scoped gives the actions that know resources.
func (s Sensitive) scoped() *actionList {
	if s.narrow != nil {
		return s.narrow
	}
	list := newActionList(slices.DeleteFunc(s.Actions(), isUnscoped))
	return &list
}

// Group names the group of an action, empty if the action is not on the list.
func (s Sensitive) Group(action string) string {
	for _, name := range slices.Sorted(maps.Keys(s.Groups)) {
		if slices.ContainsFunc(s.Groups[name], func(a string) bool { return strings.EqualFold(a, action) }) {
			return name
		}
	}
	return ""
}

// unscoped is the table of actions and services that cannot be limited to a resource.
type unscoped struct {
	Actions  []string
	Services []string // whole services; a wildcard over one is untidy and no more
	Traces   []string // services that hold only logs and traces

	byService map[string][]string // Actions; "" has those of any service
}

var unscopedTable = sync.OnceValue(func() unscoped {
	table := load[unscoped]("unscoped_actions.json")
	table.byService = map[string][]string{}
	for _, pattern := range table.Actions {
		service, _, _ := strings.Cut(strings.ToLower(pattern), ":")
		if strings.ContainsAny(service, "*?") {
			service = ""
		}
		table.byService[service] = append(table.byService[service], pattern)
	}
	return table
})

// Unscoped reports whether an action knows no resources, so that granting it on "*" is the only way to grant it.
func Unscoped(action string) bool {
	if known, ok := unscopedSensitive()[action]; ok {
		return known
	}
	return isUnscoped(action)
}

// unscopedSensitive answers for the actions that are asked about most.
var unscopedSensitive = sync.OnceValue(func() map[string]bool {
	answers := map[string]bool{}
	for _, action := range KnownSensitive().Actions() {
		answers[action] = isUnscoped(action)
	}
	return answers
})

func isUnscoped(action string) bool {
	service, _, _ := strings.Cut(strings.ToLower(action), ":")
	table := unscopedTable()
	match := func(p string) bool { return Match(p, action, true) }
	return slices.Contains(table.Services, service) ||
		slices.ContainsFunc(table.byService[service], match) || slices.ContainsFunc(table.byService[""], match)
}

// harmless reports whether a wildcard over the whole service gives away nothing but logs, traces, or what has no owner.
func harmless(service string) bool {
	table := unscopedTable()
	return slices.Contains(table.Services, service) || slices.Contains(table.Traces, service)
}

// eventSources names, by AWS's own policy, the actions with which Lambda reads an event source.
var eventSources = sync.OnceValue(func() map[string][]string {
	return load[struct{ Policies map[string][]string }]("event_source_policies.json").Policies
})

// eventSource gives the reading actions of one of AWS's own policies for an event source, nil for every other policy.
func (p Policy) eventSource() []string {
	if p.Kind != AWSManaged {
		return nil
	}
	name := p.ARN[strings.LastIndexByte(p.ARN, '/')+1:]
	if name == "" {
		name = p.Name
	}
	return eventSources()[name]
}
