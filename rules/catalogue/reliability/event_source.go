package reliability

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// mappingOf reads the subject's mapping where it reads from such a source and is
// not switched off; findings that are not nil end the check.
func mappingOf(in *rules.Input, fits func(*facts.Mapping) bool, otherwise string) (facts.Mapping, []rules.Finding) {
	m, err := facts.EventSources.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return m, rules.One(rules.Undecided(err))
	case !fits(&m):
		return m, rules.One(rules.Inapplicable(otherwise))
	case m.Off():
		return m, rules.One(rules.Inapplicable("it is disabled"))
	case m.BatchSize == 0:
		return m, rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.EventSources.Name, Message: "AWS told no batch size"}))
	}
	return m, nil
}

// readersOf are the mappings that read from the subject, a queue, and are not
// switched off. Findings that are not nil end the check; the error says that
// there may be more mappings.
func readersOf(in *rules.Input) (readers []facts.Mapping, ended []rules.Finding, unlisted error) {
	all, unlisted := views.Consumers.Of(in.Facts, in.Subject.ID)
	for _, m := range all {
		if !m.Off() {
			readers = append(readers, m)
		}
	}
	switch {
	case len(readers) > 0:
		return readers, nil, unlisted
	case unlisted != nil:
		return nil, rules.One(rules.Undecided(unlisted)), unlisted
	case len(all) > 0:
		return nil, rules.One(rules.Inapplicable("every mapping that reads from it is disabled")), nil
	}
	return nil, rules.One(rules.Inapplicable("no function reads from it")), nil
}

// partial reports whether a batch that fails in part is tried again in part.
func partial(m *facts.Mapping) bool {
	return slices.Contains(m.Responses, partialResponses)
}

// partialResponses is the response type by which a function names what failed.
const partialResponses = "ReportBatchItemFailures"

// sourceOf is the name of the mapping's source.
func sourceOf(m *facts.Mapping) string {
	if m.Stream() {
		return streamOf(m)
	}
	return sourceName(m.Source)
}
