package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// validator checks a document against the part of JSON Schema that our schema
// uses, and returns the first departure.
type validator struct{ defs map[string]any }

func (v validator) check(at string, schema map[string]any, value any) error {
	if ref, is := schema["$ref"].(string); is {
		schema = v.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if enum, is := schema["enum"].([]any); is && !slices.Contains(enum, value) {
		return fmt.Errorf("%s is %v, which is none of %v", at, value, enum)
	}
	if err := checkType(at, schema["type"], value); err != nil {
		return err
	}
	if text, is := value.(string); is && schema["format"] == "date-time" {
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
	}
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			if err := v.check(fmt.Sprintf("%s[%d]", at, i), schema["items"].(map[string]any), item); err != nil {
				return err
			}
		}
	case map[string]any:
		return v.checkObject(at, schema, value)
	}
	return nil
}

func (v validator) checkObject(at string, schema, value map[string]any) error {
	for _, name := range schema["required"].([]any) {
		if _, there := value[name.(string)]; !there {
			return fmt.Errorf("%s lacks %s", at, name)
		}
	}
	properties := schema["properties"].(map[string]any)
	for name, member := range value {
		property, known := properties[name].(map[string]any)
		if !known {
			return fmt.Errorf("%s has an unknown member %s", at, name)
		}
		if err := v.check(at+"."+name, property, member); err != nil {
			return err
		}
	}
	return nil
}

func checkType(at string, want, value any) error {
	allowed, several := want.([]any)
	if !several {
		allowed = []any{want}
	}
	if want == nil || slices.Contains(allowed, typeOf(value)) {
		return nil
	}
	if typeOf(value) == "integer" && slices.Contains(allowed, any("number")) {
		return nil
	}
	return fmt.Errorf("%s is of type %v, want %v", at, typeOf(value), want)
}

func typeOf(value any) any {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case float64:
		if value == float64(int64(value)) {
			return "integer"
		}
	}
	return "number"
}

// validate checks a document against the published schema.
func validate(document []byte) error {
	var schema map[string]any
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		return err
	}
	return validator{schema["$defs"].(map[string]any)}.check("root", schema, value)
}

func TestJSONSatisfiesTheSchema(t *testing.T) {
	format, err := Find("json")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Report{"shop": shop(), "empty": emptyAccount(), "clean": cleanAccount()} {
		if err := validate(written(t, format, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	format, err := Find("json")
	if err != nil {
		t.Fatal(err)
	}
	document := written(t, format, shop())
	for name, change := range map[string][2]string{
		"a null list":       {`"errors": [`, `"errors": null, "more": [`},
		"another severity":  {`"severity": "critical"`, `"severity": "catastrophic"`},
		"another outcome":   {`"outcome": "fail"`, `"outcome": "failed"`},
		"an unknown member": {`"partial": true`, `"partial": true, "surprise": 1`},
		"a missing member":  {`"tool": "lambda-audit",`, ``},
		"a text for a bool": {`"partial": true`, `"partial": "true"`},
		"a time not in RFC": {`"taken_at": "2026-11-23T09:00:00Z"`, `"taken_at": "23.11.2026"`},
	} {
		changed := bytes.Replace(document, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(changed, document) {
			t.Errorf("%s: nothing to change", name)
		} else if validate(changed) == nil {
			t.Errorf("%s satisfies the schema", name)
		}
	}
}
