package secrets

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// An Entry is one variable of a text, with its value out of reach.
type Entry struct {
	Line  int // on which it begins; of `env -0`, which variable it is
	Name  string
	Value Value
}

// A Problem is a place in a text that cannot be read. Its message holds nothing
// of the text.
type Problem struct {
	Line, Column int // from 1, columns in characters; 0 where the whole text is meant
	Message      string
}

// MaxText is the longest text that is read. The environment of a function has
// at most 4 KB (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html,
// 2026-11-23), so this is room for ten thousand of them.
const MaxText = 64 << 20

// Read reads variables as they are kept in files. What they are written in is
// told from the text: JSON (an environment of Lambda, what Lambda answers about
// a function, an object of names and values, rows of keys and values),
// `env -0`, `env`, or dotenv, in this order. What can be read beside a problem
// is returned as well.
func Read(from io.Reader) ([]Entry, []Problem) {
	text, err := io.ReadAll(io.LimitReader(from, MaxText+1))
	switch {
	case err != nil:
		return nil, []Problem{{Message: "it could not be read to its end"}}
	case len(text) > MaxText:
		return nil, []Problem{{Message: fmt.Sprintf("it is longer than %d MB", MaxText>>20)}}
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return nil, []Problem{{1, 1, "it is UTF-16; save it as UTF-8"}}
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	r := &reader{text: text, lines: lineStarts(text)}
	switch start := bytes.TrimLeft(text, " \t\r\n"); {
	case len(start) > 0 && (start[0] == '{' || start[0] == '['):
		r.readJSON()
	case bytes.IndexByte(text, 0) >= 0:
		r.readNULs()
	case looksPrinted(text):
		r.readPrinted()
	default:
		r.readDotenv()
	}
	return r.entries, r.told()
}

// reader collects what is found in a text.
type reader struct {
	text     []byte
	lines    []int // where each line begins
	entries  []Entry
	problems []Problem // the first maxProblems and one more
	all      int       // how many problems there are

	unarmoured bool // no armour ends in what is still to be read
}

// maxProblems bounds how many places of one text are complained of; more say
// that it is no such text at all.
const maxProblems = 5

func lineStarts(text []byte) []int {
	starts := []int{0}
	for i, b := range text {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// line returns the number of the line on which an offset lies, from 1.
func (r *reader) line(offset int) int {
	i, found := slices.BinarySearch(r.lines, offset)
	if found {
		return i + 1
	}
	return i
}

func (r *reader) add(line int, name, value string) {
	r.entries = append(r.entries, Entry{line, name, NewValue(value)})
}

func (r *reader) problem(offset int, message string) {
	if r.all++; r.all > maxProblems+1 {
		return
	}
	offset = min(offset, len(r.text))
	line := r.line(offset)
	column := utf8.RuneCount(r.text[r.lines[line-1]:offset]) + 1
	r.problems = append(r.problems, Problem{line, column, message})
}

// told returns the problems that are worth telling. Where there are many, the
// last of them stands for the rest.
func (r *reader) told() []Problem {
	if r.all > maxProblems+1 {
		r.problems[maxProblems].Message = fmt.Sprintf("from here on %d more places cannot be read either", r.all-maxProblems)
	}
	return r.problems
}
