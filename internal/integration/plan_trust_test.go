//go:build integration

package integration

import "strings"

// letsIn is a statement of a trust policy.
func letsIn(sid, principal, condition string) string {
	action := "sts:AssumeRole"
	switch {
	case strings.Contains(principal, "oidc-provider"):
		action = "sts:AssumeRoleWithWebIdentity"
	case strings.Contains(principal, "saml-provider"):
		action = "sts:AssumeRoleWithSAML"
	}
	text := `{"Sid":"` + sid + `","Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `"`
	if condition != "" {
		text += `,"Condition":` + condition
	}
	return text + `}`
}

// The principals of trust policies in the plan.
const (
	partnerAccount = `{"AWS":"arn:aws:iam::444455556666:root"}`
	gitHub         = `{"Federated":"arn:aws:iam::` + account + `:oidc-provider/token.actions.githubusercontent.com"}`
	directory      = `{"Federated":"arn:aws:iam::` + account + `:saml-provider/directory"}`
)

// deletedRole is what IAM leaves of a role that was deleted.
var deletedRole = "ARO" + "A" + strings.Repeat("X", 17)

// trustingRoles let others take them on, beside Lambda.
var trustingRoles = []role{
	{name: "trusts-anyone", trusts: []string{letsIn("all", `"*"`, "")}, want: says("role-trust-too-wide critical all: *")},
	{name: "trusts-organisation", trusts: []string{letsIn("org", `"*"`, `{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`)}},
	{name: "trusts-partner", trusts: []string{letsIn("partner", partnerAccount, "")},
		want: says("role-trust-too-wide high partner: arn:aws:iam::444455556666:root")},
	{name: "trusts-partner-by-id", trusts: []string{letsIn("partner", partnerAccount, `{"StringEquals":{"sts:ExternalId":"partner-7"}}`)}},
	{name: "trusts-friend", trusts: []string{letsIn("friend", `{"AWS":"arn:aws:iam::777788889999:root"}`, "")}}, // whom the configuration names
	{name: "trusts-itself", trusts: []string{letsIn("own", `{"AWS":"arn:aws:iam::`+account+`:root"}`, "")}},
	{name: "trusts-github", trusts: []string{letsIn("ci", gitHub, `{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`)},
		want: says("role-trust-too-wide high ci: arn:aws:iam::" + account + ":oidc-provider/token.actions.githubusercontent.com")},
	{name: "trusts-repository", trusts: []string{letsIn("ci", gitHub, `{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:shop/orders:*"}}`)}},
	{name: "trusts-directory", trusts: []string{letsIn("staff", directory, "")},
		want: says("role-trust-too-wide high staff: arn:aws:iam::" + account + ":saml-provider/directory")},
	{name: "trusts-directory-here", trusts: []string{letsIn("staff", directory, `{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}`)}},
	{name: "trusts-gateway", trusts: []string{letsIn("gateway", `{"Service":"apigateway.amazonaws.com"}`, "")},
		want: says("role-trust-too-wide medium gateway: apigateway.amazonaws.com")},
	{name: "trusts-edge", trusts: []string{letsIn("edge", `{"Service":"edgelambda.amazonaws.com"}`, "")}},
	{name: "trusts-nobody-left", trusts: []string{letsIn("left", `{"AWS":"`+deletedRole+`"}`, "")}, want: says("role-trust-too-wide low left: " + deletedRole)},
	{name: "gone", want: says("role-missing high")},
}

// trustPlan are functions under those roles; the last role is deleted when its
// function is there.
var trustPlan = append(under(trustingRoles[:len(trustingRoles)-1]), planted{name: "under-gone", role: "gone", with: steps(roleDeleted())})

// writesTo lets a function write to a log group, which it may not make.
func writesTo(group string) string {
	return allow("log", `["logs:CreateLogStream","logs:PutLogEvents"]`, `"arn:aws:logs:*:`+account+`:log-group:`+group+`:*"`)
}

// loggingRoles may write logs, or not.
var loggingRoles = []role{
	{name: "mute", bare: true, inline: []string{sendsTo(queueARN(codeRegion, "jobs"))}},
	{name: "logs-elsewhere", bare: true, inline: []string{writesTo("/aws/lambda/other")}},
	{name: "logs-denied", inline: []string{deny("quiet", `"logs:*"`, `"*"`)}},
	{name: "logs-to-its-own", bare: true, shared: "low", inline: []string{writesTo("/aws/lambda/logs-*")}},
}

var loggingPlan = []planted{
	{name: "logs-nothing", role: "mute", want: says("role-cannot-log medium")},
	{name: "logs-to-another", role: "logs-elsewhere", want: says("role-cannot-log medium")},
	{name: "logs-not-wanted", role: "logs-denied", want: says("role-cannot-log low")},
	{name: "logs-without-group", role: "logs-to-its-own", want: says("role-cannot-log medium")},
	{name: "logs-into-group", role: "logs-to-its-own", with: steps(logsTo("/aws/lambda/logs-into-group", 30))},
}
