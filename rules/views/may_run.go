package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// MayRun are the configurations that a function may run with: $LATEST, and each
// version that an alias serves. The error says that there may be more.
var MayRun = audit.RegisterView(audit.View[[]facts.Config]{
	Name: "may-run", From: []audit.Dep{facts.Functions, facts.Aliases, facts.VersionConfig, facts.Versions},
	Compute: func(r audit.Reader, function string) ([]facts.Config, error) {
		numbers := []string{latest}
		aliases, err := facts.Aliases.Of(r, function)
		for _, a := range aliases {
			for _, number := range a.Versions {
				numbers = with(numbers, number)
			}
		}
		list, unread := configurations(r, function, numbers...)
		return list, first(err, unread)
	},
})
