package report

import (
	"bytes"
	"testing"

	"lambda-audit/internal/jsonschema"
)

// validate checks a document against the published schema.
func validate(document []byte) error { return jsonschema.Validate(Schema(), document) }

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
