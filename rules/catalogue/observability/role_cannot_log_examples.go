package observability

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

const (
	ownGroup   = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders"
	bothWrites = `"Action":["logs:CreateLogStream","logs:PutLogEvents"]`
	limits     = "arn:aws:iam::111122223333:policy/limits"
)

var roleCannotLogExamples = []rules.Example{
	{Name: "the role says nothing of logs", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: loggedAs(there,
		`{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`), Results: grouped(rules.Pass)},
	{Name: "another group", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: loggedAs(there,
		`{"Effect":"Allow",`+bothWrites+`,"Resource":"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/invoices:*"}`), Results: grouped(rules.Fail)},
	{Name: "another region", Want: rules.Fail, Subject: sample.TheFunction(), Given: loggedAs(there,
		`{"Effect":"Allow",`+bothWrites+`,"Resource":"arn:aws:logs:us-east-1:111122223333:*"}`), Results: grouped(rules.Pass)},
	{Name: "streams may be made, and nothing be written to them", Want: rules.Fail, Subject: sample.TheFunction(), Given: loggedAs(there,
		`{"Effect":"Allow","Action":"logs:CreateLogStream","Resource":"*"}`), Results: grouped(rules.Pass)},
	{Name: "the group without its streams", Want: rules.Fail, Subject: sample.TheFunction(), Given: loggedAs(there,
		`{"Effect":"Allow",`+bothWrites+`,"Resource":"`+ownGroup+`"}`), Results: grouped(rules.Pass)},
	{Name: "the group does not exist, and the role may not make it", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: loggedAs(notThere, may(ownGroup+":*")), Results: grouped(rules.Fail)},
	{Name: "a Deny, as some write to save money", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: loggedAs(there, may("*")+`,{"Effect":"Deny","Action":"logs:*","Resource":"*"}`), Results: grouped(rules.Pass)},
	{Name: "a boundary that leaves no logs", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Results: grouped(rules.Pass),
		Given: bounded(may("*"))},
	{Name: "a vendor's extension may take the lines", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Results: grouped(rules.Pass),
		Given: loggedIn(facts.Role{ARN: sample.Role}, func(c *facts.Config) {
			c.Layers = []string{"arn:aws:lambda:eu-west-1:111122223333:layer:sumologic-extension-arm64:6"}
		}, there)},
	{Name: "the role of the version that an alias serves", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheVersion(), Results: grouped(rules.Pass),
		Given: append(loggedAs(there, may("*")), facts.Roles.Is(sample.Role+"-7", facts.Role{ARN: sample.Role + "-7"}),
			sample.VersionConfig("7", func(c *facts.Config) { c.Role = sample.Role + "-7" }))},
	{Name: "AWS's own policy", Want: rules.Pass, Subject: sample.TheFunction(), Results: grouped(rules.Pass), Given: loggedAs(there,
		`{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}`)},
	{Name: "its own group, written as group and star", Want: rules.Pass, Subject: sample.TheFunction(), Given: loggedAs(there, may(ownGroup+":*")), Results: grouped(rules.Pass)},
	{Name: "its own group, written as log-stream and star", Want: rules.Pass, Subject: sample.TheFunction(), Given: loggedAs(there, may(ownGroup+":log-stream:*")), Results: grouped(rules.Pass)},
	{Name: "streams are made in the group, and lines put to the streams (a policy from the reference)", Want: rules.Pass, Subject: sample.TheFunction(), Results: grouped(rules.Pass),
		Given: loggedAs(there, `{"Effect":"Allow","Action":"logs:CreateLogStream","Resource":"`+ownGroup+`"},{"Effect":"Allow","Action":"logs:PutLogEvents","Resource":"`+ownGroup+`:*"}`)},
	{Name: "the group does not exist, and the role may make it (a policy from the console)", Want: rules.Pass, Subject: sample.TheFunction(), Results: grouped(rules.Pass),
		Given: loggedAs(notThere, `{"Effect":"Allow","Action":"logs:CreateLogGroup","Resource":"arn:aws:logs:eu-west-1:111122223333:*"},`+may(ownGroup+":*"))},
	{Name: "the role may not make groups, and the group is there (cfn_nag W58 wants that right)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: loggedAs(there, may("arn:aws:logs:*:*:log-group:/aws/lambda/*:*")), Results: grouped(rules.Pass)},
	{Name: "a group of its own choice", Want: rules.Pass, Subject: sample.TheFunction(), Results: grouped(rules.Pass),
		Given: loggedIn(facts.Role{ARN: sample.Role, Inline: inline(may("arn:aws:logs:eu-west-1:111122223333:log-group:/shop/all:*"))}, to("/shop/all"), group("/shop/all", facts.LogGroup{}))},
	{Name: "under a condition", Want: rules.Unknown, Subject: sample.TheFunction(), Results: grouped(rules.Pass), Given: loggedAs(there,
		`{"Effect":"Allow",`+bothWrites+`,"Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"orders"}}}`)},
	{Name: "some of its streams", Want: rules.Unknown, Subject: sample.TheFunction(), Given: loggedAs(there, may(ownGroup+":log-stream:2026/*")), Results: grouped(rules.Pass)},
	{Name: "one of the policies may not be read", Want: rules.Unknown, Subject: sample.TheFunction(), Results: grouped(rules.Pass), Given: append(
		loggedIn(facts.Role{ARN: sample.Role, Attached: []facts.AttachedPolicy{{Name: "limits", ARN: limits}}}, nil, there),
		facts.ManagedPolicies.IsUnknown(limits, sample.Denied("iam:GetPolicyVersion")))},
	{Name: "the role may not make groups, and whether there is one is not known", Want: rules.Unknown, Subject: sample.TheFunction(), Results: grouped(rules.Unknown),
		Given: append(loggedAs(there, may(ownGroup+":*"))[:2], facts.LogGroups.Broke(sample.Region, sample.Denied("logs:DescribeLogGroups")))},
	{Name: "the role is gone", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: loggedIn(facts.Role{ARN: sample.Role, Missing: true}, nil, there), Results: grouped(rules.Pass)},
	{Name: "a replica of Lambda@Edge", Want: rules.NotApplicable, Subject: sample.TheFunction(), Results: grouped(rules.NotApplicable),
		Given: loggedIn(facts.Role{ARN: sample.Role}, func(c *facts.Config) { c.Master = sample.Second }, there)},
}

// there and notThere is the examples' log group.
var (
	there    = facts.LogGroups.Is(ownGroup, facts.LogGroup{RetentionDays: 30})
	notThere = facts.LogGroups.Is(ownGroup, missing)
)

func may(resource string) string {
	return `{"Effect":"Allow",` + bothWrites + `,"Resource":"` + resource + `"}`
}

func statements(list ...string) facts.Policy {
	return facts.Policy(`{"Version":"2012-10-17","Statement":[` + strings.Join(list, ",") + `]}`)
}

func inline(list ...string) []facts.InlinePolicy {
	return []facts.InlinePolicy{{Name: "logs", Document: statements(list...)}}
}

// loggedAs is a function whose role allows that.
func loggedAs(group audit.Given, list ...string) []audit.Given {
	return loggedIn(facts.Role{ARN: sample.Role, Inline: inline(list...)}, nil, group)
}

// bounded is a function whose role allows that, within a boundary that leaves no
// logs.
func bounded(list ...string) []audit.Given {
	return append(loggedIn(facts.Role{ARN: sample.Role, Inline: inline(list...), Boundary: limits}, nil, there),
		facts.ManagedPolicies.Is(limits, statements(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`)))
}

func loggedIn(role facts.Role, change func(*facts.Config), group audit.Given) []audit.Given {
	return []audit.Given{sample.Config(change), facts.Roles.Is(sample.Role, role), group}
}

// grouped is what log-group-missing says.
func grouped(outcome rules.Outcome) map[string]rules.Outcome {
	return map[string]rules.Outcome{"log-group-missing": outcome}
}
