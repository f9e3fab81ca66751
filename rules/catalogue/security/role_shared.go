package security

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/gravity"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

// worsening are the rules by which a role is worth sharing with nobody.
var worsening = []string{"role-admin", "role-privilege-escalation"}

var _ = rules.Register(rules.Rule{
	ID: "role-shared", Title: "shares its role with other functions",
	Severity: rules.Medium, Pillar: rules.Security,
	Why: "Each function has the rights that all of them need together: a flaw in the least of them reaches what belongs to the others, and nobody dares to take a right away.",
	Fix: sharedFix("NAME", audit.ARN{Partition: "aws", Account: "ACCOUNT_ID"}),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/security-iam.html",
	},
	Kinds:    []audit.KindName{facts.KindRole},
	Requires: []audit.Dep{facts.Functions, views.Role, views.RoleUsers},
	Uses:     worsening,
	Check:    checkRoleShared,
	Examples: roleSharedExamples,
})

// sharedFix gives a function a role of its own, in the account of the other role.
// Lambda refuses a role until what IAM has made has spread.
func sharedFix(function string, role audit.ARN) string {
	const longest = 64 - len("-role") // of a role's name (IAM quotas, 2026-11)
	own := function[:min(len(function), longest)] + "-role"
	return strings.NewReplacer("FUNCTION", function, "OWN", own, "TRUST", iam.LambdaTrust, "PARTITION", role.Partition, "ACCOUNT", role.Account).Replace(`# for each function but one, in its region: a role of its own, with what this function calls
aws iam create-role --role-name OWN --assume-role-policy-document 'TRUST'
aws iam attach-role-policy --role-name OWN --policy-arn arn:PARTITION:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
aws iam put-role-policy --role-name OWN --policy-name FUNCTION --policy-document file://what-it-calls.json
sleep 15   # until Lambda can take the new role on
aws lambda update-function-configuration --function-name FUNCTION --role arn:PARTITION:iam::ACCOUNT:role/OWN --region REGION
# SAM: leave Role out, and each function gets its own; its rights go to Policies      Terraform: one aws_iam_role for each aws_lambda_function`)
}

func checkRoleShared(in *rules.Input) []rules.Finding {
	users, unsure := usersOfRole(in)
	switch {
	case len(users) > 1:
		return rules.One(shared(in, users))
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	case in.Subject.Open:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NotAsked, Fact: facts.Functions.Name,
			Message: "not all functions and versions are listed, and more may run under the role"}))
	case in.Facts.Header().Scope.Named() != nil:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NotAsked, Fact: facts.Functions.Name,
			Message: "the run read the named functions alone, and others may run under the role"}))
	}
	return nil
}

// usersOfRole are the functions that run under the role, as $LATEST or as a version
// that an alias serves, each once. The error says that there may be more.
func usersOfRole(in *rules.Input) ([]string, error) {
	users, unsure := views.RoleUsers.Of(in.Facts, in.Subject.ID)
	users = slices.Clone(users)
	for _, arn := range in.Subject.Functions {
		c, err := facts.Functions.Of(in.Facts, arn)
		if err != nil {
			unsure = err // it may be a copy of another one
			continue
		}
		users = append(users, views.Original(arn, &c))
	}
	slices.Sort(users)
	return slices.Compact(users), unsure
}

func shared(in *rules.Input, users []string) rules.Finding {
	severity, can := sharedPower(in)
	names := shortNames(users)
	f := rules.Failed(fmt.Sprintf("%d functions run under it: %s; it %s", len(users), rules.Some(names), can),
		rules.Configured("functions", users, "one"),
		rules.Configured("number of functions", len(users), 1),
		rules.Configured("the role", can, nil))
	first, _ := audit.ParseARN(users[0])
	role, _ := audit.ParseARN(in.Subject.ID)
	f.Severity, f.Fix = severity, sharedFix(rules.InCommand(first.Name(), "NAME"), role)
	return f
}

// shortNames are the functions' names, with their region where there are several.
func shortNames(users []string) []string {
	names := make([]string, len(users))
	regions := map[string]bool{}
	for i, arn := range users {
		a, _ := audit.ParseARN(arn)
		names[i], regions[a.Region] = a.Name(), true
	}
	for i, arn := range users {
		if a, _ := audit.ParseARN(arn); len(regions) > 1 {
			names[i] += " in " + a.Region
		}
	}
	return names
}

// sharedPower says how much sharing the role hurts, by what it can do.
func sharedPower(in *rules.Input) (rules.Severity, string) {
	power, worst := rules.NoSeverity, ""
	for _, rule := range worsening {
		for _, f := range in.About(rule, in.Subject.Functions[0]).Findings {
			if f.Subject == in.Subject.ID && f.Severity > power {
				power, worst = f.Severity, rule
			}
		}
	}
	role, err := views.Role.Of(in.Facts, in.Subject.ID)
	if err == nil && role.Missing {
		return rules.Low, "does not exist"
	}
	severity := gravity.OfSharing(&role.Role, power)
	switch {
	case severity == rules.High:
		return severity, "can do far more than they need (" + worst + ")"
	case err != nil || len(role.Unreadable) > 0:
		return rules.Medium, "has rights that could not all be read"
	case severity > rules.Low:
		return severity, "has the rights of all of them"
	}
	if uses, _ := role.Uses(tracing); slices.ContainsFunc(uses, ofLogs) {
		return severity, "reaches nothing but logs and traces"
	}
	return severity, "can do no more than write logs and traces"
}

// tracing are the actions by which a function logs and traces.
var tracing = []string{"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams",
	"xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSampling*"}

func ofLogs(u iam.Use) bool { return u.Service == "logs" || u.Service == "xray" }
