package views

import (
	"fmt"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// Serves are the configurations that an invocation may run with, by the ARN of
// the function, of an alias or of a version: an alias may share its traffic
// between two. With an error there may be more, or none is known.
var Serves = audit.RegisterView(audit.View[[]facts.Config]{
	Name: "serves", From: []audit.Dep{facts.Functions, facts.Aliases, facts.VersionConfig, facts.Versions},
	Compute: func(r audit.Reader, id string) ([]facts.Config, error) {
		function, qualifier := audit.FunctionARN(id)
		if qualifier == "" || qualifier == latest {
			return configurations(r, function, latest)
		}
		aliases, err := facts.Aliases.Of(r, function)
		if i := slices.IndexFunc(aliases, func(a facts.Alias) bool { return a.Name == qualifier }); i >= 0 {
			return configurations(r, function, aliases[i].Versions...)
		}
		if list, unknown := configurations(r, function, qualifier); unknown == nil {
			return list, nil
		}
		if versions, unlisted := facts.Versions.Of(r, function); err == nil && unlisted == nil && len(versions) == 0 {
			return configurations(r, function, latest) // an alias of what was never published has nothing else to serve
		}
		return nil, first(err, &audit.Unknown{Reason: audit.NoData, Fact: facts.Aliases.Name, Message: fmt.Sprintf("what %s serves is not known", id)})
	},
})

// latest is the qualifier of what was never published.
const latest = "$LATEST"

// configurations are those of the function's versions, as far as they are known.
func configurations(r audit.Reader, function string, versions ...string) ([]facts.Config, error) {
	var list []facts.Config
	var unsure error
	for _, number := range versions {
		c, err := facts.Functions.Of(r, function)
		if number != latest {
			c, err = versionOf(r, function, number)
		}
		if err != nil {
			unsure = first(unsure, err)
			continue
		}
		list = append(list, c)
	}
	return list, unsure
}
