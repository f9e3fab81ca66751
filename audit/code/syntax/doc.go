// Package syntax is the tree that programs are read into, the same for every
// language: what runs when the file is loaded, what functions it has, what is
// called with what. It leaves out what no reader of the tree asks for (types,
// comments, the difference between a list and a tuple).
//
// A line is counted from 1, and 0 where there is none. A Node is never nil
// within a list; single nodes that may be missing say so.
package syntax

// Language is a programming language that can be read.
type Language string

// The languages that can be read.
const (
	Python     Language = "python"
	JavaScript Language = "javascript"
)

// File is a source file as a tree. What could not be understood stands in it
// as Unknown, so that what stands around it is still seen.
type File struct {
	Name     string // the path within its package, with slashes
	Language Language
	Body     []Node
	Minified bool // made by a program for programs: lines tell little
}

// Node is a statement or an expression. An expression in a body is a
// statement of its own.
type Node interface {
	// Pos is the line that the node begins on.
	Pos() int
}

// Line is where a node begins.
type Line int

// Pos is the line itself.
func (l Line) Pos() int { return int(l) }
