package secrets

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
)

// readJSON reads one document, or several after one another. Where every line
// is a document, a broken one hides none of the others.
func (r *reader) readJSON() {
	if r.hasDocumentLines() {
		for i, start := range r.lines {
			end := len(r.text)
			if i+1 < len(r.lines) {
				end = r.lines[i+1]
			}
			r.readDocuments(start, end)
		}
		return
	}
	r.readDocuments(0, len(r.text))
}

func (r *reader) hasDocumentLines() bool {
	for line := range bytes.SplitSeq(r.text, []byte("\n")) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && (line[0] != '{' || line[len(line)-1] != '}') {
			return false
		}
	}
	return true
}

// readDocuments reads the documents in a part of the text.
func (r *reader) readDocuments(start, end int) {
	for {
		start += blanks(r.text[start:end])
		if start == end {
			return
		}
		part := r.text[start:end]
		decoder := json.NewDecoder(bytes.NewReader(part))
		var document json.RawMessage
		if decoder.Decode(&document) != nil {
			r.problem(start+brokenAt(part), "the JSON is malformed or breaks off here")
			return
		}
		r.readDocument(node{document, start})
		start += int(decoder.InputOffset())
	}
}

func blanks(text []byte) int { return len(text) - len(bytes.TrimLeft(text, " \t\r\n")) }

// brokenAt returns the offset at which a text stops being JSON.
func brokenAt(text []byte) int {
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal(text, new(any)), &syntax) {
		return max(0, int(syntax.Offset)-1)
	}
	return 0
}

// readDocument reads what stands at the top, or in a list there.
func (r *reader) readDocument(n node) {
	switch {
	case n.opens('{'):
		r.readObject(n)
	case n.opens('['):
		for _, item := range n.items() {
			if !item.opens('{') {
				r.problem(item.at, "a list may hold objects only")
				return
			}
			r.readObject(item)
		}
	default:
		r.problem(n.at, "this is JSON, but neither an object nor a list")
	}
}

func (r *reader) readObject(n node) {
	fields := n.members()
	if key, value, ok := row(fields); ok {
		r.add(r.line(key.at), key.value.text(), value.text())
		return
	}
	if inner, ok := field(fields, "Variables", '{'); ok {
		r.addAll(inner.members())
		return
	}
	for _, wrapper := range []string{"Environment", "Configuration", "FunctionConfiguration"} {
		if inner, ok := field(fields, wrapper, '{'); ok {
			r.readWrapped(wrapper, inner)
			return
		}
	}
	if list, ok := field(fields, "Functions", '['); ok {
		r.readDocument(list)
		return
	}
	if _, isFunction := field(fields, "FunctionArn", '"'); !isFunction { // one without variables
		r.addAll(fields)
	}
}

// readWrapped reads an environment or a function's configuration. Lambda puts
// an error in the place of variables that it could not decrypt.
func (r *reader) readWrapped(wrapper string, n node) {
	if wrapper != "Environment" {
		r.readObject(n)
		return
	}
	fields := n.members()
	if _, failed := field(fields, "Error", '{'); failed {
		r.problem(n.at, "Lambda could not decrypt these variables, so nothing is known of them")
	} else if variables, ok := field(fields, "Variables", '{'); ok {
		r.addAll(variables.members())
	} else {
		r.addAll(fields)
	}
}

func (r *reader) addAll(fields []member) {
	for _, f := range fields {
		r.add(r.line(f.at), f.name, f.value.text())
	}
}

// field returns the value of a field, if it opens as wanted.
func field(fields []member, name string, opening byte) (node, bool) {
	i := slices.IndexFunc(fields, func(f member) bool { return f.name == name && f.value.opens(opening) })
	if i < 0 {
		return node{}, false
	}
	return fields[i].value, true
}

// row returns the variable that an object stands for which names it in a field
// of its own: {"key": …, "value": …}, or "name", as task definitions have it.
func row(fields []member) (key member, value node, ok bool) {
	name := func(wanted ...string) int {
		return slices.IndexFunc(fields, func(f member) bool { return slices.Contains(wanted, f.name) })
	}
	k, v := name("key", "name", "Key", "Name"), name("value", "Value")
	if k < 0 || v < 0 || !fields[k].value.opens('"') {
		return member{}, node{}, false
	}
	return fields[k], fields[v].value, true
}
