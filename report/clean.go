package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes a text from AWS safe to print in one line. Names, tags and
// messages can hold whatever their author likes: sequences that move the cursor
// or rename the window, and marks that show a name backwards or hide a part of
// it. White space becomes a space, every other such character a �.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unprintable(r):
			return utf8.RuneError
		}
		return r
	}, text)
}

// unprintable reports whether a terminal might obey the character instead of
// showing it: the controls (C0, DEL, C1), the invisible format characters
// (direction overrides and isolates, zero width, tags) and the separators of
// lines and paragraphs.
func unprintable(r rune) bool {
	if r <= unicode.MaxASCII { // nearly all of a report, which is asked for each character
		return r < ' ' || r == '\x7f'
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// cleanLines is clean for a text of several lines, which stay.
func cleanLines(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.Join(lines, "\n")
}
