package iam

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// executionPolicies reads AWS's own policies for execution roles, as of 2026-11-23, from testdata.
func executionPolicies(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	text, err := os.ReadFile("testdata/execution_policies.json")
	if err != nil {
		t.Fatal(err)
	}
	var documents map[string]json.RawMessage
	if err := json.Unmarshal(text, &documents); err != nil {
		t.Fatal(err)
	}
	return documents
}

func TestExecutionPoliciesOfAWS(t *testing.T) {
	low := []string{"AWSLambdaDynamoDBExecutionRole", "AWSLambdaKinesisExecutionRole", "AWSLambdaMSKExecutionRole", "AWSLambdaSQSQueueExecutionRole"}
	for name, document := range executionPolicies(t) {
		arn := "arn:aws:iam::aws:policy/service-role/" + name
		role := Role{Policies: []Policy{{Name: name, Kind: AWSManaged, ARN: arn, Document: parsed(t, string(document))}}}
		found := role.Wildcards(KnownSensitive())
		if slices.Contains(low, name) != (len(found) > 0) || len(role.Admin()) > 0 {
			t.Errorf("%s: %+v", name, found)
		}
		for _, g := range found {
			if g.Shape != ShapeEventSource || len(g.Sensitive) != 1 {
				t.Errorf("%s: %+v", name, g)
			}
		}
	}
}

func TestOwnCopyOfAnEventSourcePolicyIsJudgedInFull(t *testing.T) {
	role := roleOf(t, string(executionPolicies(t)["AWSLambdaSQSQueueExecutionRole"]))
	role.Policies[0].Name = "AWSLambdaSQSQueueExecutionRole"
	for _, g := range role.Wildcards(KnownSensitive()) {
		if g.Shape != ShapeSensitiveAny {
			t.Errorf("%+v", g)
		}
	}
}

func TestSensitiveActionsAreWellFormed(t *testing.T) {
	list := KnownSensitive()
	group := map[string]string{}
	for name, actions := range list.Groups {
		for _, action := range actions {
			if service, verb, found := strings.Cut(action, ":"); !found || service != strings.ToLower(service) || verb == "" || wild(action) {
				t.Errorf("%q is no action", action)
			}
			if group[action] != "" {
				t.Errorf("%s is in %s and in %s", action, group[action], name)
			}
			if Unscoped(action) {
				t.Errorf("%s knows no resources, so it can never count", action)
			}
			group[action] = name
		}
	}
	if len(group) < 250 || list.AsOf == "" || list.Source == "" || len(list.Groups[SelfEscalation]) == 0 {
		t.Errorf("%d actions as of %q from %q", len(group), list.AsOf, list.Source)
	}
	if got := list.Group("S3:getobject"); got != "data-access" {
		t.Errorf("s3:GetObject is in %q", got)
	}
	if got := list.Actions(); len(got) != len(group) || !slices.IsSorted(got) {
		t.Errorf("Actions gives %d of %d", len(got), len(group))
	}
}

func TestEveryTableIsDated(t *testing.T) {
	entries, err := files.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		table := load[map[string]any](entry.Name())
		if date, _ := table["as_of"].(string); len(date) != len("2026-11-23") {
			t.Errorf("%s has no date", entry.Name())
		}
	}
}
