package reliability

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// A fix may be pasted as a whole: what only fits an emergency, or undoes the rest,
// is a comment.
func TestFixesDoNoHarmWhenPasted(t *testing.T) {
	for _, r := range rules.All() {
		for line := range strings.Lines(r.Fix) {
			for _, harm := range []string{"--reserved-concurrent-executions 0", "delete-event-source-mapping"} {
				if strings.Contains(line, harm) && !strings.HasPrefix(line, "#") {
					t.Errorf("%s: %s", r.ID, line)
				}
			}
		}
	}
}

// The path of a role is all between "role/" and its name, even where a part of it
// begins as the name does.
func TestMissingRoleIsMadeUnderItsPath(t *testing.T) {
	for resource, want := range map[string]string{
		"role/orders":                "--role-name ROLE --assume",
		"role/service-role/orders":   "--role-name ROLE --path /service-role/ --assume",
		"role/shop/orders-eu/orders": "--role-name ROLE --path /shop/orders-eu/ --assume",
		"role/orders/orders/orders":  "--role-name ROLE --path /orders/orders/ --assume",
	} {
		arn, _ := audit.ParseARN("arn:aws:iam::111122223333:" + resource)
		if fix := missingRoleFix(arn, nil); !strings.Contains(fix, want) {
			t.Errorf("%s: no %q in\n%s", resource, want, fix)
		}
	}
}

func TestRetriesKeepTheDestination(t *testing.T) {
	for verb, set := range map[string][]facts.Async{"put": nil, "update": {{Qualifier: latest, OnFailure: sample.Failures}}} {
		f := found(t, "retry-defaults", sample.TheFunction(), asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(10), settings(set...))...)[0]
		says(t, f, []string{"aws lambda " + verb + "-function-event-invoke-config --function-name NAME --maximum-retry-attempts 1"})
	}
}

func TestPoisonPillFixDropsNothingUnread(t *testing.T) {
	all := rules.All()
	fix := all[slices.IndexFunc(all, func(r *rules.Rule) bool { return r.ID == "stream-poison-pill" })].Fix
	for line := range strings.Lines(fix) {
		if strings.HasPrefix(line, "aws ") && strings.Contains(line, "--maximum-record-age-in-seconds") {
			t.Error(line)
		}
	}
}

func TestLagNamesTheSource(t *testing.T) {
	cluster := sample.Mapped("arn:aws:rds:eu-west-1:111122223333:cluster:shop", sample.Function, nil)
	list := found(t, "iterator-age", sample.TheFunction(), []audit.Given{sample.Waiting(0.1, 9), cluster}...)
	says(t, list[0], []string{"a record of shop waited 9 h"})
}

func TestRoleThatLambdaMayNotTakeLetsItIn(t *testing.T) {
	says(t, found(t, "role-missing", sample.TheRole(), theRole(trusting(letsTasks))...)[0], []string{"does not let Lambda take it, and orders cannot run", "ecs-tasks.amazonaws.com",
		"update-assume-role-policy --role-name ROLE", `"Principal":{"Service":["lambda.amazonaws.com"]}`}, "create-role")
	nobody := trusting(letsLambda + `,{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}`)
	says(t, found(t, "role-missing", sample.TheRole(), theRole(nobody)...)[0], []string{"what a function's role needs"}, "Deny")
}

func TestMissingRoleIsMadeUnderItsOwnARN(t *testing.T) {
	s := sample.TheRole()
	s.ID = "arn:aws-cn:iam::111122223333:role/service-role/orders"
	f := found(t, "role-missing", s, facts.Roles.Is(s.ID, facts.Role{ARN: s.ID, Missing: true}))[0]
	says(t, f, []string{"IAM has no role " + s.ID + ", and orders cannot run without it", "create-role --role-name ROLE --path /service-role/ --assume",
		"arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", "--function-name orders --role ROLE_ARN --region eu-west-1"})
	s = sample.TheRole()
	s.Functions = slices.Repeat(s.Functions, 7)
	says(t, found(t, "role-missing", s, theRole(facts.Role{ARN: s.ID, Missing: true})...)[0], []string{"# and so on for 2 more"}, "--path")
}
