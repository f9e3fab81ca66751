package report

import (
	"io"
	"reflect"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

var _ = register(&Format{
	Name:  "ndjson",
	Doc:   "everything, as one flat row a line; its path can spread them over files",
	Write: func(w io.Writer, r *Report) error { return writeLines(w, r, ndjsonLines) },
	Lines: ndjsonLines,
	Kinds: kinds(),
})

const runKind = "run"

// kinds are what the rows of a report are.
func kinds() []string {
	list := []string{runKind}
	for _, s := range (&Report{Result: &rules.Result{}}).sections() {
		list = append(list, s.kind)
	}
	return list
}

// allAccounts stands for the account of a row that is about several.
const allAccounts = "all"

// A runRow is the run with what every row carries.
type runRow struct {
	Account string `json:"account_id"`
	Region  string `json:"region"`
	rules.Run
}

// ndjsonLines gives every row of the report: its kind, the run's id, and the
// members that it has in the json report. What a table can type stays as it is:
// text, numbers, booleans, null, lists of texts. Rows within rows become JSON text.
func ndjsonLines(r *Report, put func(Line) error) error {
	run := runRow{allAccounts, audit.Global, r.Result.Run}
	if len(run.AccountIDs) == 1 {
		run.Account = run.AccountIDs[0]
	}
	all := slices.Concat([]section{sectionOf("run", runKind, slices.Values([]runRow{run}))}, r.sections())
	for _, s := range all {
		flat := newFlattener(s.row)
		for row := range s.rows {
			text, err := flat.line(s.kind, run.RunID, reflect.ValueOf(row))
			if err != nil {
				return err
			}
			account, region := flat.place(reflect.ValueOf(row))
			if err := put(Line{Kind: s.kind, Account: account, Region: region, Text: text}); err != nil {
				return err
			}
		}
	}
	return nil
}

// A flattener writes rows of one type as flat ones.
type flattener struct {
	fields []reflect.StructField // of the row, those of embedded structs too
	flat   reflect.Type
}

func newFlattener(row reflect.Type) *flattener {
	f := &flattener{}
	for _, field := range reflect.VisibleFields(row) {
		if !field.Anonymous && field.IsExported() && jsonName(field) != "run_id" {
			f.fields = append(f.fields, field)
		}
	}
	text := reflect.TypeFor[string]()
	members := []reflect.StructField{
		{Name: "X_kind", Type: text, Tag: `json:"kind"`},
		{Name: "X_run", Type: text, Tag: `json:"run_id"`},
	}
	for _, field := range f.fields {
		member := reflect.StructField{Name: field.Name, Type: field.Type, Tag: field.Tag}
		if nested(field.Type) {
			member.Type = text
		}
		members = append(members, member)
	}
	f.flat = reflect.StructOf(members)
	return f
}

func jsonName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	return name
}

// nested reports whether values of the type are more than a table's column holds.
func nested(t reflect.Type) bool {
	switch {
	case t == timeType, t == reflect.TypeFor[[]string]():
		return false
	case t.Kind() == reflect.Pointer:
		return nested(t.Elem())
	}
	return slices.Contains([]reflect.Kind{reflect.Slice, reflect.Struct, reflect.Map, reflect.Interface}, t.Kind())
}

func (f *flattener) line(kind, runID string, row reflect.Value) (string, error) {
	flat := reflect.New(f.flat).Elem()
	flat.Field(0).SetString(kind)
	flat.Field(1).SetString(runID)
	for i, field := range f.fields {
		value := row.FieldByIndex(field.Index)
		if nested(field.Type) {
			text, err := encodeRow(value.Interface(), "", "")
			if err != nil {
				return "", err
			}
			value = reflect.ValueOf(text)
		}
		flat.Field(i + 2).Set(value)
	}
	return encodeRow(flat.Interface(), "", "")
}

// place is the account and the region that every row names.
func (f *flattener) place(row reflect.Value) (account, region string) {
	for _, field := range f.fields {
		switch jsonName(field) {
		case "account_id":
			account = row.FieldByIndex(field.Index).String()
		case "region":
			region = row.FieldByIndex(field.Index).String()
		}
	}
	return account, region
}
