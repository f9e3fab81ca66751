package cli

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"lambda-audit/audit/secrets"
	"lambda-audit/docs"
	"lambda-audit/internal/jsonschema"
)

// The published schema has the members of a row, and takes every word that they
// can hold.
func TestSecretsCheckSchemaIsThatOfTheRows(t *testing.T) {
	var schema struct {
		Items struct {
			Required   []string
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(docs.SecretsCheckSchema, &schema); err != nil {
		t.Fatal(err)
	}
	var members []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[secretRow]()) {
		members = append(members, f.Tag.Get("json"))
	}
	if !slices.Equal(schema.Items.Required, members) {
		t.Errorf("the schema requires %q, and a row has %q", schema.Items.Required, members)
	}
	if got := slices.Sorted(maps.Keys(schema.Items.Properties)); !slices.Equal(got, slices.Sorted(slices.Values(members))) {
		t.Errorf("the schema describes %q, and a row has %q", got, members)
	}
	rows := []secretRow{{Line: 1, Class: secrets.ClassPlain, Step: secrets.StepNone}}
	for _, class := range []secrets.Class{secrets.ClassSecret, secrets.ClassReference, secrets.ClassEmpty, secrets.ClassPublic} {
		rows = append(rows, secretRow{Line: 1, Class: class, Step: secrets.StepNothing})
	}
	for _, step := range []secrets.Step{secrets.StepReference, secrets.StepContent, secrets.StepVendor, secrets.StepName} {
		rows = append(rows, secretRow{Line: 1, Class: secrets.ClassSecret, Step: step})
	}
	for _, confidence := range []secrets.Confidence{secrets.High, secrets.Medium, secrets.Low} {
		rows = append(rows, secretRow{Line: 1, Class: secrets.ClassSecret, Step: secrets.StepName, Confidence: confidence})
	}
	document, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	if err := jsonschema.Validate(docs.SecretsCheckSchema, document); err != nil {
		t.Error(err)
	}
	if jsonschema.Validate(docs.SecretsCheckSchema, []byte(`[{"file": "f", "value": "v"}]`)) == nil {
		t.Error("a row with a value satisfies the schema")
	}
}
