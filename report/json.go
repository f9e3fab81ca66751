package report

import (
	"fmt"
	"io"
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
	for _, s := range r.sections() {
		jsonRows(j, s)
	}
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

func jsonRows(j *jsonObject, s section) {
	j.member(s.name)
	separator, end := "[\n  ", "[]"
	for row := range s.rows {
		j.print(separator)
		j.value(row, "  ")
		if j.err != nil {
			return
		}
		separator, end = ",\n  ", "\n ]"
	}
	j.print(end)
}
