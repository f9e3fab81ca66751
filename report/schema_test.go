package report

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lambda-audit/rules"
)

// root is the object that writeJSON writes, as a type.
type root struct {
	Run       rules.Run          `json:"run"`
	Functions []rules.Function   `json:"functions"`
	Findings  []rules.FindingRow `json:"findings"`
	Rules     []rules.RuleCount  `json:"rules"`
	Summary   []rules.SummaryRow `json:"summary"`
	APICalls  []rules.CallRow    `json:"api_calls"`
	Errors    []rules.ErrorRow   `json:"errors"`
}

// node is a part of a schema.
type node map[string]any

// schemaMaker derives the schema of the rows' Go types. What a type cannot say
// stands in testdata/descriptions.json, by "Type.field" or by "field".
type schemaMaker struct {
	t     *testing.T
	texts map[string]string
	used  map[string]bool
	defs  node
}

// closedSets are the values of the words that have no others.
var closedSets = map[string][]string{
	"grade":      {"A", "B", "C", "D", "F", ""},
	"confidence": {rules.Sure.String(), rules.Likely.String(), rules.Possible.String()},
}

func (m *schemaMaker) of(t reflect.Type, field string) node {
	switch t {
	case reflect.TypeFor[time.Time]():
		return node{"type": "string", "format": "date-time"}
	case reflect.TypeFor[rules.Severity]():
		return node{"enum": names(rules.Severities)}
	case reflect.TypeFor[rules.Outcome]():
		return node{"enum": names([]rules.Outcome{rules.Fail, rules.Unknown, rules.NotApplicable, rules.Pass})}
	case reflect.TypeFor[rules.Pillar]():
		return node{"enum": rules.Pillars}
	}
	switch t.Kind() {
	case reflect.String:
		if words, closed := closedSets[field]; closed {
			return node{"enum": words}
		}
		return node{"type": "string"}
	case reflect.Bool:
		return node{"type": "boolean"}
	case reflect.Int:
		return node{"type": "integer"}
	case reflect.Float64:
		return node{"type": "number"}
	case reflect.Pointer:
		inner := m.of(t.Elem(), field)
		return node{"type": []any{inner["type"], "null"}}
	case reflect.Slice:
		return node{"type": "array", "items": m.of(t.Elem(), field)}
	case reflect.Interface:
		return node{"type": []string{"string", "number", "boolean", "array", "null"}, "items": node{"type": "string"}}
	case reflect.Struct:
		m.define(t)
		return node{"$ref": "#/$defs/" + t.Name()}
	}
	m.t.Fatalf("no schema for a %s in %s", t, field)
	return nil
}

func (m *schemaMaker) define(t reflect.Type) {
	if _, done := m.defs[t.Name()]; !done {
		m.defs[t.Name()] = node{}
		m.defs[t.Name()] = m.object(t)
	}
}

func (m *schemaMaker) object(t reflect.Type) node {
	properties, required := node{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			m.t.Errorf("%s.%s has no json name", t.Name(), f.Name)
		}
		property := m.of(f.Type, name)
		property["description"] = m.describe(t.Name(), name)
		properties[name] = property
		required = append(required, name)
	}
	return node{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

func (m *schemaMaker) describe(typeName, field string) string {
	for _, key := range []string{typeName + "." + field, field} {
		if text := m.texts[key]; text != "" {
			m.used[key] = true
			return text
		}
	}
	m.t.Errorf("testdata/descriptions.json does not describe %s.%s", typeName, field)
	return ""
}

func names[T interface{ String() string }](values []T) []string {
	var texts []string
	for _, v := range values {
		texts = append(texts, v.String())
	}
	return texts
}

func makeSchema(t *testing.T) []byte {
	text, err := os.ReadFile("testdata/descriptions.json")
	if err != nil {
		t.Fatal(err)
	}
	m := &schemaMaker{t: t, used: map[string]bool{}, defs: node{}}
	if err := json.Unmarshal(text, &m.texts); err != nil {
		t.Fatal(err)
	}
	schema := m.object(reflect.TypeFor[root]())
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = "lambda-audit result"
	schema["description"] = m.texts["root"]
	schema["$defs"] = m.defs
	for _, key := range slices.Sorted(maps.Keys(m.texts)) {
		if key != "root" && !m.used[key] {
			t.Errorf("testdata/descriptions.json describes %s, which no row has", key)
		}
	}
	var made bytes.Buffer
	encoder := json.NewEncoder(&made)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return made.Bytes()
}

func TestSchemaIsCurrent(t *testing.T) {
	made := makeSchema(t)
	if *update {
		if err := os.WriteFile("schema.json", made, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(made, Schema()) {
		t.Error("schema.json is not what the rows' types say. Run: go generate ./report")
	}
}
