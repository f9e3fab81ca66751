package rules

import (
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// setManagers notes which of the audited functions others manage. Where the tags
// are not known the names decide.
func (e *evaluation) setManagers() {
	e.managers = map[string]string{}
	for i := range e.functions {
		arn := e.functions[i].ID
		tags, _ := facts.Tags.Of(e.known.Reader(), arn)
		if by := e.config.Data.Managed.By(functionName(arn), tags); by != "" {
			e.managers[arn] = by
		}
	}
}

// managedBy returns who manages all functions that a subject concerns; "" where
// the owner has a hand in any of them, or where it concerns none.
func (e *evaluation) managedBy(s *audit.Subject) string {
	var by []string
	for _, arn := range s.Functions {
		manager := e.managers[arn]
		if manager == "" {
			return ""
		}
		if !slices.Contains(by, manager) {
			by = append(by, manager)
		}
	}
	return strings.Join(by, ", ")
}

// gates reports whether a row is bad enough to fail the run, by itself or for a
// function that is its owner's to mend.
func (e *evaluation) gates(at int, floor Severity) bool {
	r := &e.rows[at]
	if len(r.subject.Functions) == 0 {
		return r.severity >= floor && !e.lifts.has(at, "")
	}
	return r.severity >= floor && e.mayBeMore(at) || slices.ContainsFunc(r.subject.Functions, func(arn string) bool {
		return e.severityFor(r, arn) >= floor && e.managers[arn] == "" && !e.lifts.has(at, arn)
	})
}
