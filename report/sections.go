package report

import (
	"iter"
	"reflect"
	"slices"
)

// A section is one list of a report's rows.
type section struct {
	name string // as the member of the json report is called
	kind string // what one of its rows is
	row  reflect.Type
	rows iter.Seq[any]
}

// sections are all lists of the report, in the order in which they are written.
func (r *Report) sections() []section {
	return []section{
		sectionOf("accounts", "account", slices.Values(r.Result.Accounts)),
		sectionOf("functions", "function", slices.Values(r.Result.Functions)),
		sectionOf("findings", "finding", r.findings()),
		sectionOf("rules", "rule", slices.Values(r.Result.Rules)),
		sectionOf("summary", "summary", slices.Values(r.Result.Summary)),
		sectionOf("not_selected", "not_selected", slices.Values(r.Result.NotSelected)),
		sectionOf("api_calls", "api_call", slices.Values(r.Result.APICalls)),
		sectionOf("errors", "error", slices.Values(r.Result.Errors)),
		sectionOf("suppressions", "suppression", slices.Values(r.Result.Suppressions)),
		sectionOf("subjects", "subjects", slices.Values(r.Result.Subjects)),
		sectionOf("changes", "change", slices.Values(r.Result.Changes)),
	}
}

func sectionOf[Row any](name, kind string, rows iter.Seq[Row]) section {
	return section{name, kind, reflect.TypeFor[Row](), func(yield func(any) bool) {
		for row := range rows {
			if !yield(row) {
				return
			}
		}
	}}
}
