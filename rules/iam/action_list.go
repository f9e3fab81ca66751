package iam

import "slices"

// actionList is a list of actions, whose order it keeps, that knows which of them are of one service.
type actionList struct {
	all       []string
	byService map[string][]string
}

func newActionList(actions []string) actionList {
	list := actionList{actions, map[string][]string{}}
	for _, action := range actions {
		service := actionService(action)
		list.byService[service] = append(list.byService[service], action)
	}
	return list
}

// namedIn gives those of the actions that the selection names.
func (c selection) namedIn(list *actionList) []string {
	if len(c.patterns) == 1 && !c.negated {
		if service := actionService(c.patterns[0]); !wild(service) {
			return c.named(list.byService[service])
		}
	}
	return c.named(list.all)
}

// named gives those of the actions that the selection names.
func (c selection) named(actions []string) []string {
	var list []string
	for _, action := range actions {
		if c.names(action) {
			list = append(list, action)
		}
	}
	return list
}

// names reports whether the selection names the action.
func (c selection) names(action string) bool {
	matched := slices.ContainsFunc(c.patterns, func(p string) bool { return Match(p, action, true) })
	return matched != c.negated
}
