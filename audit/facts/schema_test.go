package facts_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/internal/jsonschema"
)

var update = flag.Bool("update", false, "write the published schema of snapshots anew")

// schemaFile is the published schema of the values in a snapshot.
const schemaFile = "../../docs/snapshot.schema.json"

// node is a part of a schema.
type node map[string]any

// valueSchemas derives the schemas of facts' values from their types, and what
// they say of each field from the comments in the source.
type valueSchemas struct {
	defs     node
	comments map[string]string // by Type.Field
}

func (s *valueSchemas) of(t reflect.Type) node {
	switch t.Kind() {
	case reflect.String:
		return node{"type": "string"}
	case reflect.Bool:
		return node{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return node{"type": "integer"}
	case reflect.Float64:
		return node{"type": "number"}
	case reflect.Slice:
		return node{"type": []string{"array", "null"}, "items": s.of(t.Elem())}
	case reflect.Map:
		return node{"type": []string{"object", "null"}, "additionalProperties": s.of(t.Elem())}
	case reflect.Pointer:
		return node{"anyOf": []node{s.of(t.Elem()), {"type": "null"}}}
	}
	if s.defs[t.Name()] == nil {
		s.defs[t.Name()] = s.object(t)
	}
	return node{"$ref": "#/$defs/" + t.Name()}
}

func (s *valueSchemas) object(t reflect.Type) node {
	properties, required := node{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		property := s.of(f.Type)
		if said := s.comments[t.Name()+"."+f.Name]; said != "" {
			property["description"] = said
		}
		properties[name] = property
		if options != "omitempty" {
			required = append(required, name)
		}
	}
	return node{"type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

// comments reads what the source says of the fields of structs.
func comments(t *testing.T) map[string]string {
	said := map[string]string{}
	files, _ := filepath.Glob("*.go")
	secret, _ := filepath.Glob("../secrets/*.go")
	for _, name := range append(files, secret...) {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, isType := n.(*ast.TypeSpec)
			if !isType {
				return true
			}
			structure, isStruct := spec.Type.(*ast.StructType)
			for i := 0; isStruct && i < len(structure.Fields.List); i++ {
				field := structure.Fields.List[i]
				for _, name := range field.Names {
					text := strings.TrimSpace(field.Doc.Text() + field.Comment.Text())
					said[spec.Name.Name+"."+name.Name] = strings.ReplaceAll(text, "\n", " ")
				}
			}
			return true
		})
	}
	return said
}

// snapshotSchema is the schema of a line that holds a value.
func snapshotSchema(t *testing.T) []byte {
	s := &valueSchemas{defs: node{}, comments: comments(t)}
	var names []string
	var choices []node
	values := node{}
	for _, f := range audit.Facts() {
		info := f.Info()
		values[info.Name] = s.of(info.Type)
		values[info.Name].(node)["description"] = info.Doc + ". Of each " + string(info.Kind) + "."
		names = append(names, info.Name)
		choices = append(choices, node{"if": node{"properties": node{"fact": node{"const": info.Name}}},
			"then": node{"properties": node{"value": node{"$ref": "#/$defs/values/properties/" + info.Name}}}})
	}
	s.defs["values"] = node{"type": "object", "properties": values}
	whole := node{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "values in a snapshot of lambda-audit",
		"description": "A line of a snapshot that holds what is known of a fact about a subject. Custom rules read the value of the fact a-b as facts.a_b.",
		"type":        "object", "required": []string{"fact", "id", "value"}, "allOf": choices, "$defs": s.defs,
		"properties": node{
			"fact":    node{"enum": names, "description": "The fact's name."},
			"id":      node{"type": "string", "description": "The subject: an ARN where AWS gives one, else an account's id or a region's name."},
			"over":    node{"type": "string", "description": "What the call covered that told it, where that is not the subject."},
			"unknown": node{"type": "object", "description": "Why the value may not be all."},
			"value":   node{"description": "What is known."},
		},
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(whole); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

func TestSnapshotSchemaIsCurrent(t *testing.T) {
	made := snapshotSchema(t)
	if *update {
		if err := os.WriteFile(schemaFile, made, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if published, err := os.ReadFile(schemaFile); err != nil || !bytes.Equal(made, published) {
		t.Errorf("%s is not what the facts' types say. Run: go generate ./audit/facts (%v)", schemaFile, err)
	}
}

// checked holds each value that is collected to the published schema.
type checked struct {
	mu     sync.Mutex
	t      *testing.T
	values map[string]json.RawMessage // schemas by fact
	seen   map[string]bool
}

func (c *checked) Line(l audit.Line) error {
	if l.Value == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[l.Fact] = true
	if err := jsonschema.Validate(c.values[l.Fact], l.Value); err != nil {
		c.t.Errorf("%s of %s: %v", l.Fact, l.ID, err)
	}
	return nil
}

// What a run collects is what the published schema says.
func TestCollectedValuesMeetTheSchema(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var whole struct {
		Defs map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	sink := &checked{t: t, values: map[string]json.RawMessage{}, seen: map[string]bool{}}
	for _, f := range audit.Facts() {
		name := f.Info().Name
		var values struct {
			Properties map[string]node `json:"properties"`
		}
		if err := json.Unmarshal(whole.Defs["values"], &values); err != nil {
			t.Fatal(err)
		}
		values.Properties[name]["$defs"] = whole.Defs
		if sink.values[name], err = json.Marshal(values.Properties[name]); err != nil {
			t.Fatal(err)
		}
	}
	account := load(t, "shop")
	session := open(t, serve(account), account, nil)
	if _, err := audit.Collect(context.Background(), session, everyFact(), sink); err != nil {
		t.Fatal(err)
	}
	if len(sink.seen) < len(audit.Facts())*3/4 {
		t.Errorf("only %d of %d facts were seen", len(sink.seen), len(audit.Facts()))
	}
}
