package views_test

import (
	"fmt"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	_ "lambda-audit/rules/catalogue"
	"lambda-audit/rules/views"
)

const (
	inAccount = "arn:aws:iam::111122223333:role/"
	inRegion  = "arn:aws:lambda:eu-west-1:111122223333:function:"
	basic     = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
)

// TestEachDocumentIsParsedOnce judges nine functions by all default rules. Their
// three roles have a policy of 15 statements each, and the rest in common.
func TestEachDocumentIsParsedOnce(t *testing.T) {
	const roles, functions = 3, 9
	var given []audit.Given
	for i := range roles {
		arn := fmt.Sprintf("%srole-%d", inAccount, i)
		given = append(given, facts.Roles.Is(arn, facts.Role{
			ARN: arn, Trust: `{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}`,
			Inline:   []facts.InlinePolicy{{Name: "app", Document: longPolicy(i)}},
			Attached: []facts.AttachedPolicy{{Name: "AWSLambdaBasicExecutionRole", ARN: basic}},
		}))
	}
	for i := range functions {
		arn := fmt.Sprintf("%sf%d", inRegion, i)
		given = append(given,
			facts.Functions.Is(arn, facts.Config{Name: fmt.Sprintf("f%d", i), ARN: arn, Role: fmt.Sprintf("%srole-%d", inAccount, i%roles)}),
			facts.ResourcePolicy.Is(arn, `{"Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*"}}`))
	}
	given = append(given, facts.ManagedPolicies.Is(basic, `{"Statement":{"Effect":"Allow","Action":"logs:*","Resource":"*"}}`))
	chosen, err := rules.Select(rules.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	known, err := audit.Pretend(rules.ExampleHeader(), rules.Collected(chosen), given...)
	if err != nil {
		t.Fatal(err)
	}
	counts := views.CountParses(t)
	if _, err := rules.Evaluate(known, rules.Config{Rules: chosen, Strict: true}); err != nil {
		t.Fatal(err)
	}
	if want := roles + 3; len(counts) != want { // and the trust policy, AWS's own and the functions'
		t.Errorf("%d documents were parsed, want %d", len(counts), want)
	}
	for text, times := range counts {
		if times != 1 {
			t.Errorf("parsed %d times: %s", times, text)
		}
	}
}

func longPolicy(role int) facts.Policy {
	var statements []string
	for i := range 15 {
		statements = append(statements, fmt.Sprintf(`{"Sid":"Table%d","Effect":"Allow","Action":"dynamodb:*","Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/role-%d-%d"}`, i, role, i))
	}
	return facts.Policy(`{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`)
}
