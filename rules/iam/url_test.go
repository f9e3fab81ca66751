package iam

import (
	"strings"
	"testing"
)

const (
	useURL    = `{"Sid":"url","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"*","Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}}`
	invokeURI = `{"Sid":"invoke","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*","Condition":{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}}`
)

// policyText puts statements together.
func policyText(t *testing.T, statements ...string) Document {
	t.Helper()
	return parsed(t, `{"Version":"2012-10-17","Statement":[`+strings.Join(statements, ",")+`]}`)
}

// with writes a statement of the function's policy for anyone.
func with(effect, action, condition string) string {
	return `{"Effect":"` + effect + `","Principal":"*","Action":` + action + `,"Resource":"*","Condition":` + condition + `}`
}

func TestAnyoneByURL(t *testing.T) {
	for name, c := range map[string]struct {
		statements  []string
		url, invoke Answer
	}{
		"as the console writes it":           {[]string{useURL, invokeURI}, Yes, Yes},
		"the old permission alone":           {[]string{useURL}, Yes, No},
		"the new permission alone":           {[]string{invokeURI}, No, Yes},
		"nothing":                            {nil, No, No},
		"both by a wildcard":                 {[]string{with("Allow", `"lambda:Invoke*"`, `{}`)}, Yes, Yes},
		"for signed requests":                {[]string{strings.Replace(useURL, "NONE", "AWS_IAM", 1), invokeURI}, No, Yes},
		"for what does not come by the URL":  {[]string{useURL, strings.Replace(invokeURI, `"true"`, `"false"`, 1)}, Yes, No},
		"both under the key of one":          {[]string{with("Allow", `["lambda:InvokeFunctionUrl","lambda:InvokeFunction"]`, `{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}`)}, Yes, Maybe},
		"from one network":                   {[]string{useURL, with("Allow", `"lambda:InvokeFunction"`, `{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`)}, Yes, No},
		"under a condition nobody knows":     {[]string{useURL, with("Allow", `"lambda:InvokeFunction"`, `{"StringEquals":{"acme:Badge":"blue"}}`)}, Yes, Maybe},
		"denied to anyone":                   {[]string{useURL, invokeURI, with("Deny", `"lambda:InvokeFunctionUrl"`, `{}`)}, No, Yes},
		"denied where unsigned":              {[]string{useURL, invokeURI, with("Deny", `"lambda:*"`, `{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}`)}, No, Yes},
		"denied where signed":                {[]string{useURL, invokeURI, with("Deny", `"lambda:InvokeFunctionUrl"`, `{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}`)}, Yes, Yes},
		"denied outside of one organisation": {[]string{useURL, invokeURI, with("Deny", `"lambda:*"`, `{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}`)}, No, No},
		"whether the key is there":           {[]string{with("Allow", `"lambda:InvokeFunctionUrl"`, `{"Null":{"lambda:FunctionUrlAuthType":"false"}}`)}, Maybe, No},
	} {
		got := AnyoneByURL(policyText(t, c.statements...), "111122223333")
		if got.URL != c.url || got.Invoke != c.invoke {
			t.Errorf("%s: %s and %s, want %s and %s", name, got.URL, got.Invoke, c.url, c.invoke)
		}
	}
	if got := AnyoneByURL(policyText(t, useURL, with("Allow", `"lambda:InvokeFunction"`, `{}`)), ""); got.URLOnly || got.Both() != Yes || len(got.Statements) != 2 {
		t.Errorf("%+v", got)
	}
}

// Who is meant to come need not be everybody.
func TestUnsignedByURL(t *testing.T) {
	const office = `{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`
	for name, c := range map[string]struct {
		statements  []string
		url, invoke Answer
	}{
		"invoking from one network":      {[]string{useURL, with("Allow", invokes, office)}, Yes, Yes},
		"half of it from one network":    {[]string{with("Allow", `"lambda:InvokeFunctionUrl"`, office)}, Yes, No},
		"denied outside of one network":  {[]string{useURL, with("Deny", `"lambda:*"`, `{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}`)}, Yes, No},
		"under a condition nobody knows": {[]string{useURL, with("Allow", invokes, `{"StringEquals":{"acme:Badge":"blue"}}`)}, Yes, Maybe},
	} {
		got := UnsignedByURL(policyText(t, c.statements...), "111122223333")
		if got.URL != c.url || got.Invoke != c.invoke {
			t.Errorf("%s: %s and %s, want %s and %s", name, got.URL, got.Invoke, c.url, c.invoke)
		}
	}
}

func TestOutsidersByURL(t *testing.T) {
	named := func(principal, action string) string {
		return `{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `","Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:cloudfront::111122223333:distribution/E1"}}}`
	}
	for name, c := range map[string]struct {
		statements []string
		want       string
	}{
		"a service with half":      {[]string{named(`{"Service":"cloudfront.amazonaws.com"}`, "lambda:InvokeFunctionUrl")}, "cloudfront.amazonaws.com yes no"},
		"a service with both":      {[]string{named(`{"Service":"cloudfront.amazonaws.com"}`, "lambda:Invoke*")}, "cloudfront.amazonaws.com yes yes"},
		"a fence around a service": {[]string{named(`{"Service":"cloudfront.amazonaws.com"}`, "lambda:Invoke*"), with("Deny", `"lambda:InvokeFunctionUrl"`, `{"ArnNotLike":{"aws:SourceArn":"arn:aws:cloudfront::111122223333:distribution/E1"}}`)}, "cloudfront.amazonaws.com yes yes"},
		"its own account":          {[]string{named(`{"AWS":"111122223333"}`, "lambda:InvokeFunctionUrl")}, ""},
		"who invokes without URLs": {[]string{named(`{"AWS":"444455556666"}`, "lambda:InvokeFunction")}, ""},
		"a role, and its whole account": {[]string{named(`{"AWS":"arn:aws:iam::444455556666:role/a"}`, "lambda:InvokeFunctionUrl"), named(`{"AWS":"444455556666"}`, "lambda:InvokeFunction")},
			"arn:aws:iam::444455556666:role/a yes yes"},
		"two roles": {[]string{named(`{"AWS":"arn:aws:iam::444455556666:role/a"}`, "lambda:InvokeFunctionUrl"), named(`{"AWS":"arn:aws:iam::444455556666:role/b"}`, "lambda:InvokeFunction")},
			"arn:aws:iam::444455556666:role/a yes no"},
	} {
		var got []string
		for _, r := range OutsidersByURL(policyText(t, c.statements...), "111122223333") {
			got = append(got, r.Caller+" "+string(r.URL)+" "+string(r.Invoke))
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}

func TestServesURL(t *testing.T) {
	for statement, want := range map[string]bool{
		useURL: true, invokeURI: true,
		with("Allow", `"lambda:*"`, `{}`):              true,
		with("Allow", `"lambda:InvokeFunction"`, `{}`): false,
		with("Deny", `"lambda:*"`, `{}`):               false,
	} {
		if ServesURL(policyText(t, statement)) != want {
			t.Errorf("%s: want %v", statement, want)
		}
	}
}
