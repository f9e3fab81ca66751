package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"lambda-audit/audit"
)

// typeNames tell people what JSON Schema calls the types.
var typeNames = map[string]string{
	"object": "keys with values", "array": "a list", "string": "a text",
	"integer": "a whole number", "number": "a number", "boolean": "true or false",
}

// yamlTypes are JSON Schema's names of YAML's types.
var yamlTypes = map[string]string{
	"!!map": "object", "!!seq": "array", "!!str": "string", "!!timestamp": "string",
	"!!int": "integer", "!!float": "number", "!!bool": "boolean", "!!null": "null",
}

// value checks a node against its schema, and returns it as JSON would hold it:
// null where it is wrong.
func (r *reading) value(name string, n *yaml.Node, s *schema) any {
	r.places[name] = placeOf(n)
	s = s.resolved(r.whole)
	kind := yamlTypes[n.ShortTag()]
	switch {
	case n.Kind == yaml.AliasNode:
		r.wrong(placeOf(n), "write out what it stands for", "%s refers to another place of the file", called(name))
	case kind == "null":
		r.wrong(placeOf(n), "give it one, or leave the key out", "%s has no value", called(name))
	case len(s.Type) > 0 && !s.takes(kind):
		r.wrong(placeOf(n), quotesHelp(s, kind), "%s must be %s, and is %s", called(name), typeNames[s.Type[0]], named(n, kind))
	case kind == "object":
		return r.object(name, n, s)
	case kind == "array":
		return r.list(name, n, s)
	default:
		return r.scalar(name, n, s, kind)
	}
	return nil
}

func (s *schema) takes(kind string) bool {
	return slices.Contains(s.Type, kind) || kind == "integer" && slices.Contains(s.Type, "number")
}

// called is how a key is spoken of; the whole file has none.
func called(name string) string {
	if name == "" {
		return "the file"
	}
	return name
}

// named says of which type a node is.
func named(n *yaml.Node, kind string) string {
	if text, ok := typeNames[kind]; ok {
		return text
	}
	return "of the type " + n.ShortTag()
}

func quotesHelp(s *schema, kind string) string {
	if slices.Contains(s.Type, "string") && slices.Contains([]string{"integer", "number", "boolean"}, kind) {
		return "put it in quotes"
	}
	return ""
}

// object checks the keys of a mapping and what they hold.
func (r *reading) object(name string, n *yaml.Node, s *schema) map[string]any {
	members := map[string]any{}
	first := map[string]Place{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		within := key.Value
		if name != "" {
			within = name + "." + key.Value
		}
		inner := s.member(key.Value)
		switch before, twice := first[key.Value]; {
		case key.Kind != yaml.ScalarNode:
			r.wrong(placeOf(key), "", "a key of %s is no text", called(name))
		case twice:
			r.wrong(placeOf(key), fmt.Sprintf("first in line %d", before.Line), "the key %s stands there twice", key.Value)
		case inner == nil:
			r.wrong(placeOf(key), keyHint(key.Value, s), "%s has no key %q", called(name), key.Value)
		default:
			first[key.Value] = placeOf(key)
			members[key.Value] = r.value(within, value, inner)
			r.places[within] = placeOf(key)
		}
	}
	r.checkMembers(name, n, s, first)
	return members
}

// keyHint says which key was meant, and which there are.
func keyHint(written string, s *schema) string {
	known := slices.Sorted(maps.Keys(s.Properties))
	return audit.Suggest(written, known) + "there are " + strings.Join(known, ", ")
}

// checkMembers checks that the keys that must be there are.
func (r *reading) checkMembers(name string, n *yaml.Node, s *schema, there map[string]Place) {
	if len(there) < s.MinProperties {
		r.wrong(placeOf(n), "leave it out", "%s is empty", called(name))
	}
	missing := func(key string) bool { return there[key] == Place{} }
	if lacking := slices.DeleteFunc(slices.Clone(s.Required), func(key string) bool { return !missing(key) }); len(lacking) > 0 {
		r.wrong(placeOf(n), "", "%s needs %s", called(name), strings.Join(lacking, " and "))
	}
	var choice []string
	for _, one := range s.AnyOf {
		if !slices.ContainsFunc(one.Required, missing) {
			return
		}
		choice = append(choice, strings.Join(one.Required, " and "))
	}
	if len(choice) > 0 {
		r.wrong(placeOf(n), "", "%s needs %s", called(name), strings.Join(choice, " or "))
	}
}

func (r *reading) list(name string, n *yaml.Node, s *schema) []any {
	items := make([]any, len(n.Content))
	for i, item := range n.Content {
		items[i] = r.value(fmt.Sprintf("%s[%d]", name, i), item, s.item())
	}
	return items
}

// scalar checks a single value. Where a text may stand a number is taken as it
// is written: an account's digits are no number.
func (r *reading) scalar(name string, n *yaml.Node, s *schema, kind string) any {
	if kind == "string" || slices.Contains(s.Type, "string") {
		return r.text(name, n, s)
	}
	if kind == "boolean" {
		var v bool
		_ = n.Decode(&v) // its type says that it is one
		return v
	}
	var v float64
	if err := n.Decode(&v); err != nil || v-v != 0 {
		r.wrong(placeOf(n), "", "%s must be a number, and %s is none", called(name), n.Value)
		return nil
	}
	if s.Minimum != nil && v < *s.Minimum || s.Maximum != nil && v > *s.Maximum {
		r.wrong(placeOf(n), fmt.Sprintf("give %v to %v", *s.Minimum, *s.Maximum), "%s is out of range: %s", called(name), n.Value)
	}
	return v
}

func (r *reading) text(name string, n *yaml.Node, s *schema) any {
	r.texts[name] = n
	switch {
	case len(s.Enum) > 0 && !slices.Contains(s.Enum, n.Value):
		r.wrong(placeOf(n), audit.Suggest(n.Value, s.Enum)+"there are "+strings.Join(s.Enum, ", "), "%s cannot be %q", called(name), n.Value)
	case utf8.RuneCountInString(n.Value) < s.MinLength:
		r.wrong(placeOf(n), "", "%s is empty", called(name))
	case s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(n.Value):
		r.wrong(placeOf(n), "as in "+strings.Join(s.Examples, ", "), "%s cannot be %q", called(name), n.Value)
	default:
		return n.Value
	}
	return nil
}
