// Package code reads what a function runs: the handler's file and the modules
// of the project that it imports, out of a package that is never run, never
// written to disk and never read whole. It says what the code does where, and
// leaves to rules whether that is good.
//
// Source stays here. What travels on is a Reading: names from closed lists,
// files, lines, and short excerpts whose literals are masked.
package code
