package secrets

import (
	"bytes"
	"encoding/json"
)

// node is a JSON value and where it begins in the text.
type node struct {
	raw json.RawMessage
	at  int
}

func (n node) opens(bracket byte) bool { return len(n.raw) > 0 && n.raw[0] == bracket }

// text returns a string's text, nothing for null, and other values as they are
// written.
func (n node) text() string {
	var text *string
	if json.Unmarshal(n.raw, &text) != nil {
		return string(n.raw)
	}
	if text == nil {
		return ""
	}
	return *text
}

// member is a field of an object; at is where its name begins.
type member struct {
	name  string
	at    int
	value node
}

// members returns the fields of an object in their order, also repeated ones.
func (n node) members() []member {
	decoder := json.NewDecoder(bytes.NewReader(n.raw))
	var list []member
	_, _ = decoder.Token() // the raw value is valid JSON, so nothing here fails
	for decoder.More() {
		name, _ := decoder.Token()
		text, _ := name.(string)
		field := member{name: text, at: n.at + int(decoder.InputOffset()) - 1}
		field.value = n.next(decoder)
		list = append(list, field)
	}
	return list
}

func (n node) items() []node {
	decoder := json.NewDecoder(bytes.NewReader(n.raw))
	var list []node
	_, _ = decoder.Token()
	for decoder.More() {
		list = append(list, n.next(decoder))
	}
	return list
}

// next decodes the value that comes next within n.
func (n node) next(decoder *json.Decoder) node {
	var raw json.RawMessage
	_ = decoder.Decode(&raw)
	return node{raw, n.at + int(decoder.InputOffset()) - len(raw)}
}
