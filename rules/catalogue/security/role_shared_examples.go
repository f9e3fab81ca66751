package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

const (
	readsTable = `{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders"}`
	writesLogs = `{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}`
	inNetwork  = `{"Effect":"Allow","Action":["ec2:CreateNetworkInterface","ec2:DescribeNetworkInterfaces","ec2:DeleteNetworkInterface"],"Resource":"*"}`
	inTokyo    = "arn:aws:lambda:ap-northeast-1:111122223333:function:reports"
	basicRole  = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
)

var roleSharedExamples = []rules.Example{
	{Name: "two functions under a role that reads a table", Want: rules.Fail, Severity: rules.Medium, Subject: sharedBy(sample.Second, sample.Function),
		Given: underRole(roleWith(readsTable), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Pass)},
	{Name: "two functions under an administrator's role", Want: rules.Fail, Severity: rules.High, Subject: sharedBy(sample.Second, sample.Function),
		Given: underRole(roleWith(`{"Effect":"Allow","Action":"*","Resource":"*"}`), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Fail),
		Found: map[string][]rules.Found{"role-admin": {foundOn(sample.Role, "role-admin", "inline:orders/all", rules.Critical, rules.Sure)}}},
	{Name: "two functions under a role that can give itself more", Want: rules.Fail, Severity: rules.High, Subject: sharedBy(sample.Second, sample.Function),
		Given: underRole(roleWith(readsTable), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Pass),
		Found: map[string][]rules.Found{"role-privilege-escalation": {foundOn(sample.Role, "role-privilege-escalation", "iam-001", rules.Critical, rules.Sure)}}},
	{Name: "two functions under a role that might get at more by what is there already", Want: rules.Fail, Severity: rules.Medium, Subject: sharedBy(sample.Second, sample.Function),
		Given: underRole(roleWith(readsTable), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Pass),
		Found: map[string][]rules.Found{"role-privilege-escalation": {foundOn(sample.Role, "role-privilege-escalation", "lambda-003", rules.Medium, rules.Sure)}}},
	{Name: "the administrator is another role that one of them has", Want: rules.Fail, Severity: rules.Medium, Subject: sharedBy(sample.Second, sample.Function),
		Given: underRole(roleWith(readsTable), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Fail),
		Found: map[string][]rules.Found{"role-admin": {foundOn(sample.Role+"-before", "role-admin", "inline:orders/all", rules.Critical, rules.Sure)}}},
	{Name: "two functions under a role that only logs (CloudSploit, sls-mentor and others make no difference)", Want: rules.Fail, Severity: rules.Low,
		Subject: sharedBy(sample.Second, sample.Function), Given: underRole(attachedRole(basicRole, writesLogs), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Pass)},
	{Name: "two functions under a role that logs and lies in a VPC", Want: rules.Fail, Severity: rules.Low,
		Subject: sharedBy(sample.Second, sample.Function), Given: underRole(roleWith(writesLogs+","+inNetwork), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Pass)},
	{Name: "what the role can do may not be read", Want: rules.Fail, Severity: rules.Medium,
		Subject: sharedBy(sample.Second, sample.Function), Given: underRole(unreadPolicy(), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Unknown)},
	{Name: "the role is gone", Want: rules.Fail, Severity: rules.Low, Subject: sharedBy(sample.Second, sample.Function), Results: sharedUnder(rules.NotApplicable),
		Given: underRole([]audit.Given{facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Missing: true})}, sample.Named("invoices", underTheRole))},
	{Name: "functions of two regions (CloudSploit counts within one)", Want: rules.Fail, Severity: rules.Medium, Subject: sharedBy(inTokyo, sample.Function),
		Given: underRole(roleWith(readsTable), facts.Functions.Is(inTokyo, facts.Config{Name: "reports", ARN: inTokyo, Role: sample.Role})), Results: sharedUnder(rules.Pass)},
	{Name: "another function shares it that the run is not about", Want: rules.Fail, Subject: sharedBy(sample.Function),
		Given: underRole(roleWith(readsTable), sample.Named("invoices", underTheRole)), Results: sharedUnder(rules.Pass)},
	{Name: "a version of another function, which has a role of its own since", Want: rules.Fail, Subject: sharedBy(sample.Second, sample.Function),
		Given: underRole(roleWith(readsTable), sample.Named("invoices", func(c *facts.Config) { c.Role = sample.Role + "-2" })), Results: sharedUnder(rules.Pass)},
	{Name: "more functions may exist, and two are known", Want: rules.Fail, Subject: openEnded(sharedBy(sample.Second, sample.Function)),
		Given: underRole(roleWith(readsTable), sample.Named("invoices", underTheRole), moreFunctions()), Results: sharedUnder(rules.Pass)},
	{Name: "one function", Want: rules.Pass, Subject: sharedBy(sample.Function),
		Given: underRole(roleWith(readsTable), sample.Named("invoices", func(c *facts.Config) { c.Role = sample.Role + "-2" })), Results: sharedUnder(rules.Pass)},
	{Name: "one function, its versions and its aliases (sls-dev-tools depends on the order)", Want: rules.Pass, Subject: sharedBy(sample.Function),
		Given: underRole(roleWith(readsTable), sample.Serving("6", "7"), sample.VersionConfig("6", nil), sample.VersionConfig("7", nil)), Results: sharedUnder(rules.Pass)},
	{Name: "one function and its replica at the edge", Want: rules.Pass, Subject: sharedBy(sample.Function, inTokyo), Results: sharedUnder(rules.Pass),
		Given: underRole(roleWith(readsTable), facts.Functions.Is(inTokyo, facts.Config{Name: "us-east-1.orders", ARN: inTokyo, Role: sample.Role, Master: sample.Version}))},
	{Name: "one function is known, and more may exist", Want: rules.Unknown, Subject: openEnded(sharedBy(sample.Function)),
		Given: underRole(roleWith(readsTable), moreFunctions()), Results: sharedUnder(rules.Pass)},
}

func sharedBy(functions ...string) audit.Subject {
	s := sample.TheRole()
	s.Functions = functions
	return s
}

func openEnded(s audit.Subject) audit.Subject {
	s.Open = true
	return s
}

// moreFunctions is a list of functions that broke off.
func moreFunctions() audit.Given {
	return facts.Functions.Broke(sample.Region, sample.Denied("lambda:ListFunctions"))
}

// underRole is the role with the examples' function, and others.
func underRole(role []audit.Given, others ...audit.Given) []audit.Given {
	return append(append([]audit.Given{sample.Config(nil)}, role...), others...)
}

func underTheRole(c *facts.Config) { c.Role = sample.Role }

func sharedUnder(admin rules.Outcome) map[string]rules.Outcome {
	return map[string]rules.Outcome{"role-admin": admin}
}
