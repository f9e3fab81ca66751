package report

import (
	"errors"
	"strings"
	"testing"

	"lambda-audit/audit"
)

func TestParseOutputs(t *testing.T) {
	for _, test := range []struct {
		values string // separated by spaces
		want   string // format>path, or a part of the error
	}{
		{"", "table>"},
		{"json", "json>"},
		{"json=-", "json>"},
		{"table json=a.json", "table> json>a.json"},
		{"json=a=b.json", "json>a=b.json"},
		{"json=a.json json=b.json", "json>a.json json>b.json"},
		{"json table", "both write to standard output"},
		{"json table=-", "both write to standard output"},
		{"json=out table=./out", "write to the same file"},
		{"json=", "names no file"},
		{"jsn", "did you mean json?"},
	} {
		outputs, err := ParseOutputs(strings.Fields(test.values))
		if err != nil {
			var usage *audit.UsageError
			if !errors.As(err, &usage) || !strings.Contains(usage.Message+usage.Hint, test.want) {
				t.Errorf("-o %s: error %v, want a usage error with %q", test.values, err, test.want)
			}
			continue
		}
		var got []string
		for _, o := range outputs {
			got = append(got, o.Format.Name+">"+o.Path)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("-o %s: got %v, want %s", test.values, got, test.want)
		}
	}
}

func TestFormatsAreWellFormed(t *testing.T) {
	last := ""
	for _, f := range Formats() {
		if f.Name <= last {
			t.Errorf("%s comes after %s: not sorted, or twice", f.Name, last)
		}
		last = f.Name
		if f.Doc == "" || f.Write == nil || strings.ContainsAny(f.Name, "= ") {
			t.Errorf("format %q lacks a doc, a writer or a name that -o can take", f.Name)
		}
		found, err := Find(f.Name)
		if err != nil || found != f {
			t.Errorf("Find(%s) = %v, %v", f.Name, found, err)
		}
	}
}

func FuzzParseOutputs(f *testing.F) {
	f.Add("json=a.json", "table")
	f.Add("=", "-")
	f.Fuzz(func(t *testing.T, first, second string) {
		outputs, err := ParseOutputs([]string{first, second})
		if err != nil {
			return
		}
		if len(outputs) != 2 || outputs[0].place() == outputs[1].place() {
			t.Errorf("-o %q -o %q gives %v", first, second, outputs)
		}
	})
}
