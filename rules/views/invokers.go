package views

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/iam"
)

// A Target is what an event can be sent to: the function itself, or an alias.
type Target struct {
	Qualifier string   // "$LATEST", or the alias's name
	ID        string   // ARN
	Async     []string // services its policy lets invoke asynchronously
	Sync      []string // services its policy lets invoke synchronously
	Other     []string // services of which nobody here knows how they invoke
	Err       error    // its policy could not be read
}

// Targets are the function and its aliases, each with the services that its
// policy lets invoke it. The error says that there may be more aliases.
var Targets = audit.RegisterView(audit.View[[]Target]{
	Name: "targets", From: []audit.Dep{facts.Aliases, Policy},
	Compute: func(r audit.Reader, function string) ([]Target, error) {
		targets := []Target{target(r, "$LATEST", function)}
		aliases, err := facts.Aliases.Of(r, function)
		for _, a := range aliases {
			targets = append(targets, target(r, a.Name, a.ARN))
		}
		return targets, err
	},
})

func target(r audit.Reader, qualifier, id string) Target {
	t := Target{Qualifier: qualifier, ID: id}
	doc, err := Policy.Of(r, id)
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
		if !slices.Contains(*list, g.Service) {
			*list = append(*list, g.Service)
		}
	}
	return t
}

// Mappings are the event source mappings of a function, by their ARNs' order.
// The error says that there may be more.
var Mappings = audit.RegisterView(audit.View[[]facts.Mapping]{
	Name: "mappings", From: []audit.Dep{mappingIndex},
	Compute: func(r audit.Reader, function string) ([]facts.Mapping, error) {
		index, err := mappingIndex.Of(r, "")
		return index.byFunction[function], err
	},
})

// Consumers are the ARNs of the functions that read from a queue or stream.
var Consumers = audit.RegisterView(audit.View[[]string]{
	Name: "consumers", From: []audit.Dep{mappingIndex},
	Compute: func(r audit.Reader, source string) ([]string, error) {
		index, err := mappingIndex.Of(r, "")
		return index.bySource[source], err
	},
})

type mappings struct {
	byFunction map[string][]facts.Mapping
	bySource   map[string][]string
}

var mappingIndex = audit.RegisterView(audit.View[mappings]{
	Name: "mapping-index", From: []audit.Dep{facts.EventSources},
	Compute: func(r audit.Reader, _ string) (mappings, error) {
		index := mappings{byFunction: map[string][]facts.Mapping{}, bySource: map[string][]string{}}
		err := facts.EventSources.All(r, func(_ string, m facts.Mapping) {
			index.byFunction[m.Function] = append(index.byFunction[m.Function], m)
			index.bySource[m.Source] = append(index.bySource[m.Source], m.Function)
		})
		return index, err
	},
})
