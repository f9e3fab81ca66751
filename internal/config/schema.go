package config

import (
	"cmp"
	"encoding/json"
	"strings"
	"sync"

	"lambda-audit/docs"
)

// A schema is the part of JSON Schema that the published one uses. The file is
// read by it, so that what it says of the keys is what holds.
type schema struct {
	Ref           string             `json:"$ref"`
	Type          kinds              `json:"type"`
	Enum          []string           `json:"enum"`
	Pattern       string             `json:"pattern"`
	Examples      []string           `json:"examples"`
	MinLength     int                `json:"minLength"`
	Minimum       *float64           `json:"minimum"`
	Maximum       *float64           `json:"maximum"`
	Items         *schema            `json:"items"`
	Properties    map[string]*schema `json:"properties"`
	Additional    additional         `json:"additionalProperties"`
	MinProperties int                `json:"minProperties"`
	AnyOf         []requirement      `json:"anyOf"`
	Required      []string           `json:"required"`
	Defs          map[string]*schema `json:"$defs"`
}

// A requirement names keys that must be there.
type requirement struct {
	Required []string `json:"required"`
}

// kinds are the types that a value may have, written as one or as a list.
type kinds []string

// UnmarshalJSON reads one type or a list of them.
func (k *kinds) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*k = kinds{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(k))
}

// additional is what keys beside the named ones must hold: anything, unless the
// schema says more.
type additional struct {
	forbidden bool
	schema    *schema // nil: anything
}

// UnmarshalJSON reads false or a schema.
func (a *additional) UnmarshalJSON(raw []byte) error {
	if a.forbidden = string(raw) == "false"; a.forbidden {
		return nil
	}
	a.schema = new(schema)
	return json.Unmarshal(raw, a.schema)
}

// member returns the schema of a key's value; nil where the key is forbidden.
func (s *schema) member(key string) *schema {
	if inner := s.Properties[key]; inner != nil {
		return inner
	}
	if s.Additional.forbidden {
		return nil
	}
	return cmp.Or(s.Additional.schema, &schema{})
}

// item returns the schema of a list's items.
func (s *schema) item() *schema { return cmp.Or(s.Items, &schema{}) }

// published is the schema of the whole file.
var published = sync.OnceValue(func() *schema { return parseSchema("lambda-audit.schema.json", docs.ConfigSchema) })

// publishedRules is the schema of a file of custom rules.
var publishedRules = sync.OnceValue(func() *schema { return parseSchema("custom-rules.schema.json", docs.CustomRulesSchema) })

// parseSchema reads one that is built in.
func parseSchema(name string, text []byte) *schema {
	s := new(schema)
	if err := json.Unmarshal(text, s); err != nil {
		panic(name + ": " + err.Error())
	}
	return s
}

// resolved follows a reference into the definitions of the whole schema.
func (s *schema) resolved(whole *schema) *schema {
	if name, ok := strings.CutPrefix(s.Ref, "#/$defs/"); ok {
		return whole.Defs[name]
	}
	return s
}
