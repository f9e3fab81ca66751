package iam

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Parse reads a policy as the IAM and Lambda APIs hand it out: JSON, plain or percent-encoded. It is as lenient as
// IAM's grammar and a little more: unknown elements are passed over and the names of elements may have any case. An error
// names the line and the column in the decoded text.
func Parse(text string) (Document, error) {
	document, err := parse(text, nil)
	if err != nil {
		return Document{}, fmt.Errorf("parse policy: %w", err)
	}
	return document, nil
}

// parse reads a policy with the help of an archive, or of none.
func parse(text string, archive *Archive) (Document, error) {
	text, err := decode(text)
	if err != nil {
		return Document{}, err
	}
	text = strings.TrimPrefix(text, "\ufeff")
	root, err := readTree(text)
	if err != nil {
		return Document{}, err
	}
	r := reader{text: text, archive: archive, expected: strings.Count(text, effectName)}
	return r.document(root)
}

// decode undoes the percent-encoding of RFC 3986, in which a plus sign is a plus sign. A plain policy cannot do without a
// double quote and an encoded one has none.
func decode(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", errors.New("the document is empty")
	}
	if strings.Contains(text, `"`) || !strings.Contains(text, "%") {
		return text, nil
	}
	decoded, err := url.PathUnescape(text)
	if err != nil {
		return "", fmt.Errorf("undo percent-encoding: %w", err)
	}
	return decoded, nil
}

// reader turns nodes into the types of the package; it keeps the text to say where an error is. The lists of a document
// lie one behind the other in a few pieces of memory: it has dozens, and most hold one text or two.
type reader struct {
	text     string
	archive  *Archive // nil: there is none
	expected int      // statements in the whole text; 0: it is not known how many there are
	room     []string // what the latest piece has left
}

// effectName is written once in each statement, nearly always so.
const effectName = `"Effect"`

func (r *reader) document(root node) (Document, error) {
	if root.kind != objectNode {
		return Document{}, r.wrong(root, "a policy is an object")
	}
	var document Document
	for m := range root.members() {
		var err error
		switch lowered(m.name) {
		case "version":
			document.Version, err = r.single(m)
		case "statement":
			err = r.statements(m.value, &document)
		}
		if err != nil {
			return Document{}, err
		}
	}
	return document, nil
}

func (r *reader) statements(value node, document *Document) error {
	document.Statements = slices.Grow(document.Statements, r.expected)
	for item := range value.list() {
		statement, err := r.statement(item)
		if err != nil {
			return err
		}
		statement.Index = len(document.Statements)
		document.Statements = append(document.Statements, statement)
	}
	return nil
}

func (r *reader) statement(value node) (Statement, error) {
	if value.kind != objectNode {
		return Statement{}, r.wrong(value, "a statement is an object")
	}
	var statement Statement
	empty := true
	for m := range value.members() {
		empty = false
		if err := r.element(m, &statement); err != nil {
			return Statement{}, err
		}
	}
	if statement.Effect == "" && !empty {
		return Statement{}, r.wrong(value, "a statement needs an Effect")
	}
	sortConditions(statement.Conditions)
	return statement, nil
}

func (r *reader) element(m member, s *Statement) (err error) {
	switch lowered(m.name) {
	case "sid":
		s.Sid, err = r.single(m)
	case "effect":
		s.Effect, err = r.effect(m, s.Effect)
	case "principal":
		s.Principals, err = r.principals(m, s.Principals)
	case "notprincipal":
		s.NotPrincipals, err = r.principals(m, s.NotPrincipals)
	case "action":
		s.Actions, s.archived, err = r.actions(m, s.Actions)
	case "notaction":
		s.NotActions, err = r.texts(m, s.NotActions)
	case "resource":
		s.Resources, err = r.texts(m, s.Resources)
	case "notresource":
		s.NotResources, err = r.texts(m, s.NotResources)
	case "condition":
		s.Conditions, err = r.conditions(m, s.Conditions)
	}
	return err
}

// lowered gives an element's name in lower case; those of most statements are known as nearly everybody writes them.
func lowered(name string) string {
	switch name {
	case "Sid":
		return "sid"
	case "Effect":
		return "effect"
	case "Action":
		return "action"
	case "Resource":
		return "resource"
	case "Condition":
		return "condition"
	case "Principal":
		return "principal"
	case "Version":
		return "version"
	case "Statement":
		return "statement"
	}
	return strings.ToLower(name)
}

// wrong says what was expected at a node.
func (r *reader) wrong(at node, format string, args ...any) error {
	return placed(r.text, at.offset, format, args...)
}
