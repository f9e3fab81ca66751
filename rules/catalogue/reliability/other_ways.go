package reliability

import (
	"slices"
	"strings"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// otherWays names what else invokes the function, beside the one trigger: its
// metrics count all of it together. "" where nothing else is known to.
func otherWays(in *rules.Input, w *waiter, a *facts.Activity) string {
	var ways []string
	targets, _ := views.Targets.Of(in.Facts, in.Subject.ID) // who is not known cannot be named
	for _, t := range targets {
		for _, who := range slices.Concat(t.Sync, t.Async, t.Other, t.Direct) {
			if who != w.Trigger {
				ways = append(ways, who)
			}
		}
	}
	mappings, _ := views.Mappings.Of(in.Facts, in.Subject.ID)
	for _, m := range mappings {
		ways = append(ways, m.Source)
	}
	if a.AsyncEvents() > 0 && len(ways) == 0 {
		ways = append(ways, "asynchronous events")
	}
	slices.Sort(ways)
	return strings.Join(slices.Compact(ways), ", ")
}
