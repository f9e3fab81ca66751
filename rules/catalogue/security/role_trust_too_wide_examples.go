package security

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var roleTrustExamples = []rules.Example{
	{Name: "anybody", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheRole(), Given: letIn(`"Principal":"*","Action":"sts:AssumeRole"`)},
	{Name: "everybody but one", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheRole(),
		Given: letIn(`"NotPrincipal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"`)},
	{Name: "anybody who knows a name", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(),
		Given: letIn(`"Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"partner-7"}}`)},
	{Name: "another account", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(), Given: letIn(partner)},
	{Name: "another account, under a condition that nobody knows", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRole(),
		Given: letIn(partner + `,"Condition":{"StringEquals":{"acme:Badge":"blue"}}`)},
	{Name: "GitHub, whosever repository", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(), Given: letIn(actions +
		`,"Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`)},
	{Name: "another service", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRole(),
		Given: letIn(`"Principal":{"Service":["lambda.amazonaws.com","apigateway.amazonaws.com"]},"Action":"sts:AssumeRole"`)},
	{Name: "another service, for its own account (Prowler wants the condition, and lets the service in)", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRole(),
		Given: letIn(`"Principal":{"Service":"scheduler.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}`)},
	{Name: "a role that was deleted", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRole(),
		Given: letIn(`"Principal":{"AWS":"AROA` + strings.Repeat("X", 17) + `"},"Action":"sts:AssumeRole"`)},
	{Name: "one principal twice", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(), Given: letIn(partner, partner)},
	{Name: "a policy of the role may not be read, which is no matter", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(), Given: []audit.Given{
		facts.Roles.IsAtLeast(sample.Role, facts.Role{ARN: sample.Role, Trust: policyOf(`{"Effect":"Allow",` + partner + `}`)}, sample.Denied("iam:ListRolePolicies"))}},
	{Name: "Lambda alone, without a condition (Prowler wants one)", Want: rules.Pass, Subject: sample.TheRole(), Given: letIn(lambdaItself)},
	{Name: "Lambda@Edge", Want: rules.Pass, Subject: sample.TheRole(),
		Given: letIn(`"Principal":{"Service":["lambda.amazonaws.com","edgelambda.amazonaws.com"]},"Action":"sts:AssumeRole"`)},
	{Name: "Lambda in China", Want: rules.Pass, Subject: sample.TheRole(), Given: letIn(`"Principal":{"Service":"lambda.amazonaws.com.cn"},"Action":"sts:AssumeRole"`)},
	{Name: "its own account, which decides itself", Want: rules.Pass, Subject: sample.TheRole(),
		Given: letIn(lambdaItself, `"Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"`)},
	{Name: "a role of its own account", Want: rules.Pass, Subject: sample.TheRole(),
		Given: letIn(lambdaItself, `"Principal":{"AWS":"arn:aws:iam::111122223333:role/ci"},"Action":"sts:AssumeRole"`)},
	{Name: "anybody of the organisation", Want: rules.Pass, Subject: sample.TheRole(),
		Given: letIn(`"Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`)},
	{Name: "another account under an external ID", Want: rules.Pass, Subject: sample.TheRole(),
		Given: letIn(partner + `,"Condition":{"StringEquals":{"sts:ExternalId":"partner-7"}}`)},
	{Name: "another account, on the list of trusted ones", Want: rules.Pass, Subject: sample.TheRole(), Given: letIn(partner),
		Trust: rules.Trust{Accounts: []string{"444455556666"}}},
	{Name: "anybody, and a Deny of everybody", Want: rules.Pass, Subject: sample.TheRole(),
		Given: trustedBy(`{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"sts:*"}`)},
	{Name: "one repository", Want: rules.Pass, Subject: sample.TheRole(), Given: letIn(actions +
		`,"Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/orders:*"}}`)},
	{Name: "the trust policy cannot be read", Want: rules.Unknown, Subject: sample.TheRole(), Given: trustedBy(`{"Effect":"Perhaps"}`)},
	{Name: "the role may not be read", Want: rules.Unknown, Subject: sample.TheRole(), Given: []audit.Given{facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole"))}},
	{Name: "the role is gone", Want: rules.NotApplicable, Subject: sample.TheRole(),
		Given: []audit.Given{facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Missing: true})}},
}

const (
	lambdaItself = `"Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"`
	partner      = `"Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"sts:AssumeRole"`
	actions      = `"Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity"`
)

// letIn is a role that allows what each of the texts says.
func letIn(statements ...string) []audit.Given {
	return trustedBy(`{"Effect":"Allow",` + strings.Join(statements, `},{"Effect":"Allow",`) + `}`)
}

func trustedBy(statements string) []audit.Given {
	return []audit.Given{facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Trust: policyOf(statements)})}
}
