package cli

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// isTerminal reports whether somebody looks at what is written.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// colourful reports whether standard output may be coloured: it is a terminal
// that shows colours, and nobody minds (no-color.org).
func (p *Program) colourful(unwanted bool) bool {
	return !unwanted && isTerminal(p.Stdout) && p.Getenv("NO_COLOR") == "" && p.Getenv("TERM") != "dumb"
}

// columns returns the width to write for: what was asked for, the terminal's,
// or COLUMNS; 0 where none is known.
func (p *Program) columns(asked int) int {
	if asked > 0 {
		return asked
	}
	if file, ok := p.Stdout.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
	}
	width, err := strconv.Atoi(p.Getenv("COLUMNS"))
	if err != nil || width < 0 {
		return 0
	}
	return width
}
