package iam

import (
	"fmt"
	"strings"
	"testing"
)

const function = "arn:aws:lambda:eu-west-1:111122223333:function:f"

// grants writes a function's policy with one Allow for the principal; extra is more of the statement.
func grants(action, principal, extra string) string {
	return fmt.Sprintf(`{"Statement":[{"Sid":"s","Effect":"Allow","Principal":%s,"Action":%q,"Resource":%q%s}]}`,
		principal, action, function, extra)
}

// and adds a statement to a policy.
func and(policy, statement string) string {
	return strings.TrimSuffix(policy, "]}") + "," + statement + "]}"
}

func when(operator, key, value string) string {
	return fmt.Sprintf(`,"Condition":{%q:{%q:%q}}`, operator, key, value)
}

func TestPublic(t *testing.T) {
	open := grants("lambda:InvokeFunction", `"*"`, "")
	tests := map[string]struct{ policy, want string }{
		"anybody":                         {open, "invoke does not narrow"},
		"any AWS principal":               {grants("lambda:InvokeFunction", `{"AWS":"*"}`, ""), "invoke does not narrow"},
		"any AWS principal in a list":     {grants("lambda:InvokeFunction", `{"AWS":["arn:aws:iam::111122223333:root","*"]}`, ""), "invoke does not narrow"},
		"every account":                   {grants("lambda:InvokeFunction", `{"AWS":"arn:aws:iam::*:root"}`, ""), "invoke does not narrow"},
		"an account":                      {grants("lambda:InvokeFunction", `{"AWS":"111122223333"}`, ""), ""},
		"a service":                       {grants("lambda:InvokeFunction", `{"Service":"s3.amazonaws.com"}`, ""), ""},
		"everybody but one":               {`{"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"111122223333"},"Action":"lambda:InvokeFunction","Resource":"*"}}`, "invoke does not narrow"},
		"all of Lambda":                   {grants("lambda:*", `"*"`, ""), "invoke does not narrow"},
		"star":                            {grants("*", `"*"`, ""), "invoke does not narrow"},
		"pattern in another case":         {grants("Lambda:invoke*", `"*"`, ""), "invoke does not narrow"},
		"another action":                  {grants("lambda:GetFunction", `"*"`, ""), ""},
		"NotAction":                       {`{"Statement":{"Effect":"Allow","Principal":"*","NotAction":"lambda:Delete*","Resource":"*"}}`, "invoke does not narrow"},
		"NotAction names both":            {`{"Statement":{"Effect":"Allow","Principal":"*","NotAction":"lambda:Invoke*","Resource":"*"}}`, ""},
		"own account":                     {grants("lambda:InvokeFunction", `"*"`, when("StringEquals", "aws:SourceAccount", own)), ""},
		"any account, in words":           {grants("lambda:InvokeFunction", `"*"`, when("StringLike", "aws:SourceAccount", "*")), "invoke does not narrow"},
		"source":                          {grants("lambda:InvokeFunction", `"*"`, when("ArnLike", "aws:SourceArn", "arn:aws:s3:::b")), ""},
		"source in any account":           {grants("lambda:InvokeFunction", `"*"`, when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*")), "invoke does not narrow"},
		"organisation":                    {grants("lambda:InvokeFunction", `"*"`, when("StringEquals", "aws:PrincipalOrgID", "o-a")), ""},
		"organisation, if there is one":   {grants("lambda:InvokeFunction", `"*"`, when("StringEqualsIfExists", "aws:PrincipalOrgID", "o-a")), "invoke does not narrow"},
		"all addresses":                   {grants("lambda:InvokeFunction", `"*"`, when("IpAddress", "aws:SourceIp", "0.0.0.0/0")), "invoke does not narrow"},
		"encrypted":                       {grants("lambda:InvokeFunction", `"*"`, when("Bool", "aws:SecureTransport", "true")), "invoke does not narrow"},
		"strange condition":               {grants("lambda:InvokeFunction", `"*"`, when("StringEquals", "x:y", "z")), "invoke unknown"},
		"URL action":                      {grants("lambda:InvokeFunctionUrl", `"*"`, ""), "url does not narrow"},
		"URL without sign-in":             {grants("lambda:InvokeFunctionUrl", `"*"`, when("StringEquals", "lambda:FunctionUrlAuthType", "NONE")), "url does not narrow"},
		"invoke through the URL":          {grants("lambda:InvokeFunction", `"*"`, when("Bool", "lambda:InvokedViaFunctionUrl", "true")), "url does not narrow"},
		"invoke not through the URL":      {grants("lambda:InvokeFunction", `"*"`, when("Bool", "lambda:InvokedViaFunctionUrl", "false")), "invoke does not narrow"},
		"URL kind, if there is one":       {grants("lambda:InvokeFunction", `"*"`, when("StringEqualsIfExists", "lambda:FunctionUrlAuthType", "NONE")), "invoke does not narrow"},
		"URL from the organisation":       {grants("lambda:InvokeFunctionUrl", `"*"`, `,"Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM","aws:PrincipalOrgID":"o-a"}}`), ""},
		"denied to everybody":             {and(open, `{"Effect":"Deny","Principal":"*","Action":"lambda:*","Resource":"*"}`), ""},
		"denied to everybody but one":     {and(open, `{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}`), ""},
		"denied to one":                   {and(open, `{"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"*","Resource":"*"}`), "invoke does not narrow"},
		"another action denied":           {and(open, `{"Effect":"Deny","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"*"}`), "invoke does not narrow"},
		"another function denied":         {and(open, `{"Effect":"Deny","Principal":"*","Action":"*","Resource":"arn:aws:lambda:*:*:function:g"}`), "invoke does not narrow"},
		"denied without encryption":       {and(open, `{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"`+when("Bool", "aws:SecureTransport", "false")+`}`), "invoke does not narrow"},
		"denied outside the organisation": {and(open, `{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"`+when("StringNotEquals", "aws:PrincipalOrgID", "o-a")+`}`), ""},
		"denied outside any organisation": {and(open, `{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"`+when("StringNotLike", "aws:PrincipalOrgID", "o-*")+`}`), "invoke does not narrow"},
		"denied under two conditions":     {and(open, `{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-a","aws:SourceAccount":"1"}}}`), "invoke does not narrow"},
		"denied where all is granted":     {`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","NotResource":"x"},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}`, ""},
		"a Deny alone":                    {`{"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}`, ""},
	}
	for name, test := range tests {
		var got []string
		for _, e := range Public(parsed(t, test.policy), own) {
			got = append(got, fmt.Sprint(e.Kind, " ", e.Class))
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestExposureNamesItsStatement(t *testing.T) {
	policy := grants("lambda:InvokeFunction", `"*"`, when("StringEquals", "x:y", "z"))
	e := Public(parsed(t, policy), own)[0]
	if e.Statement != "s" || e.Actions[0] != "lambda:InvokeFunction" || len(e.Conditions) != 1 || !strings.Contains(e.Reason, "x:y") {
		t.Errorf("%+v", e)
	}
}
