package report

import (
	"fmt"
	"io"
	"iter"
	"slices"
)

var _ = register(&Format{
	Name:  "json",
	Doc:   "everything, as one JSON object of arrays of rows",
	Write: writeJSON,
})

// writeJSON writes one object whose shape never changes (see Schema): an empty
// list is [], an unknown value null. Findings pass through one by one.
func writeJSON(w io.Writer, r *Report) error {
	j := &jsonObject{w: w}
	j.print("{\n")
	j.member("run")
	j.value(r.Result.Run, " ")
	jsonRows(j, "accounts", slices.Values(r.Result.Accounts))
	jsonRows(j, "functions", slices.Values(r.Result.Functions))
	jsonRows(j, "findings", r.findings())
	jsonRows(j, "rules", slices.Values(r.Result.Rules))
	jsonRows(j, "summary", slices.Values(r.Result.Summary))
	jsonRows(j, "not_selected", slices.Values(r.Result.NotSelected))
	jsonRows(j, "api_calls", slices.Values(r.Result.APICalls))
	jsonRows(j, "errors", slices.Values(r.Result.Errors))
	jsonRows(j, "suppressions", slices.Values(r.Result.Suppressions))
	j.print("\n}\n")
	return j.err
}

// jsonObject writes an object member by member and keeps the first error.
type jsonObject struct {
	w       io.Writer
	members int
	err     error
}

func (j *jsonObject) print(text string) {
	if j.err == nil {
		_, j.err = io.WriteString(j.w, text)
	}
}

func (j *jsonObject) member(name string) {
	if j.members > 0 {
		j.print(",\n")
	}
	j.members++
	j.print(fmt.Sprintf(" %q: ", name))
}

func (j *jsonObject) value(v any, prefix string) {
	if j.err != nil {
		return
	}
	text, err := encodeRow(v, prefix, " ")
	if err != nil {
		j.err = err
		return
	}
	j.print(text)
}

func jsonRows[Row any](j *jsonObject, name string, rows iter.Seq[Row]) {
	j.member(name)
	separator, end := "[\n  ", "[]"
	for row := range rows {
		j.print(separator)
		j.value(row, "  ")
		if j.err != nil {
			return
		}
		separator, end = ",\n  ", "\n ]"
	}
	j.print(end)
}
