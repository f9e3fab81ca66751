// Package jsonschema checks documents against the part of JSON Schema (2020-12)
// that this project's published schemas use. Tests hold the schemas to what the
// program writes and reads with it.
package jsonschema

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Validate checks a JSON document against a schema, and returns the first
// departure.
func Validate(schema, document []byte) error {
	var s map[string]any
	if err := json.Unmarshal(schema, &s); err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		return fmt.Errorf("read the document: %w", err)
	}
	defs, _ := s["$defs"].(map[string]any)
	return validator{defs}.check("root", s, value)
}

type validator struct{ defs map[string]any }

func (v validator) check(at string, schema map[string]any, value any) error {
	if ref, is := schema["$ref"].(string); is {
		schema = v.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if enum, is := schema["enum"].([]any); is && !slices.Contains(enum, value) {
		return fmt.Errorf("%s is %v, which is none of %v", at, value, enum)
	}
	if choices, is := schema["anyOf"].([]any); is {
		if !slices.ContainsFunc(choices, func(c any) bool { return v.meets(c.(map[string]any), value) }) {
			return fmt.Errorf("%s meets none of %v", at, choices)
		}
		if schema["type"] == nil {
			return nil // the choices say all
		}
	}
	if err := checkType(at, schema["type"], value); err != nil {
		return err
	}
	switch value := value.(type) {
	case string:
		return checkText(at, schema, value)
	case float64:
		return checkNumber(at, schema, value)
	case []any:
		return v.checkItems(at, schema, value)
	case map[string]any:
		return v.checkObject(at, schema, value)
	}
	return nil
}

func checkText(at string, schema map[string]any, text string) error {
	if schema["format"] == "date-time" {
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
	}
	if pattern, is := schema["pattern"].(string); is && !regexp.MustCompile(pattern).MatchString(text) {
		return fmt.Errorf("%s is %q, which does not meet %s", at, text, pattern)
	}
	if least, is := schema["minLength"].(float64); is && float64(len([]rune(text))) < least {
		return fmt.Errorf("%s is too short", at)
	}
	return nil
}

func checkNumber(at string, schema map[string]any, number float64) error {
	least, hasLeast := schema["minimum"].(float64)
	most, hasMost := schema["maximum"].(float64)
	if hasLeast && number < least || hasMost && number > most {
		return fmt.Errorf("%s is out of range: %v", at, number)
	}
	return nil
}

func (v validator) checkItems(at string, schema map[string]any, items []any) error {
	of, told := schema["items"].(map[string]any)
	for i, item := range items {
		if !told {
			break
		}
		if err := v.check(fmt.Sprintf("%s[%d]", at, i), of, item); err != nil {
			return err
		}
	}
	return nil
}

func (v validator) checkObject(at string, schema, value map[string]any) error {
	if missing := lacks(schema, value); missing != "" {
		return fmt.Errorf("%s lacks %s", at, missing)
	}
	if least, is := schema["minProperties"].(float64); is && float64(len(value)) < least {
		return fmt.Errorf("%s is empty", at)
	}
	properties, _ := schema["properties"].(map[string]any)
	_, closed := schema["additionalProperties"]
	for name, member := range value {
		property, known := properties[name].(map[string]any)
		if !known {
			property, known = schema["additionalProperties"].(map[string]any)
		}
		if !known && !closed {
			continue
		}
		if !known {
			return fmt.Errorf("%s has an unknown member %s", at, name)
		}
		if err := v.check(at+"."+name, property, member); err != nil {
			return err
		}
	}
	return nil
}

// meets reports whether the value meets one of several schemas: one that names a
// type is checked in full, and of any other what it requires.
func (v validator) meets(schema map[string]any, value any) bool {
	object, is := value.(map[string]any)
	if is && schema["type"] == nil && schema["$ref"] == nil {
		return lacks(schema, object) == ""
	}
	return v.check("choice", schema, value) == nil
}

// lacks returns the first required member that is not there.
func lacks(schema, value map[string]any) string {
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, there := value[name.(string)]; !there {
			return name.(string)
		}
	}
	return ""
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
