package cli

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	_ "lambda-audit/audit/facts"
)

func TestPolicyFor(t *testing.T) {
	got := policyFor([]string{"lambda:ListFunctions", "lambda:GetPolicy", "sqs:GetQueueAttributes", "lambda:GetPolicy", "iam:GetRole"}, "aws-cn")
	want := iamPolicy{Version: "2012-10-17", Statement: []iamStatement{
		{"IamRole", "Allow", []string{"iam:GetRole"}, []string{"arn:aws-cn:iam::*:role/*"}, nil},
		{"LambdaTakesNoResource", "Allow", []string{"lambda:ListFunctions"}, []string{"*"}, nil},
		{"LambdaFunction", "Allow", []string{"lambda:GetPolicy"}, []string{"arn:aws-cn:lambda:*:*:function:*"}, nil},
		{"Sqs", "Allow", []string{"sqs:GetQueueAttributes"}, []string{"arn:aws-cn:sqs:*:*:*"}, nil},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("policy: %+v, want %+v", got, want)
	}
	if empty := policyFor(nil, "aws"); empty.Statement == nil || len(empty.Statement) != 0 {
		t.Errorf("policy for nothing: %+v, want an empty list of statements", empty)
	}
}

// IAM takes only letters and digits in a Sid, and no Sid twice in a policy.
func TestSidsAreValidAndUnique(t *testing.T) {
	var actions []string
	for _, f := range audit.Facts() {
		actions = append(actions, f.Info().Actions...)
	}
	seen := map[string]bool{}
	for _, s := range policyFor(actions, "aws").Statement {
		if !regexp.MustCompile(`^[A-Za-z0-9]+$`).MatchString(s.Sid) || seen[s.Sid] {
			t.Errorf("Sid %q is malformed, or stands there twice", s.Sid)
		}
		seen[s.Sid] = true
	}
}

// Every action is either limited to resources or known to take none: IAM would
// refuse a listing that is limited, and an action that is not would be too wide.
func TestEveryActionIsLimitedOrKnownNotToBe(t *testing.T) {
	table := policyResources()
	tagged := audit.MemberFilter{Units: []string{"Prod"}, Tags: []string{"stage"}}
	actions := slices.Concat(audit.OpeningActions, audit.MemberFilter{}.Actions(), tagged.Actions())
	for _, f := range audit.Facts() {
		actions = append(actions, f.Info().Actions...)
	}
	for _, action := range actions {
		if _, limited := table.Resources[action]; limited == slices.Contains(table.Unlimited, action) {
			t.Errorf("%s must stand in policy_resources.json once, under resources or unlimited", action)
		}
	}
	for action, resource := range table.Resources {
		if !strings.HasPrefix(resource, "arn:aws:") || len(strings.Split(resource, ":")) < 6 {
			t.Errorf("%s is limited to %q", action, resource)
		}
	}
}
