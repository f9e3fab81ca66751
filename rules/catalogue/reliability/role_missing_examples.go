package reliability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

const theirOwnRole = "arn:aws:iam::444455556666:role/orders"

func theRole(r facts.Role) []audit.Given { return []audit.Given{facts.Roles.Is(sample.Role, r)} }

// trusting is the examples' role under a trust policy of these statements.
func trusting(statements string) facts.Role {
	return facts.Role{ARN: sample.Role, Trust: facts.Policy(`{"Version":"2012-10-17","Statement":[` + statements + `]}`)}
}

const (
	letsLambda = `{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}`
	letsTasks  = `{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}`
)

var roleMissingExamples = []rules.Example{
	{Name: "IAM has no such role", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(), Given: theRole(facts.Role{ARN: sample.Role, Missing: true})},
	{Name: "one finding for all functions under it", Want: rules.Fail, Severity: rules.High, Given: theRole(facts.Role{ARN: sample.Role, Missing: true}),
		Subject: audit.Subject{Kind: facts.KindRole, ID: sample.Role, Account: sample.Account, Region: audit.Global, Functions: []string{sample.Second, sample.Function}}},
	{Name: "the role is there, for another service", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(), Given: theRole(trusting(letsTasks))},
	{Name: "a Deny keeps everybody out", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(),
		Given: theRole(trusting(letsLambda + `,{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}`))},
	{Name: "another service may take it, too", Want: rules.Pass, Subject: sample.TheRole(), Given: theRole(trusting(letsTasks + "," + letsLambda))},
	{Name: "Lambda may take it under a condition", Want: rules.Pass, Subject: sample.TheRole(),
		Given: theRole(trusting(`{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}`))},
	{Name: "a function at the edge", Want: rules.Pass, Subject: sample.TheRole(),
		Given: theRole(trusting(`{"Effect":"Allow","Principal":{"Service":"edgelambda.amazonaws.com"},"Action":"sts:AssumeRole"}`))},
	{Name: "Lambda in China", Want: rules.Pass, Subject: sample.TheRole(),
		Given: theRole(trusting(`{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com.cn"},"Action":"sts:AssumeRole"}`))},
	{Name: "the role is there, and its policies may not be listed", Want: rules.Pass, Subject: sample.TheRole(),
		Given: []audit.Given{facts.Roles.IsAtLeast(sample.Role, trusting(letsLambda), sample.Denied("iam:ListRolePolicies"))}},
	{Name: "its trust policy cannot be read", Want: rules.Unknown, Subject: sample.TheRole(), Given: theRole(trusting(`{"Effect":`))},
	{Name: "IAM tells no trust policy", Want: rules.Unknown, Subject: sample.TheRole(), Given: theRole(facts.Role{ARN: sample.Role})},
	{Name: "the role may not be read, which is not the same (Service Screener)", Want: rules.Unknown, Subject: sample.TheRole(),
		Given: []audit.Given{facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole"))}},
	{Name: "roles may not be listed", Want: rules.Unknown, Subject: sample.TheRole(),
		Given: []audit.Given{facts.Roles.Broke(sample.Account, sample.Denied("iam:GetAccountAuthorizationDetails"))}},
	{Name: "a role of another account, which this one does not list", Want: rules.Unknown,
		Subject: audit.Subject{Kind: facts.KindRole, ID: theirOwnRole, Account: "444455556666", Region: audit.Global, Functions: []string{sample.Function}},
		Given:   []audit.Given{facts.Roles.Is(theirOwnRole, facts.Role{ARN: theirOwnRole, Missing: true})}},
}
