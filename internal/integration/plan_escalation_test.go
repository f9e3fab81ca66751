//go:build integration

package integration

// anyRole and ownRole are resources of statements.
const anyRole = "arn:aws:iam::" + account + ":role/"

// starts lets a function start others under a role, and pass roles by the last
// statement.
func starts(pass string) []string {
	return []string{allow("start", `["lambda:CreateFunction","lambda:InvokeFunction"]`, `"arn:aws:lambda:*:`+account+`:function:new"`), pass}
}

// passes lets roles be passed to a service.
func passes(role, service string) string {
	return `{"Sid":"pass","Effect":"Allow","Action":"iam:PassRole","Resource":"` + role + `","Condition":{"StringEquals":{"iam:PassedToService":"` + service + `"}}}`
}

// escalatingRoles can come to more rights than they have, or nearly.
var escalatingRoles = []role{
	{name: "writes-any-role", inline: []string{allow("write", `"iam:PutRolePolicy"`, `"*"`)},
		want: says("role-privilege-escalation critical inline:inline/write: self", "role-wildcard high inline:inline/write")},
	{name: "writes-itself", inline: []string{allow("write", `"iam:AttachRolePolicy"`, `"`+anyRole+`writes-itself"`)},
		want: says("role-privilege-escalation critical inline:inline/write: self")},
	{name: "writes-alike", inline: []string{allow("write", `"iam:PutRolePolicy"`, `"`+anyRole+`app-*"`)},
		want: says("role-privilege-escalation high inline:inline/write: self")},
	{name: "writes-another", inline: []string{allow("write", `"iam:PutRolePolicy"`, `"`+anyRole+`plain"`)}},
	{name: "writes-denied", inline: []string{allow("write", `"iam:PutRolePolicy"`, `"*"`), deny("none", `"iam:Put*"`, `"*"`)}},
	{name: "passes-any", inline: starts(allow("pass", `"iam:PassRole"`, `"*"`)),
		want: says("role-privilege-escalation high inline:inline/pass: pass-role", "role-wildcard high inline:inline/pass")},
	{name: "passes-any-to-lambda", inline: starts(passes(anyRole+"*", "lambda.amazonaws.com")),
		want: says("role-privilege-escalation high inline:inline/pass: pass-role", "role-wildcard medium inline:inline/pass")},
	{name: "passes-to-others", inline: starts(passes(anyRole+"*", "states.amazonaws.com")), want: says("role-wildcard medium inline:inline/pass")},
	{name: "passes-one", inline: starts(allow("pass", `"iam:PassRole"`, `"`+anyRole+`plain"`))},
	{name: "passes-and-starts-nothing", inline: []string{passes("*", "lambda.amazonaws.com")}, want: says("role-wildcard medium inline:inline/pass")},
	// No role of the plan trusts the tasks of ECS, which only the list of roles shows.
	{name: "passes-to-tasks", inline: []string{allow("start", `["ecs:RegisterTaskDefinition","ecs:RunTask"]`, `"*"`), passes("*", "ecs-tasks.amazonaws.com")},
		want:     says("role-wildcard high inline:inline/start", "role-wildcard medium inline:inline/pass"),
		unlisted: says("role-privilege-escalation high inline:inline/pass: pass-role")},
	{name: "any-code", inline: []string{allow("deploy", `"lambda:UpdateFunctionCode"`, `"arn:aws:lambda:us-east-1:`+account+`:function:*"`)},
		want: says("role-privilege-escalation medium inline:inline/deploy: existing", "role-wildcard high inline:inline/deploy")},
	{name: "code-alike", inline: []string{allow("deploy", `"lambda:UpdateFunctionCode"`, `"arn:aws:lambda:us-east-1:`+account+`:function:app-*"`)},
		want: says("role-privilege-escalation low inline:inline/deploy: existing")},
	{name: "one-code", inline: []string{allow("deploy", `"lambda:UpdateFunctionCode"`, `"arn:aws:lambda:us-east-1:`+account+`:function:app"`)}},
}

// escalationPlan are functions under those roles.
var escalationPlan = under(escalatingRoles)

// under are functions, one under each of the roles.
func under(list []role) []planted {
	var functions []planted
	for _, r := range list {
		functions = append(functions, planted{name: "under-" + r.name, role: r.name})
	}
	return functions
}
