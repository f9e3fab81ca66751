package report

import (
	"encoding/json"
	"iter"
	"reflect"
	"slices"
	"strconv"

	"lambda-audit/rules"
)

// templateData is the report as a template sees it: the members of the json report
// by their names. The findings pass by one at a time, so a template can range over
// them, several times, and cannot count them by len; .run and .summary do.
func templateData(r *Report) map[string]any {
	data := map[string]any{"run": templateRow(r.Result.Run)}
	for _, s := range r.sections() {
		rows := func(yield func(any) bool) {
			for row := range s.rows {
				if !yield(templateRow(row)) {
					return
				}
			}
		}
		if data[s.name] = iter.Seq[any](rows); s.name != "findings" {
			data[s.name] = append([]any{}, slices.Collect(iter.Seq[any](rows))...)
		}
	}
	return data
}

// A templateNumber shows without an exponent.
type templateNumber float64

// String writes the number with as many decimals as it has.
func (n templateNumber) String() string { return strconv.FormatFloat(float64(n), 'f', -1, 64) }

// templateRow is a row as the json report has it, without what a terminal would
// obey. Of a row that cannot be encoded there is none, and a template that asks for
// its members ends with an error.
func templateRow(row any) any {
	text, err := encodeRow(row, "", "")
	if err != nil {
		return nil
	}
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return nil
	}
	return templateValue(value)
}

func templateValue(value any) any {
	switch value := value.(type) {
	case float64:
		return templateNumber(value)
	case string:
		return cleanLines(value)
	case []any:
		for i := range value {
			value[i] = templateValue(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = templateValue(value[name])
		}
	}
	return value
}

// blank is a report with one empty row of each kind.
func blank() *Report {
	r := &Report{Result: &rules.Result{}, Findings: slices.Values(make([]rules.FindingRow, 1))}
	result := reflect.ValueOf(r.Result).Elem()
	for i := range result.NumField() {
		if field := result.Field(i); field.CanSet() && field.Kind() == reflect.Slice {
			field.Set(reflect.MakeSlice(field.Type(), 1, 1))
		}
	}
	return r
}
