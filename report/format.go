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
	// Shared says that others on the machine may read the file, because it holds
	// counts and no names. All other files are their owner's.
	Shared bool
	// Lines, where it is set, gives the report line by line: each stands on its own,
	// and all of them are what Write writes. A path with placeholders puts them into
	// files by what they tell of, so that a data lake reads only what it needs. nil:
	// the report is one document.
	Lines func(r *Report, put func(Line) error) error
	// Kinds are the kinds that lines have.
	Kinds []string
	// Batches, where it is set, gives the report as documents that whoever takes it
	// takes one at a time. The file f.json becomes f-001.json, f-002.json and so on,
	// even where there is one; standard output, devices and pipes get what Write
	// writes. nil: one file is enough.
	Batches func(r *Report, put func(document []byte) error) error
	// Of, where it is set, makes the format out of a file of the user's:
	// -o NAME=FILE, or NAME=FILE=OUT. It is called before anything is read from AWS,
	// and what is wrong with the file is a usage error. nil: there is no such file.
	Of func(file string) (*Format, error)
}

// A Line is one row of a report, and where it belongs.
type Line struct {
	Kind    string // one of the format's kinds
	Account string
	Region  string
	Text    string // without a line break
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
func Find(name string) (*Format, error) { return findAmong(Formats(), name) }

func findAmong(formats []*Format, name string) (*Format, error) {
	var names []string
	for _, f := range formats {
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

// writeLines writes the lines of a format that has them, as its Write.
func writeLines(w io.Writer, r *Report, lines func(*Report, func(Line) error) error) error {
	return lines(r, func(l Line) error {
		_, err := io.WriteString(w, l.Text+"\n")
		return err
	})
}
