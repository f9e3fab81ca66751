package views

import (
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/iam"
)

// A Target is what an event can be sent to: the function itself, or an alias.
type Target struct {
	Qualifier string   // "$LATEST", or the alias's name
	ID        string   // ARN
	Versions  []string // what the alias serves, the main one first
	Async     []string // services its policy lets invoke asynchronously
	Sync      []string // services its policy lets invoke synchronously
	Other     []string // services of which nobody here knows how they invoke
	Direct    []string // accounts, roles and "*" that its policy lets invoke, by URL or API
	Err       error    // its policy could not be read
}

// Targets are the function and its aliases, each with those that its policy lets
// invoke it. The error says that there may be more aliases.
var Targets = audit.RegisterView(audit.View[[]Target]{
	Name: "targets", From: []audit.Dep{facts.Aliases, Policy},
	Compute: func(r audit.Reader, function string) ([]Target, error) {
		targets := []Target{target(r, facts.Alias{Name: "$LATEST", ARN: function})}
		aliases, err := facts.Aliases.Of(r, function)
		for _, a := range aliases {
			targets = append(targets, target(r, a))
		}
		return targets, err
	},
})

func target(r audit.Reader, a facts.Alias) Target {
	t := Target{Qualifier: a.Name, ID: a.ARN, Versions: a.Versions}
	doc, err := Policy.Of(r, a.ARN)
	if err != nil {
		t.Err = err
		return t
	}
	for _, g := range iam.ServicePrincipals(doc) {
		list := &t.Sync
		if async, known := iam.Async(g.Service); !known {
			list = &t.Other
		} else if async {
			list = &t.Async
		}
		*list = with(*list, g.Service)
	}
	for _, s := range doc.Statements {
		t.Direct = append(t.Direct, direct(&s)...)
	}
	return t
}

// direct are those who are no services and whom the statement lets invoke.
func direct(s *iam.Statement) []string {
	if s.Effect != iam.Allow || !slices.ContainsFunc(s.Actions, invokes) {
		return nil
	}
	var list []string
	for _, p := range s.Principals {
		if p.Kind != iam.ServicePrincipal {
			list = with(list, p.ID)
		}
	}
	return list
}

// invokes reports whether an action of a policy may be one that invokes.
func invokes(action string) bool {
	return strings.HasPrefix(strings.ToLower(action), "lambda:invoke") || strings.Contains(action, "*")
}

func with(list []string, item string) []string {
	if slices.Contains(list, item) {
		return list
	}
	return append(list, item)
}
