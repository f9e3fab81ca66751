package config

import (
	"cmp"
	"fmt"
	"slices"

	"lambda-audit/audit"
)

// A Place is where something stands in a file, counted from 1.
type Place struct{ Line, Column int }

// A Problem is one mistake in a configuration file.
type Problem struct {
	Path string
	Place
	Message string
	Hint    string // the way out; may be empty
	lister  string // the command that lists all of the file's
}

// String tells the mistake in one line: where, what, and the way out.
func (p Problem) String() string {
	wrong := audit.UsageError{Message: p.Message, Hint: p.Hint}
	return fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Column, wrong.Error())
}

// Problems are the mistakes in one file, in the file's order. As an error they
// are an audit.UsageError.
type Problems []Problem

// Error tells the first mistake, and how many there are.
func (p Problems) Error() string {
	text := p[0].String()
	if more := len(p) - 1; more > 0 {
		text += fmt.Sprintf(", and %d more: lambda-audit %s %s lists them", more, p[0].lister, p[0].Path)
	}
	return text
}

// Unwrap makes the mistakes one in what was asked for.
func (p Problems) Unwrap() error { return &audit.UsageError{Message: p.Error()} }

// sorted returns the problems in the file's order; nil where there are none.
func (p Problems) sorted() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return p
}
