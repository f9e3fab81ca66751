package iam

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// node is one JSON value with the place where it stands, so that errors can point at it. It keeps duplicate keys, in
// order, which a map would lose.
type node struct {
	offset  int
	kind    nodeKind
	text    string // of a string, a number, or a boolean
	members []member
	items   []node
}

type nodeKind int

const (
	nullNode nodeKind = iota
	textNode
	objectNode
	listNode
)

type member struct {
	offset int
	name   string
	value  node
}

// readTree reads one JSON value that fills the whole text.
func readTree(text string) (node, error) {
	raw := []byte(text)
	if !json.Valid(raw) {
		var whole json.RawMessage
		err := json.Unmarshal(raw, &whole) // it says what is wrong
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			return node{}, placed(text, int(syntax.Offset)-1, "%w", err)
		}
		return node{}, err
	}
	w := walker{text: text}
	return w.value(), nil
}

// walker reads the values of a text that is known to be valid JSON: it need not look out for anything else. A role has
// documents of some thousand characters, and this is where most of the time of an audit would go.
type walker struct {
	text    string
	at      int
	members []member // of the objects that are not at their end yet
	items   []node   // of the lists
}

func (w *walker) value() node {
	w.skip()
	n := node{offset: w.at, kind: textNode}
	switch w.text[w.at] {
	case '{':
		n.kind, n.members = objectNode, w.object()
	case '[':
		n.kind, n.items = listNode, w.list()
	case '"':
		n.text = w.quoted()
	case 'n':
		n.kind = nullNode
		w.literal()
	default:
		n.text = w.literal()
	}
	return n
}

func (w *walker) object() []member {
	begin := len(w.members)
	for w.at++; w.skip() != '}'; {
		offset := w.at
		name := w.quoted()
		value := w.value()
		w.members = append(w.members, member{offset, name, value})
	}
	w.at++
	own := slices.Clone(w.members[begin:])
	w.members = w.members[:begin]
	return own
}

func (w *walker) list() []node {
	begin := len(w.items)
	for w.at++; w.skip() != ']'; {
		item := w.value()
		w.items = append(w.items, item)
	}
	w.at++
	own := slices.Clone(w.items[begin:])
	w.items = w.items[:begin]
	return own
}

// skip steps over what stands between two values, and gives the first byte of what follows.
func (w *walker) skip() byte {
	for {
		switch b := w.text[w.at]; b {
		case ' ', '\t', '\r', '\n', ':', ',':
			w.at++
		default:
			return b
		}
	}
}

// literal reads a number, a boolean, or null as it is written.
func (w *walker) literal() string {
	rest := w.text[w.at:]
	if end := strings.IndexAny(rest, " \t\r\n,]}"); end >= 0 {
		rest = rest[:end]
	}
	w.at += len(rest)
	return rest
}

// quoted reads a string. A plain one stays a part of the text.
func (w *walker) quoted() string {
	begin := w.at
	plain := true
	for w.at++; w.text[w.at] != '"'; w.at++ {
		if b := w.text[w.at]; b == '\\' {
			plain = false
			w.at++
		} else if b >= utf8.RuneSelf {
			plain = false
		}
	}
	w.at++
	if plain {
		return w.text[begin+1 : w.at-1]
	}
	var decoded string
	_ = json.Unmarshal([]byte(w.text[begin:w.at]), &decoded) // a string of valid JSON
	return decoded
}

// placed gives an error that begins with the line and the column of the offset.
func placed(text string, offset int, format string, args ...any) error {
	return fmt.Errorf("%s: %w", position(text, offset), fmt.Errorf(format, args...))
}

// position says where an offset is, both line and column counted from 1.
func position(text string, offset int) string {
	before := text[:min(max(offset, 0), len(text))]
	line := 1 + strings.Count(before, "\n")
	column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("line %d, column %d", line, column)
}
