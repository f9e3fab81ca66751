package network

import (
	"encoding/json"
	"os"
	"testing"

	"lambda-audit/rules/iam"
)

// What AWS's own execution policies allow is done by Lambda and not by the
// function, save that a durable function's code keeps its own state.
func TestAWSExecutionPoliciesCallNothing(t *testing.T) {
	text, err := os.ReadFile("../iam/testdata/execution_policies.json")
	if err != nil {
		t.Fatal(err)
	}
	var documents map[string]json.RawMessage
	if err := json.Unmarshal(text, &documents); err != nil {
		t.Fatal(err)
	}
	delete(documents, "AWSLambdaBasicDurableExecutionRolePolicy")
	for name, text := range documents {
		document, err := iam.Parse(string(text))
		if err != nil {
			t.Fatal(err)
		}
		role := iam.Role{Policies: []iam.Policy{{Name: name, Document: document}}}
		if uses, every := role.Uses(append(Elsewhere(), Private()...)); len(uses) > 0 || every {
			t.Errorf("%s: %v", name, uses)
		}
	}
}
