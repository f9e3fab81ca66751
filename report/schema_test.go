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
	"lambda-audit/rules/iam"
)

// root is the object that writeJSON writes, as a type.
type root struct {
	Run          rules.Run              `json:"run"`
	Accounts     []rules.Account        `json:"accounts"`
	Functions    []rules.Function       `json:"functions"`
	Findings     []rules.FindingRow     `json:"findings"`
	Rules        []rules.RuleCount      `json:"rules"`
	Summary      []rules.SummaryRow     `json:"summary"`
	NotSelected  []rules.NotSelectedRow `json:"not_selected"`
	APICalls     []rules.CallRow        `json:"api_calls"`
	Errors       []rules.ErrorRow       `json:"errors"`
	Suppressions []rules.SuppressionRow `json:"suppressions"`
	Subjects     []rules.SubjectsRow    `json:"subjects"`
	Changes      []rules.ChangeRow      `json:"changes"`
}

// node is a part of a schema.
type node map[string]any

// schemaMaker derives the schema of the rows' Go types. What a type cannot say
// stands in a file of descriptions, by "Type.field" or by "field".
type schemaMaker struct {
	t     *testing.T
	file  string
	texts map[string]string
	used  map[string]bool
	sets  map[string][]string // the values of words that have no others, named alike
	defs  node
}

func newSchemaMaker(t *testing.T, descriptions string, sets map[string][]string) *schemaMaker {
	text, err := os.ReadFile(descriptions)
	if err != nil {
		t.Fatal(err)
	}
	m := &schemaMaker{t: t, file: descriptions, used: map[string]bool{}, sets: sets, defs: node{}}
	if err := json.Unmarshal(text, &m.texts); err != nil {
		t.Fatal(err)
	}
	return m
}

// of is the schema of a type; field is "Type.field", where it stands.
func (m *schemaMaker) of(t reflect.Type, field string) node {
	if words := m.sets[m.key(field)]; words != nil && t.Kind() != reflect.Slice {
		return node{"enum": words}
	}
	switch t {
	case reflect.TypeFor[iam.Statement]():
		return node{"$ref": "#/$defs/" + policyStatement}
	case reflect.TypeFor[time.Time]():
		return node{"type": "string", "format": "date-time"}
	case reflect.TypeFor[rules.Severity]():
		return node{"enum": names(rules.Severities)}
	case reflect.TypeFor[rules.Outcome]():
		return node{"enum": names([]rules.Outcome{rules.Fail, rules.Unknown, rules.NotApplicable, rules.Pass})}
	case reflect.TypeFor[rules.ID]():
		return node{"type": "string", "pattern": "^[0-9a-f]{16}$"}
	case reflect.TypeFor[rules.Pillar]():
		return node{"enum": rules.Pillars}
	}
	switch t.Kind() {
	case reflect.String:
		return node{"type": "string"}
	case reflect.Bool:
		return node{"type": "boolean"}
	case reflect.Int:
		return node{"type": "integer"}
	case reflect.Float64:
		return node{"type": "number"}
	case reflect.Pointer:
		inner := m.of(t.Elem(), field)
		if inner["type"] == nil {
			return node{"anyOf": []node{inner, {"type": "null"}}}
		}
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
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			m.t.Errorf("%s.%s has no json name", t.Name(), f.Name)
		}
		property := m.of(f.Type, t.Name()+"."+name)
		property["description"] = m.describe(t.Name() + "." + name)
		properties[name] = property
		required = append(required, name)
	}
	return node{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

func (m *schemaMaker) describe(field string) string {
	key := field
	if m.texts[key] == "" {
		_, key, _ = strings.Cut(field, ".")
	}
	if m.texts[key] == "" {
		m.t.Errorf("%s does not describe %s", m.file, field)
	}
	m.used[key] = true
	return m.texts[key]
}

// key is the name under which the values of the field are listed, if they are.
func (m *schemaMaker) key(field string) string {
	if m.sets[field] != nil {
		return field
	}
	_, name, _ := strings.Cut(field, ".")
	return name
}

func names[T interface{ String() string }](values []T) []string {
	var texts []string
	for _, v := range values {
		texts = append(texts, v.String())
	}
	return texts
}

func makeSchema(t *testing.T) []byte {
	m := newSchemaMaker(t, "testdata/descriptions.json", closedSets)
	return m.finished(m.object(reflect.TypeFor[root]()), "lambda-audit result")
}

// finished writes the schema of a whole document, which "root" describes.
func (m *schemaMaker) finished(schema node, title string) []byte {
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = title
	schema["description"] = m.texts["root"]
	schema["$defs"] = m.defs
	for _, key := range slices.Sorted(maps.Keys(m.texts)) {
		if key != "root" && !m.used[key] {
			m.t.Errorf("%s describes %s, which no row has", m.file, key)
		}
	}
	var made bytes.Buffer
	encoder := json.NewEncoder(&made)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(schema); err != nil {
		m.t.Fatal(err)
	}
	return made.Bytes()
}

func TestSchemaIsCurrent(t *testing.T) { current(t, "schema.json", Schema(), makeSchema(t)) }

// current holds a published schema to what the rows' types say, or writes it anew.
func current(t *testing.T, file string, published, made []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, made, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(made, published) {
		t.Errorf("%s is not what the rows' types say. Run: go generate ./report", file)
	}
}
