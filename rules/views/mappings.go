package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// Mappings are the event source mappings of a function, by their ARNs' order.
// The error says that there may be more.
var Mappings = audit.RegisterView(audit.View[[]facts.Mapping]{
	Name: "mappings", From: []audit.Dep{facts.EventSources, mappingIndex},
	Compute: func(r audit.Reader, function string) ([]facts.Mapping, error) {
		index, _ := mappingIndex.Of(r, "")
		return index.byFunction[function], unlistedAt(r, function)
	},
})

// Consumers are the event source mappings that read from a queue or stream, by
// their ARNs' order. The error says that there may be more.
var Consumers = audit.RegisterView(audit.View[[]facts.Mapping]{
	Name: "consumers", From: []audit.Dep{facts.EventSources, mappingIndex},
	Compute: func(r audit.Reader, source string) ([]facts.Mapping, error) {
		index, _ := mappingIndex.Of(r, "")
		return index.bySource[source], unlistedAt(r, source)
	},
})

// unlistedAt says why not all mappings of the region are known in which the
// function, queue or stream lies: what reads from a queue or a stream lies where
// that does (Lambda developer guide, event sources, 2026-11).
func unlistedAt(r audit.Reader, arn string) error {
	a, _ := audit.ParseARN(arn)
	if why := r.Swept(facts.EventSources, a.Region); why != nil {
		return why
	}
	return nil
}

type mappings struct {
	byFunction, bySource map[string][]facts.Mapping
}

var mappingIndex = audit.RegisterView(audit.View[mappings]{
	Name: "mapping-index", From: []audit.Dep{facts.EventSources},
	Compute: func(r audit.Reader, _ string) (mappings, error) {
		index := mappings{byFunction: map[string][]facts.Mapping{}, bySource: map[string][]facts.Mapping{}}
		_ = facts.EventSources.All(r, func(_ string, m facts.Mapping) { // whether it is whole is asked by region
			index.byFunction[m.Function] = append(index.byFunction[m.Function], m)
			index.bySource[m.Source] = append(index.bySource[m.Source], m)
		})
		return index, nil
	},
})
