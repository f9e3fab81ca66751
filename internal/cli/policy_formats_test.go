package cli

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// The template holds the policy as json writes it, and nothing else of IAM.
func TestCloudFormationHoldsThePolicy(t *testing.T) {
	args := []string{"permissions", "--unused", "--with-decrypt"}
	var policy iamPolicy
	var template cfnTemplate
	_, asJSON, _ := run(t, args...)
	code, asTemplate, _ := run(t, append(args, "-o", "cloudformation")...)
	for text, into := range map[string]any{asJSON: &policy, asTemplate: &template} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	got := template.Resources["LambdaAudit"]
	if code != 0 || len(template.Resources) != 1 || !reflect.DeepEqual(got.Properties.PolicyDocument, policy) || len(policy.Statement) == 0 {
		t.Errorf("code %d, template %+v, want the policy %+v", code, template, policy)
	}
}

// Every action, resource and condition of the policy stands in the document, once
// for each statement, and what a user typed cannot become a template of Terraform.
func TestTerraformHoldsThePolicy(t *testing.T) {
	policy := iamPolicy{Statement: []iamStatement{
		{Sid: "A", Effect: "Allow", Action: []string{"a:One", "a:Two"}, Resource: []string{"*"}},
		{Sid: "B", Effect: "Allow", Action: []string{"b:One"}, Resource: []string{"arn:${x}:%{y}\"", "r2"},
			Condition: map[string]map[string][]string{"StringLike": {"kms:ViaService": {"v1", "v2"}}}},
	}}
	var text strings.Builder
	if err := writeTerraform(&text, policy); err != nil {
		t.Fatal(err)
	}
	want := `data "aws_iam_policy_document" "lambda_audit" {
  statement {
    sid       = "A"
    effect    = "Allow"
    resources = ["*"]
    actions = [
      "a:One",
      "a:Two",
    ]
  }

  statement {
    sid       = "B"
    effect    = "Allow"
    resources = ["arn:$${x}:%%{y}\"", "r2"]
    actions = [
      "b:One",
    ]

    condition {
      test     = "StringLike"
      variable = "kms:ViaService"
      values   = ["v1", "v2"]
    }
  }
}
`
	if got, _, _ := strings.Cut(text.String(), "\nresource "); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
