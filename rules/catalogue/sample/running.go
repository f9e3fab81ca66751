package sample

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// InvokedAs is a function that was invoked by these aliases and versions; by none
// of them, it was invoked as itself.
func InvokedAs(qualifiers ...string) audit.Given {
	return facts.Presence.Is(Function, facts.Seen{Active: true, Qualifiers: qualifiers})
}

// TimedVersion is a function whose alias serves version 7, which has another
// timeout than $LATEST and is what was invoked.
func TimedVersion(latest, version int, activity audit.Given) []audit.Given {
	return []audit.Given{
		Config(func(c *facts.Config) { c.TimeoutS = latest }), VersionConfig("7", func(c *facts.Config) { c.TimeoutS = version }),
		InvokedAs("live"), Serving("7"), activity, NoPolicy(), facts.AliasPolicy.Is(Alias, ""), Reads(Queue, Function),
	}
}
