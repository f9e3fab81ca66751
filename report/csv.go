package report

import (
	"io"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"lambda-audit/rules"
)

var _ = register(&Format{
	Name:  "csv",
	Doc:   "the findings, one a line, for a spreadsheet",
	Write: writeCSV,
})

// cellLimit is how many characters a cell has at most. Excel takes 32,767.
// (https://support.microsoft.com, "Excel specifications and limits", read 2026-11-24.)
const cellLimit = 32_000

// writeCSV writes the findings as RFC 4180 has it: lines end in CRLF, a quote is
// doubled. Texts are always quoted and numbers never. The columns are those of the
// json report without the evidence's rows, which evidence_text tells too.
func writeCSV(w io.Writer, r *Report) error {
	fields := slices.DeleteFunc(newFlattener(reflect.TypeFor[rules.FindingRow]()).fields, func(f reflect.StructField) bool {
		return jsonName(f) == "evidence"
	})
	line := make([]string, len(fields))
	for i, field := range fields {
		line[i] = quoted(jsonName(field))
	}
	if err := writeRecord(w, line); err != nil {
		return err
	}
	for row := range r.findings() {
		for i, field := range fields {
			text, err := csvCell(reflect.ValueOf(row).FieldByIndex(field.Index))
			if err != nil {
				return err
			}
			line[i] = text
		}
		if err := writeRecord(w, line); err != nil {
			return err
		}
	}
	return nil
}

func writeRecord(w io.Writer, cells []string) error {
	_, err := io.WriteString(w, strings.Join(cells, ",")+"\r\n")
	return err
}

// csvCell writes a value: an unknown number is an empty cell, a list of texts is
// one text with spaces between them, and what is nested is JSON.
func csvCell(v reflect.Value) (string, error) {
	switch value := v.Interface().(type) {
	case []string:
		return quoted(defused(strings.Join(value, " "))), nil
	case string:
		return quoted(defused(value)), nil
	}
	text, err := encodeRow(v.Interface(), "", "")
	switch {
	case err != nil:
		return "", err
	case text == "null", text == "[]":
		return "", nil
	case numeric(v.Type()):
		return text, nil
	}
	return quoted(defused(strings.Trim(text, `"`))), nil
}

func numeric(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Int || t.Kind() == reflect.Float64
}

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// defused makes a text safe to open in a spreadsheet: one line, no controls, and
// nothing that begins as a formula does, also as it looks where characters are as
// wide as Chinese ones. (OWASP, "CSV Injection", read 2026-11-24.) Lines are told
// apart by ⏎, so that nobody takes a fix of several commands for one.
func defused(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.TrimRight(text, "\r\n"), "\r\n", "\n"), "\n", " ⏎ ")
	text = clean(strings.ToValidUTF8(text, string(utf8.RuneError)))
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, " ")); strings.ContainsRune("=+-@＝＋－＠", first) && first != utf8.RuneError {
		text = "'" + text
	}
	if utf8.RuneCountInString(text) > cellLimit {
		text = string([]rune(text)[:cellLimit]) + " …"
	}
	return text
}
