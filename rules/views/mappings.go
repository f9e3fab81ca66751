package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// Mappings are the event source mappings of a function, by their ARNs' order.
// The error says that there may be more.
var Mappings = audit.RegisterView(audit.View[[]facts.Mapping]{
	Name: "mappings", From: []audit.Dep{mappingIndex},
	Compute: func(r audit.Reader, function string) ([]facts.Mapping, error) {
		index, err := mappingIndex.Of(r, "")
		return index.byFunction[function], err
	},
})

// Consumers are the event source mappings that read from a queue or stream, by
// their ARNs' order. The error says that there may be more.
var Consumers = audit.RegisterView(audit.View[[]facts.Mapping]{
	Name: "consumers", From: []audit.Dep{mappingIndex},
	Compute: func(r audit.Reader, source string) ([]facts.Mapping, error) {
		index, err := mappingIndex.Of(r, "")
		return index.bySource[source], err
	},
})

type mappings struct {
	byFunction, bySource map[string][]facts.Mapping
}

var mappingIndex = audit.RegisterView(audit.View[mappings]{
	Name: "mapping-index", From: []audit.Dep{facts.EventSources},
	Compute: func(r audit.Reader, _ string) (mappings, error) {
		index := mappings{byFunction: map[string][]facts.Mapping{}, bySource: map[string][]facts.Mapping{}}
		err := facts.EventSources.All(r, func(_ string, m facts.Mapping) {
			index.byFunction[m.Function] = append(index.byFunction[m.Function], m)
			index.bySource[m.Source] = append(index.bySource[m.Source], m)
		})
		return index, err
	},
})
