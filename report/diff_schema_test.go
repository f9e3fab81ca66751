package report

import (
	"reflect"
	"testing"

	"lambda-audit/docs"
	"lambda-audit/rules"
)

// diffSets are the values of the words of what diff tells.
var diffSets = map[string][]string{
	"mode":                   {rules.ModeFull, rules.ModeFast, rules.ModeMixed},
	"grade":                  {"A", "B", "C", "D", "F", ""},
	"ChangeRow.change":       rules.Changes,
	"Count.name":             rules.Changes,
	"Cause.cause":            rules.Causes,
	"ChangeRow.severity":     severitiesOr(rules.NoSeverity.String()),
	"ChangeRow.was_severity": severitiesOr(""),
}

func severitiesOr(other string) []string { return append(names(rules.Severities), other) }

func TestDiffSchemaIsCurrent(t *testing.T) {
	m := newSchemaMaker(t, "testdata/diff_descriptions.json", diffSets)
	current(t, "../docs/diff.schema.json", docs.DiffSchema, m.finished(m.object(reflect.TypeFor[diffRoot]()), "lambda-audit diff -o json"))
}

func TestHistorySchemaIsCurrent(t *testing.T) {
	m := newSchemaMaker(t, "testdata/history_descriptions.json", diffSets)
	current(t, "../docs/history.schema.json", docs.HistorySchema, m.finished(m.object(reflect.TypeFor[historyRoot]()), "lambda-audit history -o json"))
}
