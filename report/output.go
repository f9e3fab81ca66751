package report

import (
	"fmt"
	"path/filepath"
	"strings"

	"lambda-audit/audit"
)

// An Output is where a report goes, and in which format.
type Output struct {
	Format *Format
	// Path is the file; empty: standard output. It may hold placeholders: {dt} and
	// {run_id}, and {kind}, {account} and {region} where the format has lines.
	Path string
}

// Templated reports whether placeholders stand in the path. The folders that they
// name are made.
func (o Output) Templated() bool { return strings.Contains(o.Path, "{") }

// Folder returns the folder that has to be there before the report is written.
func (o Output) Folder() string {
	fixed, _, placed := strings.Cut(o.Path, "{")
	if placed {
		fixed += "x"
	}
	return filepath.Dir(fixed)
}

// ParseOutputs reads the values of -o, each FORMAT or FORMAT=FILE; the file "-"
// is standard output. Without any the table goes to standard output. Two
// reports in one place are a usage error: the second would spoil the first.
func ParseOutputs(values []string) ([]Output, error) {
	return parseOutputs(values, table, Find)
}

// parseOutputs reads the values of -o with the formats that find knows.
func parseOutputs(values []string, otherwise *Format, find func(name string) (*Format, error)) ([]Output, error) {
	if len(values) == 0 {
		return []Output{{Format: otherwise}}, nil
	}
	var outputs []Output
	takenBy := map[string]string{}
	for _, value := range values {
		output, err := parseOutput(value, find)
		if err != nil {
			return nil, err
		}
		place := output.place()
		if first, taken := takenBy[place]; taken {
			return nil, twice(first, value, output)
		}
		takenBy[place] = value
		outputs = append(outputs, output)
	}
	return outputs, nil
}

func parseOutput(value string, find func(name string) (*Format, error)) (Output, error) {
	name, path, named := strings.Cut(value, "=")
	format, err := find(name)
	if err != nil {
		return Output{}, err
	}
	usage := name
	if format.Of != nil {
		var file string
		file, path, named = strings.Cut(path, "=")
		usage += "=" + file
		if format, err = formatOf(format, file); err != nil {
			return Output{}, err
		}
	}
	if named && path == "" {
		return Output{}, &audit.UsageError{
			Message: fmt.Sprintf("-o %s names no file", value),
			Hint:    fmt.Sprintf("write -o %s=FILE, or -o %s for standard output", usage, usage),
		}
	}
	if path == "-" {
		path = ""
	}
	path, err = checkedPath(format, path)
	return Output{Format: format, Path: path}, err
}

// formatOf makes a format of the user's file.
func formatOf(f *Format, file string) (*Format, error) {
	if file == "" {
		return nil, &audit.UsageError{
			Message: fmt.Sprintf("-o %s does not say which file it is made of", f.Name),
			Hint:    fmt.Sprintf("write -o %s=FILE, or -o %s=FILE=OUT", f.Name, f.Name),
		}
	}
	return f.Of(file)
}

// place is the output's file, however it was written; "" is standard output.
func (o Output) place() string {
	if o.Path == "" {
		return ""
	}
	if absolute, err := filepath.Abs(o.Path); err == nil {
		return absolute
	}
	return filepath.Clean(o.Path)
}

func twice(first, second string, o Output) error {
	if o.Path == "" {
		return &audit.UsageError{
			Message: fmt.Sprintf("-o %s and -o %s both write to standard output", first, second),
			Hint:    fmt.Sprintf("give one of them a file: -o %s=FILE", o.Format.Name),
		}
	}
	return &audit.UsageError{
		Message: fmt.Sprintf("-o %s and -o %s write to the same file", first, second),
		Hint:    "give each format a file of its own",
	}
}
