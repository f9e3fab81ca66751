package views

import (
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// A Run is a configuration that a function's invocations ran with.
type Run struct {
	facts.Config
	Alias string // by which it was invoked; "" where it was by none, or nobody tells
}

// Runs are the configurations behind a function's metrics, which are those of all
// versions together.
type Runs struct {
	Ran   []Run // these were invoked in the last two weeks
	Maybe []Run // these may have been: CloudWatch does not tell invocations without a qualifier apart
	Open  error // another one ran, or may have, and is not known
}

// Running tells which configurations of a function ran: those of the versions by
// whose number or alias it was invoked, and $LATEST's.
var Running = audit.RegisterView(audit.View[Runs]{
	Name: "running", From: []audit.Dep{facts.Functions, facts.Presence, facts.Versions, Serves, MayRun},
	Compute: func(r audit.Reader, function string) (Runs, error) {
		c, err := facts.Functions.Of(r, function)
		if err != nil {
			return Runs{}, err
		}
		seen, err := facts.Presence.Of(r, function)
		switch {
		case err != nil:
			return anyPublished(r, function), nil
		case r.Header().Window.Days > facts.PresenceDays:
			return anyOf(r, function), nil
		case len(seen.Qualifiers) == 0:
			return Runs{Ran: []Run{{Config: c}}}, nil
		}
		return invoked(r, function, &c, seen.Qualifiers), nil
	},
})

// anyOf takes all that can be invoked, where nothing tells what was.
func anyOf(r audit.Reader, function string) Runs {
	list, err := MayRun.Of(r, function)
	runs := Runs{Open: err}
	for i := range list {
		runs.Maybe = append(runs.Maybe, Run{Config: list[i]})
	}
	return runs
}

// anyPublished adds the versions that no alias serves: these are invoked by their
// numbers. Where functions are named, nobody lists versions, and it is taken that
// none of them is.
func anyPublished(r audit.Reader, function string) Runs {
	runs := anyOf(r, function)
	versions, err := facts.Versions.Of(r, function)
	if why, ok := err.(*audit.Unknown); ok && why.Reason.Actionable() {
		runs.Open = first(runs.Open, err)
	}
	for i := range versions {
		if !slices.ContainsFunc(runs.Maybe, func(run Run) bool { return run.Version == versions[i].Version }) {
			runs.Maybe = append(runs.Maybe, Run{Config: versions[i]})
		}
	}
	return runs
}

// invoked takes what was invoked by the qualifiers; $LATEST may have run beside.
func invoked(r audit.Reader, function string, c *facts.Config, qualifiers []string) Runs {
	var runs Runs
	for _, q := range qualifiers {
		list, err := Serves.Of(r, function+":"+q)
		runs.Open = first(runs.Open, err)
		for i := range list {
			runs.add(Run{list[i], aliasName(q)})
		}
	}
	if !runs.ran("") {
		runs.Maybe = []Run{{Config: *c}}
	}
	return runs
}

func (r *Runs) add(run Run) {
	if !r.ran(run.Version) {
		r.Ran = append(r.Ran, run)
	}
}

func (r *Runs) ran(version string) bool {
	return slices.ContainsFunc(r.Ran, func(run Run) bool { return run.Version == version })
}

// aliasName is the qualifier, unless it is a version's number: no alias is one.
func aliasName(qualifier string) string {
	if strings.Trim(qualifier, "0123456789") == "" {
		return ""
	}
	return qualifier
}
