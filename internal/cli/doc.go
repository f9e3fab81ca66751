// Package cli holds the commands: it turns flags into options, calls the
// packages that do the work, and turns what they return into an exit code.
package cli
