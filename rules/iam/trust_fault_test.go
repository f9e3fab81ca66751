package iam

import (
	"fmt"
	"strings"
	"testing"
)

const (
	assume    = `"sts:AssumeRole"`
	webToken  = `"sts:AssumeRoleWithWebIdentity"`
	theirs    = "444455556666"
	oneSource = `{"StringEquals":{"aws:SourceAccount":"111122223333"}}`
)

// lets writes a statement of a trust policy.
func lets(principal, action, condition string) string {
	return `{"Effect":"Allow","Principal":` + principal + `,"Action":` + action + `,"Condition":` + condition + `}`
}

func denies(principal, condition string) string {
	return `{"Effect":"Deny",` + principal + `,"Action":"sts:*","Condition":` + condition + `}`
}

// faultsOf gives the faults as text, without the note that Lambda is kept out; "~" stands for a condition that cannot be
// weighed, "-" for one that narrows.
func faultsOf(policy Document, account string) string {
	var got []string
	for _, f := range TrustFaults(policy, account) {
		if f.Fault == FaultCannotBeTaken {
			continue
		}
		mark := map[Class]string{Unknown: " ~", Narrows: " -"}[f.Trust.Judgement.Class]
		got = append(got, strings.TrimPrefix(string(f.Fault), "trust-")+mark)
	}
	return strings.Join(got, "; ")
}

// trustCase is what is wrong with a policy of these statements; the account is our own, unless another one is given.
type trustCase struct {
	statement, want string
}

