package iam

import (
	"maps"
	"slices"
	"strings"
)

// used gives the names of a service's actions that are known to be used, if that is known.
func (k Known) used(service string) (names []string, known bool) {
	if k.Used == nil {
		return nil, false
	}
	actions, some := k.Used[service]
	return namesOf(actions), !some || len(actions) > 0
}

// services lists the services of which something is known, sorted.
func (k Known) services() []string {
	list := slices.Concat(slices.Collect(maps.Keys(k.Named)), slices.Collect(maps.Keys(k.Used)))
	for _, text := range slices.Concat(k.EventSources, k.Failures, k.Keys) {
		if a, ok := splitARN(text); ok {
			list = append(list, a.service)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// inUse reports whether a service is known to be used, in whatever way.
func (k Known) inUse(service string) bool {
	_, listed := k.Used[service]
	return listed
}

// within gives the pattern by which the selection holds what it holds of one service; "" if that is nothing.
func (c selection) within(service string) string {
	name := "*"
	if !c.negated && strings.Contains(c.patterns[0], ":") {
		name = actionName(c.patterns[0])
	}
	pattern := service + ":" + name
	if len(c.cut(&span{all: []string{pattern}, fold: true})) == 0 {
		return ""
	}
	return pattern
}
