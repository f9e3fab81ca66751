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
		{"IamRole", "Allow", []string{"iam:GetRole"}, []string{"arn:aws-cn:iam::*:role/*"}},
		{"LambdaTakesNoResource", "Allow", []string{"lambda:ListFunctions"}, []string{"*"}},
		{"LambdaFunction", "Allow", []string{"lambda:GetPolicy"}, []string{"arn:aws-cn:lambda:*:*:function:*"}},
		{"Sqs", "Allow", []string{"sqs:GetQueueAttributes"}, []string{"arn:aws-cn:sqs:*:*:*"}},
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

// What a listing covers belongs to no single resource: IAM would refuse it if it
// were limited to one.
func TestListingsAreNotLimited(t *testing.T) {
	unlimited := []string{
		"lambda:ListFunctions", "lambda:ListEventSourceMappings", "lambda:GetAccountSettings", "cloudwatch:GetMetricData",
		"cloudwatch:ListMetrics", "iam:GetAccountSummary", "iam:GetAccountAuthorizationDetails", "tag:GetResources", "ec2:DescribeRegions",
	}
	for action, resource := range policyResources() {
		if slices.Contains(unlimited, action) || !strings.HasPrefix(resource, "arn:aws:") || len(strings.Split(resource, ":")) < 6 {
			t.Errorf("%s is limited to %q", action, resource)
		}
	}
}
