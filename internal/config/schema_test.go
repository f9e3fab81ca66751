package config

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"lambda-audit/docs"
	"lambda-audit/internal/jsonschema"
)

// The published schema and the reader accept and refuse the same.
func TestSchemaAndReaderAgree(t *testing.T) {
	for text, good := range map[string]bool{
		full:                                    true,
		string(Starter(today)):                  true,
		"days: 1":                               true,
		"trust: {accounts: [\"111122223333\"]}": true,
		"functions: [{name: x, tag: y}]":        true,
		"params: {timeout-near-p99: {days: 2}}": true,
		"suppress: [{rule: error-rate, reason: x, until: \"2027-01-01\"}]":                true,
		"suppress: [{rule: error-rate, reason: x, until: \"2027-01-01\", owner: \"\"}]":   false,
		"suppress: [{rule: error-rate, reason: x, until: \"tomorrow\"}]":                  false,
		"suppress: [{rule: error-rate, reason: x}]":                                       false,
		"suppress: [{rule: error-rate, until: \"2027-01-01\"}]":                           false,
		"suppress: [{reason: x, until: \"2027-01-01\"}]":                                  false,
		"suppress: [{rule: error-rate, reason: x, until: \"2027-01-01\", account: 1111}]": true,
		"suppress_by_tag: {allow: true}":                                                  true,
		"suppress_by_tag: {allow: 1}":                                                     false,
		"suppress_by_tag: {up_to: none}":                                                  false,
		"suppress_max_days: 0":                                                            false,
		"allow_partial: true":                                                             true,
		"rps: 1":                                                                          true,
		"rps: 0":                                                                          false,
		"max_calls: 0":                                                                    false,
		"output: [json=a.json]":                                                           true,
		"output: json":                                                                    false,
		"exclude_accounts: [\"1234\"]":                                                    false,
		"unused: false":                                                                   true,
		"unused: 1":                                                                       false,
		"unused: \"true\"":                                                                false,
		"days: 0":                                                                         false,
		"days: 1.5":                                                                       false,
		"days: [1]":                                                                       false,
		"days: null":                                                                      false,
		"fail_on: fatal":                                                                  false,
		"min_score: 101":                                                                  false,
		"regions: [\"\"]":                                                                 false,
		"rules: []":                                                                       false,
		"rules: {only: []}":                                                               false,
		"surprise: 1":                                                                     false,
		"severities: {x86-architecture: none}":                                            false,
		"params: {timeout-near-p99: 1}":                                                   false,
		"params: {timeout-near-p99: {}}":                                                  false,
		"trust: {accounts: [\"1234\"]}":                                                   false,
		"trust: {organizations: [acme]}":                                                  false,
		"functions: [{disable: []}]":                                                      false,
		"functions: [{name: x, colour: red}]":                                             false,
		"functions: [{tag: \"=x\"}]":                                                      false,
		"functions: [{name: \"\"}]":                                                       false,
		"functions: [{name: x, severities: {missing-dlq: very}}]":                         false,
		"functions: [{name: x, params: {timeout-near-p99: [share]}}]":   false,
		"functions: [{name: x, params: {timeout-near-p99: {days: 2}}}]": true,
	} {
		_, err := Parse("f", []byte(text), time.Time{})
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		document, marshalErr := json.Marshal(value)
		if marshalErr != nil {
			t.Fatal(marshalErr)
		}
		refused := jsonschema.Validate(docs.ConfigSchema, document)
		if (err == nil) != good || (refused == nil) != good {
			t.Errorf("%q: the reader says %v and the schema %v, want good to be %v", text, err, refused, good)
		}
	}
}

// Every key of the schema is one that the reader gives a meaning, and the other
// way round.
func TestSchemaHasTheReadersKeys(t *testing.T) {
	read := slices.Concat(keysOfType("", reflect.TypeFor[document]()), settingKeys)
	slices.Sort(read)
	if got, want := keysOfSchema("", published(), published()), slices.Compact(read); !slices.Equal(got, want) {
		t.Errorf("the schema has %q, and the reader %q", got, want)
	}
}

func keysOfSchema(name string, s, whole *schema) []string {
	s = s.resolved(whole)
	if s.Items != nil {
		return keysOfSchema(name, s.Items, whole)
	}
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
		keys = append(keys, name+key)
		keys = append(keys, keysOfSchema(name+key+".", s.Properties[key], whole)...)
	}
	return sortedKeys(keys)
}

func keysOfType(name string, t reflect.Type) []string {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var keys []string
	for field := range fieldsOf(t) {
		if field.Anonymous {
			keys = append(keys, keysOfType(name, field.Type)...)
			continue
		}
		key := strings.Split(field.Tag.Get("json"), ",")[0]
		keys = append(keys, name+key)
		keys = append(keys, keysOfType(name+key+".", field.Type)...)
	}
	return sortedKeys(keys)
}

func fieldsOf(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

func sortedKeys(keys []string) []string { return slices.Sorted(slices.Values(keys)) }
