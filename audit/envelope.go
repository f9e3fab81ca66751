package audit

import (
	"bytes"
	"encoding/json"
)

// parseLine reads a line. Nearly all of them hold one value, and are cut by hand:
// otherwise each would be gone through twice.
func parseLine(line []byte) (Line, error) {
	if l, ok := cutLine(line); ok {
		return l, nil
	}
	var l Line
	return l, json.Unmarshal(line, &l)
}

// cutLine cuts a line that holds a value as Writer writes it: the fact, the
// subject, what was asked over, and the value up to the end. Any other line is
// left to the decoder. The value is a part of the line, and is checked by who
// decodes it: a line that goes on behind it is no value.
func cutLine(line []byte) (Line, bool) {
	var l Line
	rest, ok := cutText(line, `{"fact":"`, &l.Fact)
	if !ok {
		return l, false
	}
	if rest, ok = cutText(rest, `,"id":"`, &l.ID); !ok {
		return l, false
	}
	if over, ok := cutText(rest, `,"over":"`, &l.Over); ok {
		rest = over
	}
	value, ok := bytes.CutPrefix(rest, []byte(`,"value":`))
	if !ok || len(value) < 2 || value[len(value)-1] != '}' {
		return l, false
	}
	l.Value = json.RawMessage(value[:len(value)-1])
	return l, json.Valid(l.Value)
}

// cutText cuts a text behind its name, if it is there and plain: escapes, and
// what JSON does not let a text hold, are left to the decoder.
func cutText(line []byte, name string, text *string) (rest []byte, ok bool) {
	rest, ok = bytes.CutPrefix(line, []byte(name))
	if !ok {
		return line, false
	}
	end := bytes.IndexByte(rest, '"')
	if end < 0 || bytes.ContainsFunc(rest[:end], func(r rune) bool { return r < ' ' || r > '~' || r == '\\' }) {
		return line, false
	}
	*text = string(rest[:end])
	return rest[end+1:], true
}
