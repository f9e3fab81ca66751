package cli

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// fileOf returns the file behind a stream; nil where there is none.
func fileOf(w io.Writer) *os.File {
	if stream, ok := w.(*outlet); ok {
		w = stream.Writer
	}
	file, _ := w.(*os.File)
	return file
}

// isTerminal reports whether somebody looks at what is written.
func isTerminal(w io.Writer) bool {
	file := fileOf(w)
	return file != nil && term.IsTerminal(int(file.Fd()))
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
	if file := fileOf(p.Stdout); file != nil {
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
