package iam

import (
	"encoding/json"
	"errors"
	"fmt"
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
	var whole json.RawMessage
	if err := json.Unmarshal([]byte(text), &whole); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return node{}, placed(text, int(syntax.Offset)-1, "%w", err)
		}
		return node{}, err
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	return readNode(text, decoder)
}

func readNode(text string, decoder *json.Decoder) (node, error) {
	offset := nextValue(text, int(decoder.InputOffset()))
	token, err := decoder.Token()
	if err != nil {
		return node{}, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return readObject(text, decoder, offset)
		}
		return readList(text, decoder, offset)
	case nil:
		return node{offset: offset, kind: nullNode}, nil
	default:
		return node{offset: offset, kind: textNode, text: fmt.Sprint(token)}, nil
	}
}

func readObject(text string, decoder *json.Decoder, offset int) (node, error) {
	object := node{offset: offset, kind: objectNode}
	for decoder.More() {
		begin := nextValue(text, int(decoder.InputOffset()))
		name, err := decoder.Token()
		if err != nil {
			return node{}, err
		}
		value, err := readNode(text, decoder)
		if err != nil {
			return node{}, err
		}
		object.members = append(object.members, member{begin, fmt.Sprint(name), value})
	}
	_, err := decoder.Token()
	return object, err
}

func readList(text string, decoder *json.Decoder, offset int) (node, error) {
	list := node{offset: offset, kind: listNode}
	for decoder.More() {
		item, err := readNode(text, decoder)
		if err != nil {
			return node{}, err
		}
		list.items = append(list.items, item)
	}
	_, err := decoder.Token()
	return list, err
}

// nextValue steps over what may stand between two values.
func nextValue(text string, offset int) int {
	for offset < len(text) && strings.IndexByte(" \t\r\n:,", text[offset]) >= 0 {
		offset++
	}
	return offset
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