func testTrust(t *testing.T, account string, cases map[string]trustCase) {
	t.Helper()
	for name, c := range cases {
		policy := policyText(t, c.statement)
		if got := faultsOf(policy, account); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		for _, f := range TrustFaults(policy, account) {
			if f.Why == "" || strings.HasSuffix(f.Why, ".") {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}

func TestDeniesTakeTrustBack(t *testing.T) {
	open, partner := lets(`"*"`, assume, `{}`), lets(`{"AWS":"444455556666"}`, assume, `{}`)
	everybody := `"Principal":"*"`
	testTrust(t, own, map[string]trustCase{
		"from everybody":             {open + "," + denies(everybody, `{}`), ""},
		"from everybody of AWS":      {partner + "," + denies(`"Principal":{"AWS":"*"}`, `{}`), ""},
		"another action":             {open + `,{"Effect":"Deny","Principal":"*","Action":"sts:TagSession"}`, "any-principal"},
		"from one":                   {open + "," + denies(`"Principal":{"AWS":"444455556666"}`, `{}`), "any-principal"},
		"from the one":               {partner + "," + denies(`"Principal":{"AWS":"444455556666"}`, `{}`), ""},
		"from its account":           {lets(`{"AWS":"arn:aws:iam::444455556666:role/ci"}`, assume, `{}`) + "," + denies(`"Principal":{"AWS":"444455556666"}`, `{}`), ""},
		"from one of its account":    {partner + "," + denies(`"Principal":{"AWS":"arn:aws:iam::444455556666:role/ci"}`, `{}`), "cross-account"},
		"outside the organisation":   {open + "," + denies(everybody, `{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), ""},
		"outside it, and services":   {open + "," + denies(everybody, `{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}`), ""},
		"outside any organisation":   {open + "," + denies(everybody, `{"StringNotLike":{"aws:PrincipalOrgID":"o-*"}}`), "any-principal"},
		"outside another account":    {open + "," + denies(everybody, `{"StringNotEquals":{"aws:PrincipalAccount":"444455556666"}}`), "cross-account"},
		"without an external ID":     {partner + "," + denies(everybody, `{"StringNotEquals":{"sts:ExternalId":"partner-7"}}`), ""},
		"without a second factor":    {partner + "," + denies(everybody, `{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}`), "cross-account"},
		"all but its own role":       {open + "," + denies(`"NotPrincipal":{"AWS":"arn:aws:iam::111122223333:role/ci"}`, `{}`), "own-account"},
		"all but another account":    {open + "," + denies(`"NotPrincipal":{"AWS":["111122223333","444455556666"]}`, `{}`), "cross-account; own-account"},
		"all but somebody else":      {partner + "," + denies(`"NotPrincipal":{"AWS":"111122223333"}`, `{}`), ""},
		"all but somebody of theirs": {partner + "," + denies(`"NotPrincipal":{"AWS":"arn:aws:iam::444455556666:role/ci"}`, `{}`), "cross-account"},
		"a Deny alone":               {denies(everybody, `{}`), ""},
		"tokens of other branches": {lets(`{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}`, webToken, `{}`) + "," +
			denies(everybody, `{"StringNotLike":{"token.actions.githubusercontent.com:sub":"repo:acme/orders:*"}}`), ""},
	})
}

func TestServicesAreTrusted(t *testing.T) {
	for service, want := range map[string]string{
		"lambda.amazonaws.com":               "",
		"Lambda.amazonaws.com":               "",
		"lambda.amazonaws.com.cn":            "",
		"lambda.eu-west-1.amazonaws.com":     "",
		"edgelambda.amazonaws.com":           "",
		"ec2.amazonaws.com":                  "extra-service",
		"ec2.amazonaws.com.cn":               "extra-service",
		"apigateway.amazonaws.com":           "extra-service",
		"scheduler.amazonaws.com":            "extra-service",
		"replicator.lambda.amazonaws.com":    "extra-service",
		"states.eu-west-1.amazonaws.com":     "extra-service",
		"ecs-tasks.amazonaws.com":            "extra-service",
		"*":                                  "extra-service",
		"notlambda.amazonaws.com":            "extra-service",
		"lambda.amazonaws.com.evil.example":  "extra-service",
		"lambda.alarms.cloudwatch.amazonaws": "extra-service",
	} {
		policy := policyText(t, lets(`{"Service":`+fmt.Sprintf("%q", service)+`}`, assume, `{}`))
		if got := faultsOf(policy, own); got != want {
			t.Errorf("%s: %q, want %q", service, got, want)
		}
	}
	testTrust(t, own, map[string]trustCase{
		"two in a list":        {lets(`{"Service":["lambda.amazonaws.com","edgelambda.amazonaws.com","apigateway.amazonaws.com"]}`, assume, `{}`), "extra-service"},
		"from its own account": {lets(`{"Service":"scheduler.amazonaws.com"}`, assume, oneSource), "extra-service -"},
		"Lambda, limited":      {lets(`{"Service":"lambda.amazonaws.com"}`, assume, oneSource), ""},
		"Lambda, everything":   {lets(`{"Service":"lambda.amazonaws.com"}`, `"*"`, `{}`), ""},
	})
}

func TestWorstFaultsComeFirst(t *testing.T) {
	policy := policyText(t, lets(`{"AWS":"111122223333"}`, assume, `{}`), lets(`{"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]}`, assume, `{}`),
		lets(`{"AWS":"AROA`+strings.Repeat("X", 17)+`"}`, assume, `{}`), lets(`{"AWS":"444455556666"}`, assume, `{"StringEquals":{"acme:Badge":"blue"}}`),
		lets(`{"AWS":"777788889999"}`, assume, `{}`), lets(`{"Federated":"www.amazon.com"}`, webToken, `{}`), lets(`"*"`, assume, `{}`))
	want := "any-principal; cross-account; cross-account ~; federated-unscoped; extra-service; dangling-principal; own-account"
	if got := faultsOf(policy, own); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if f := TrustFaults(policy, own)[1]; f.Trust.Statement != "statement 5" || !strings.Contains(f.Why, "777788889999") {
		t.Errorf("%+v", f)
	}
}

func TestNobodyIsTrusted(t *testing.T) {
	for text, want := range map[string]bool{
		lets(`{"Service":"lambda.amazonaws.com"}`, assume, `{}`):                                         false,
		lets(`{"Service":"lambda.amazonaws.com"}`, assume, oneSource):                                    false,
		lets(`{"Service":"lambda.amazonaws.com"}`, `"sts:TagSession"`, `{}`):                             true,
		lets(`{"Service":"lambda.amazonaws.com"}`, assume, `{}`) + "," + denies(`"Principal":"*"`, `{}`): true,
		lets(`{"Service":"ec2.amazonaws.com"}`, assume, `{}`):                                            true,
		lets(`"*"`, assume, `{}`): false,
		"":                        true,
	} {
		faults := TrustFaults(policyText(t, text), own)
		last := len(faults) > 0 && faults[len(faults)-1].Fault == FaultCannotBeTaken
		if last != want {
			t.Errorf("%s: %+v", text, faults)
		}
		if last && !faults[len(faults)-1].Fault.Note() {
			t.Error("that is a note")
		}
	}
}
