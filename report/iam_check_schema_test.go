package report

import (
	"encoding/json"
	"reflect"
	"testing"

	"lambda-audit/docs"
	"lambda-audit/internal/jsonschema"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/iamcheck"
)

// policyStatement is the name of the schema of a statement in IAM's own grammar,
// which is no row of ours.
const policyStatement = "PolicyStatement"

// iamCheckSets are the values of the words of rows of iam-check.
var iamCheckSets = map[string][]string{
	"verdict": {"admin", "privilege-escalation", "wildcard-action", "wildcard-resource", "clean", "unknown"},
	"kind":    {string(iam.Inline), string(iam.CustomerManaged), string(iam.AWSManaged)},
	"level":   {string(iam.LevelSelf), string(iam.LevelPassRole), string(iam.LevelExisting)},
	"effect":  {string(iam.Open), string(iam.Unknown), string(iam.Narrows), string(iam.Never)},
	"fault": {string(iam.FaultAnyPrincipal), string(iam.FaultCrossAccount), string(iam.FaultUnscoped), string(iam.FaultExtraService),
		string(iam.FaultDangling), string(iam.FaultOwnAccount), string(iam.FaultCannotBeTaken)},
	"Row.severity":   {"critical", "high", "medium", "low", iamcheck.Clean, iamcheck.Unknown},
	"Trust.severity": {"critical", "high", "medium", "low", iamcheck.Clean},
}

func makeIAMCheckSchema(t *testing.T) []byte {
	m := newSchemaMaker(t, "testdata/iam_check_descriptions.json", iamCheckSets)
	m.defs[policyStatement] = statementSchema()
	return m.finished(node{"type": "array", "items": m.of(reflect.TypeFor[iamcheck.Row](), "")}, "lambda-audit iam-check -o json")
}

// statementSchema is that of a statement of a replacement, where every list is
// written as a list.
func statementSchema() node {
	list := node{"type": "array", "items": node{"type": "string"}}
	return node{"type": "object", "additionalProperties": false, "required": []string{"Effect"}, "properties": node{
		"Sid": node{"type": "string"}, "Effect": node{"enum": []iam.Effect{iam.Allow, iam.Deny}},
		"Action": list, "NotAction": list, "Resource": list, "NotResource": list,
		"Condition": node{"type": "object", "additionalProperties": node{"type": "object", "additionalProperties": list}},
	}}
}

func TestIAMCheckSchemaIsCurrent(t *testing.T) {
	current(t, "../docs/iam-check.schema.json", docs.IAMCheckSchema, makeIAMCheckSchema(t))
}

func TestIAMCheckSchemaRefuses(t *testing.T) {
	if err := jsonschema.Validate(docs.IAMCheckSchema, checked(t, nil)); err != nil {
		t.Errorf("a row does not satisfy the schema: %v", err)
	}
	for name, change := range map[string]func(map[string]any){
		"a null list":       func(row map[string]any) { row["paths"] = nil },
		"another verdict":   func(row map[string]any) { row["verdict"] = "fine" },
		"a missing member":  func(row map[string]any) { delete(row, "suggestion") },
		"an unknown member": func(row map[string]any) { row["surprise"] = 1 },
		"a text suggested":  func(row map[string]any) { row["suggestion"] = "less" },
	} {
		if jsonschema.Validate(docs.IAMCheckSchema, checked(t, change)) == nil {
			t.Errorf("%s satisfies the schema", name)
		}
	}
}

// checked is what iam-check writes about a file, after a change.
func checked(t *testing.T, change func(map[string]any)) []byte {
	t.Helper()
	bundle, err := iam.ReadBundle(`{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}`)
	if err != nil {
		t.Fatal(err)
	}
	document, err := json.Marshal(iamcheck.Judge("policy.json", bundle))
	if err != nil {
		t.Fatal(err)
	}
	var row map[string]any
	if err := json.Unmarshal(document, &row); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(row)
	}
	document, err = json.Marshal([]any{row})
	if err != nil {
		t.Fatal(err)
	}
	return document
}
