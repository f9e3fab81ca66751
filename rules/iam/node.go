package iam

import (
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"unicode/utf8"
)

// node is one JSON value with the place where it stands, so that errors can point at it.
type node struct {
	tree   *tree // nil for the null that stands for something missing
	offset int
	end    int // behind a value that holds no others
	kind   nodeKind
	text   string // of a string, a number, or a boolean
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

// tree is a text that is known to be valid JSON: whoever reads it need not look out for anything else. Its values are read
// where they stand, when they are asked for. A role has documents of some thousand characters, and most of the time of an
// audit would go into nodes that only lead to others.
type tree struct {
	text       string
	plain      bool // no string in it has an escape, or anything else that has to be mended
	begin, end int  // of what was last gone through to its end: whoever goes through what is around it need not look for that
}

// readTree reads one JSON value that fills the whole text.
func readTree(text string) (node, error) {
	if !validJSON(text) {
		var whole json.RawMessage
		err := json.Unmarshal([]byte(text), &whole) // it says what is wrong
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			return node{}, placed(text, int(syntax.Offset)-1, "%w", err)
		}
		return node{}, err
	}
	t := &tree{text: text, plain: strings.IndexByte(text, '\\') < 0 && utf8.ValidString(text)}
	return t.value(t.skip(0)), nil
}

// value gives the value that begins at an offset.
func (t *tree) value(at int) node {
	n := node{tree: t, offset: at, kind: textNode}
	switch t.text[at] {
	case '{':
		n.kind = objectNode
	case '[':
		n.kind = listNode
	case '"':
		n.text, n.end = t.quoted(at)
	default:
		n.text, n.end = t.literal(at)
		if n.text == "null" {
			n.kind, n.text = nullNode, ""
		}
	}
	return n
}

// members goes through the members of an object in the order written, those of a name that comes twice too.
func (n node) members() iter.Seq[member] {
	return func(yield func(member) bool) {
		if n.kind != objectNode {
			return
		}
		t := n.tree
		at := t.skip(n.offset + 1)
		for t.text[at] != '}' {
			m := member{offset: at}
			m.name, at = t.quoted(at)
			m.value = t.value(t.skip(at))
			if !yield(m) {
				return
			}
			at = t.skip(t.after(m.value))
		}
		t.begin, t.end = n.offset, at+1
	}
}

// list goes through the items of a list, a single value as a list of one, and nothing for null.
func (n node) list() iter.Seq[node] {
	return func(yield func(node) bool) {
		if n.kind != listNode {
			_ = n.kind == nullNode || yield(n)
			return
		}
		t := n.tree
		at := t.skip(n.offset + 1)
		for t.text[at] != ']' {
			item := t.value(at)
			if !yield(item) {
				return
			}
			at = t.skip(t.after(item))
		}
		t.begin, t.end = n.offset, at+1
	}
}

// after gives the offset behind a value.
func (t *tree) after(n node) int {
	switch {
	case n.end > 0:
		return n.end
	case t.begin == n.offset && t.end > n.offset:
		return t.end
	}
	depth := 0
	for at := n.offset; ; at++ {
		switch t.text[at] {
		case '"':
			at = t.closing(at)
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
}

// skip steps over what stands between two values.
func (t *tree) skip(at int) int {
	for {
		switch t.text[at] {
		case ' ', '\t', '\r', '\n', ':', ',':
			at++
		default:
			return at
		}
	}
}

// literal reads a number, a boolean, or null as it is written.
func (t *tree) literal(at int) (text string, end int) {
	text = t.text[at:]
	if length := strings.IndexAny(text, " \t\r\n,]}"); length >= 0 {
		text = text[:length]
	}
	return text, at + len(text)
}

// closing gives the offset of the quote that ends the string which begins at another.
func (t *tree) closing(at int) int {
	if t.plain {
		return at + 1 + strings.IndexByte(t.text[at+1:], '"')
	}
	for at++; ; at++ {
		switch t.text[at] {
		case '"':
			return at
		case '\\':
			at++
		}
	}
}

// quoted reads a string. A plain one stays a part of the text.
func (t *tree) quoted(at int) (text string, end int) {
	if t.plain {
		end = at + 1 + strings.IndexByte(t.text[at+1:], '"')
		return t.text[at+1 : end], end + 1
	}
	return t.mended(at)
}

// mended reads a string that may be other than it stands there.
func (t *tree) mended(at int) (text string, end int) {
	closing := t.closing(at)
	text, end = t.text[at+1:closing], closing+1
	if strings.IndexByte(text, '\\') >= 0 || !utf8.ValidString(text) {
		_ = json.Unmarshal([]byte(t.text[at:end]), &text) // a string of valid JSON
	}
	return text, end
}
