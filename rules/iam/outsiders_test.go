package iam

import (
	"strings"
	"testing"
)

// permit writes a statement of a function's policy.
func permit(principal, action, condition string) string {
	return `{"Effect":"Allow","Principal":` + principal + `,"Action":` + action + `,"Resource":"*","Condition":` + condition + `}`
}

const invokes = `"lambda:InvokeFunction"`

func TestForeigners(t *testing.T) {
	for name, c := range map[string]struct{ statement, want string }{
		"an account":                         {permit(`{"AWS":"444455556666"}`, invokes, `{}`), " 444455556666 "},
		"two, and its own":                   {permit(`{"AWS":["777788889999","arn:aws:iam::111122223333:root","arn:aws:iam::444455556666:role/a"]}`, invokes, `{}`), " 444455556666,777788889999 "},
		"an account of an organisation":      {permit(`{"AWS":"444455556666"}`, invokes, `{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), " 444455556666 o-a1b2c3d4e5"},
		"any account of an organisation":     {permit(`"*"`, invokes, `{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":["o-a1b2c3d4e5/r-1/*"]}}`), "  o-a1b2c3d4e5"},
		"anyone from an account":             {permit(`{"AWS":"*"}`, invokes, `{"StringEquals":{"aws:PrincipalAccount":["111122223333","444455556666"]}}`), " 444455556666 "},
		"anyone: public":                     {permit(`"*"`, invokes, `{}`), ""},
		"anyone from its own account":        {permit(`"*"`, invokes, `{"StringEquals":{"aws:SourceAccount":"111122223333"}}`), ""},
		"a topic of another account":         {permit(`{"Service":"sns.amazonaws.com"}`, invokes, `{"ArnLike":{"AWS:SourceArn":"arn:aws:sns:eu-west-1:444455556666:a"}}`), "sns.amazonaws.com 444455556666 "},
		"a bucket, whose ARN has no account": {permit(`{"Service":"s3.amazonaws.com"}`, invokes, `{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::a"}}`), ""},
		"a service for anybody":              {permit(`{"Service":"sns.amazonaws.com"}`, invokes, `{}`), ""},
		"a role that was deleted":            {permit(`{"AWS":"AROAEXAMPLEDELETEDROLE"}`, invokes, `{}`), ""},
		"all but one account is no limit":    {permit(`"*"`, invokes, `{"StringNotEquals":{"aws:PrincipalAccount":"444455556666"}}`), ""},
	} {
		var got []string
		for _, f := range Foreigners(policyText(t, c.statement), "111122223333") {
			got = append(got, f.Service+" "+strings.Join(f.Accounts, ",")+" "+strings.Join(f.Organizations, ","))
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}

func TestForeignersBehindADeny(t *testing.T) {
	account := permit(`{"AWS":"444455556666"}`, invokes, `{}`)
	for name, c := range map[string]struct{ allow, condition, want string }{
		"of everybody":                     {account, `{}`, ""},
		"of all but its own account":       {account, `{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}`, ""},
		"of all but an organisation":       {account, `{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, "444455556666 o-a1b2c3d4e5"},
		"of all but a network":             {account, `{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`, "444455556666 "},
		"of anyone, but an organisation":   {permit(`"*"`, invokes, `{}`), `{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`, " o-a1b2c3d4e5"},
		"of a condition that nobody knows": {account, `{"StringEquals":{"acme:Badge":"blue"}}`, "444455556666 "},
	} {
		policy := policyText(t, c.allow, `{"Effect":"Deny","Principal":"*","Action":"lambda:*","Resource":"*","Condition":`+c.condition+`}`)
		var got []string
		for _, f := range Foreigners(policy, "111122223333") {
			got = append(got, strings.Join(f.Accounts, ",")+" "+strings.Join(f.Organizations, ","))
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}

func TestUnboundServices(t *testing.T) {
	for name, c := range map[string]struct {
		condition string
		unbound   bool
		sources   int
	}{
		"nothing":                      {`{}`, true, 0},
		"an ARN":                       {`{"ArnLike":{"aws:SourceArn":"arn:aws:sns:eu-west-1:111122223333:a"}}`, false, 0},
		"an ARN of any account":        {`{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:a"}}`, true, 0},
		"an account":                   {`{"StringEquals":{"AWS:SourceAccount":"111122223333"}}`, false, 0},
		"an account, where it is told": {`{"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}}`, true, 0},
		"a bucket":                     {`{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::a"}}`, true, 1},
		"a bucket and its account":     {`{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::a"},"StringEquals":{"aws:SourceAccount":"111122223333"}}`, false, 0},
		"an organisation":              {`{"StringEquals":{"aws:SourceOrgID":"o-a1b2c3d4e5"}}`, false, 0},
		"a token":                      {`{"StringEquals":{"lambda:EventSourceToken":"amzn1.ask.skill.1"}}`, false, 0},
		"signed, which all customers":  {`{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}`, true, 0},
		"what nobody knows":            {`{"StringEquals":{"acme:Badge":"blue"}}`, true, 0},
	} {
		got := UnboundServices(policyText(t, permit(`{"Service":"sns.amazonaws.com"}`, invokes, c.condition)), "111122223333")
		if strings.HasPrefix(name, "signed") && got[0].Judgement.Class != Open {
			t.Errorf("the key of URLs says nothing of the source: %+v", got)
		}
		if len(got) > 0 != c.unbound || len(got) > 0 && len(got[0].Sources) != c.sources {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestExcessGrants(t *testing.T) {
	for name, c := range map[string]struct{ statement, want string }{
		"all of Lambda":        {permit(`{"Service":"sns.amazonaws.com"}`, `"lambda:*"`, `{}`), "lambda:*"},
		"new code from anyone": {permit(`"*"`, `["lambda:InvokeFunction","lambda:UpdateFunctionCode"]`, `{}`), "lambda:UpdateFunctionCode anyone"},
		"settings to read":     {permit(`{"AWS":"*"}`, `"lambda:GetFunctionConfiguration"`, `{}`), "lambda:GetFunctionConfiguration anyone read-only"},
		"its own account":      {permit(`{"AWS":"111122223333"}`, `"lambda:UpdateFunctionCode"`, `{}`), "lambda:UpdateFunctionCode own"},
		"anyone, narrowed":     {permit(`"*"`, `"lambda:UpdateFunctionCode"`, `{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`), "lambda:UpdateFunctionCode"},
		"invoking":             {permit(`"*"`, `["lambda:invokefunction","lambda:Invoke*"]`, `{}`), ""},
		"another service's":    {permit(`"*"`, `"s3:GetObject"`, `{}`), ""},
		"the copies of Edge":   {permit(`{"Service":"replicator.lambda.amazonaws.com"}`, `["lambda:GetFunction","lambda:EnableReplication*"]`, `{}`), ""},
		"all but":              {`{"Effect":"Allow","Principal":{"AWS":"444455556666"},"NotAction":"lambda:DeleteFunction","Resource":"*"}`, "all but lambda:DeleteFunction"},
	} {
		var got []string
		for _, e := range ExcessGrants(policyText(t, c.statement), "111122223333") {
			text := strings.Join(e.Actions, ",")
			for trait, holds := range map[string]bool{" anyone": e.Anyone, " own": e.Own} {
				if holds {
					text += trait
				}
			}
			if e.ReadOnly {
				text += " read-only"
			}
			got = append(got, text)
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
	code := permit(`"*"`, `["lambda:InvokeFunction","lambda:UpdateFunctionCode"]`, `{}`)
	if got := ExcessGrants(policyText(t, code, with("Deny", `"lambda:Update*"`, `{}`)), "111122223333"); len(got) > 0 {
		t.Errorf("what is denied to everybody is no excess: %+v", got)
	}
	if got := ExcessGrants(policyText(t, code, with("Deny", invokes, `{}`)), "111122223333"); len(got) != 1 || got[0].Invokes {
		t.Errorf("nobody may invoke it, and new code may come from anyone: %+v", got)
	}
}
