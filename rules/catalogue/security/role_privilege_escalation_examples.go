package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// The account's other roles in the examples.
const (
	workerRole  = "arn:aws:iam::111122223333:role/worker"
	builderRole = "arn:aws:iam::111122223333:role/builder"
)

// inAccount gives a role in an account whose other roles trust Lambda and CodeBuild.
func inAccount(given []audit.Given) []audit.Given {
	return append(given, facts.RoleTrusts.Is(sample.Account, facts.Trusting{Complete: true, Services: map[string][]string{
		"lambda.amazonaws.com": {sample.Role, workerRole}, "codebuild.amazonaws.com": {builderRole},
	}}))
}

// listedInPart gives a role in an account whose roles are not all known.
func listedInPart(given []audit.Given) []audit.Given {
	return append(given, facts.RoleTrusts.Is(sample.Account, facts.Trusting{Services: map[string][]string{"lambda.amazonaws.com": {sample.Role}}}))
}

// passes is a statement by which roles may be passed, and started under by others.
func passes(start, resource, condition string) string {
	return `{"Sid":"start","Effect":"Allow","Action":[` + start + `],"Resource":"*"},` +
		`{"Sid":"pass","Effect":"Allow","Action":"iam:PassRole","Resource":"` + resource + `"` + condition + `}`
}

const (
	startFunction = `"lambda:CreateFunction","lambda:InvokeFunction"`
	startTask     = `"ecs:RegisterTaskDefinition","ecs:RunTask"`
)

// escalation is an example about a role with these statements.
func escalation(name string, want rules.Outcome, severity rules.Severity, statements string) rules.Example {
	return rules.Example{Name: name, Want: want, Severity: severity, Subject: sample.TheRole(), Given: inAccount(roleWith(statements))}
}

var roleEscalationExamples = []rules.Example{
	escalation("it may write policies of any role", rules.Fail, rules.Critical,
		`{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*"}`),
	escalation("it may write its own policies", rules.Fail, rules.Critical,
		`{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"`+sample.Role+`"}`),
	escalation("roles whose names begin alike", rules.Fail, rules.High,
		`{"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"arn:aws:iam::111122223333:role/app-*"}`),
	escalation("only the policies that a condition names may be attached", rules.Fail, rules.Medium,
		`{"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"*","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}}`),
	escalation("it may pass any role to a new function", rules.Fail, rules.High, passes(startFunction, "*", "")),
	escalation("a URL starts the new function (cloudsplaining misses it)", rules.Fail, rules.High,
		passes(`"lambda:CreateFunction","lambda:CreateFunctionUrlConfig","lambda:InvokeFunctionUrl"`, "*", "")),
	escalation("passing some roles to Lambda", rules.Fail, rules.Medium,
		passes(startFunction, "arn:aws:iam::111122223333:role/work*", `,"Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}`)),
	escalation("it may replace the code of any function", rules.Fail, rules.Medium,
		`{"Effect":"Allow","Action":"lambda:UpdateFunctionCode","Resource":"arn:aws:lambda:eu-west-1:111122223333:function:*"}`),
	escalation("the code of functions whose names begin alike", rules.Fail, rules.Low,
		`{"Effect":"Allow","Action":"lambda:UpdateFunctionCode","Resource":"arn:aws:lambda:eu-west-1:111122223333:function:app-*"}`),
	escalation("it may run commands on tagged machines", rules.Fail, rules.Low,
		`{"Effect":"Allow","Action":"ssm:SendCommand","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"orders"}}}`),
	{Name: "not all roles are known, and one may be passed to a task", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(),
		Given: listedInPart(roleWith(passes(startTask, "*", "")))},
	escalation("it may pass any role, but none trusts the service (Prowler flags it)", rules.Pass, rules.NoSeverity, passes(startTask, "*", "")),
	escalation("it may pass one role by name", rules.Pass, rules.NoSeverity, passes(startFunction, workerRole, "")),
	escalation("it may pass roles to another service only (Prowler and cloudsplaining flag it)", rules.Pass, rules.NoSeverity,
		passes(startFunction, "*", `,"Condition":{"StringEquals":{"iam:PassedToService":"states.amazonaws.com"}}`)),
	escalation("a Deny takes the writing back", rules.Pass, rules.NoSeverity,
		`{"Effect":"Allow","Action":"iam:*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}`),
	escalation("a single part of a combination (lambda-guard flags it)", rules.Pass, rules.NoSeverity,
		`{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}`),
	escalation("it may replace the code of one function", rules.Pass, rules.NoSeverity,
		`{"Effect":"Allow","Action":["lambda:UpdateFunctionCode","lambda:InvokeFunction"],"Resource":"arn:aws:lambda:eu-west-1:111122223333:function:invoices"}`),
	{Name: "a boundary leaves only logging", Want: rules.Pass, Subject: sample.TheRole(),
		Given: inAccount(boundedRole(`{"Effect":"Allow","Action":"iam:*","Resource":"*"}`, `{"Effect":"Allow","Action":"logs:*","Resource":"*"}`))},
	{Name: "what the roles trust could not be read, and it may pass any", Want: rules.Unknown, Subject: sample.TheRole(),
		Given: append(roleWith(passes(startFunction, "*", "")), facts.RoleTrusts.IsUnknown(sample.Account, sample.Denied("iam:GetAccountAuthorizationDetails")))},
	{Name: "a policy that may not be read", Want: rules.Unknown, Subject: sample.TheRole(), Given: inAccount(unreadPolicy())},
	{Name: "a boundary that may not be read", Want: rules.Unknown, Subject: sample.TheRole(),
		Given: inAccount(unreadBoundary(`{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*"}`))},
	{Name: "the role is gone", Want: rules.NotApplicable, Subject: sample.TheRole(),
		Given: inAccount([]audit.Given{facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Missing: true})})},
}
