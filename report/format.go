package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// A Format is one way to write a report. Its file registers it, and with that
// it is known to -o and to the help.
type Format struct {
	Name string // as -o takes it
	Doc  string // one line for the help
	// Write puts the whole report to w. The same report gives the same bytes.
	Write func(w io.Writer, r *Report) error
}

var formats []*Format

// register makes a format known.
func register(f *Format) *Format {
	formats = append(formats, f)
	return f
}

// Formats returns all formats by name.
func Formats() []*Format {
	return slices.SortedFunc(slices.Values(formats), func(a, b *Format) int {
		return cmp.Compare(a.Name, b.Name)
	})
}

// Find returns the format of that name. No such format is a usage error.
func Find(name string) (*Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return nil, &audit.UsageError{
		Message: fmt.Sprintf("no format is named %q", name),
		Hint:    audit.Suggest(name, names) + "there are " + strings.Join(names, ", "),
	}
}
