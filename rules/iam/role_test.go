package iam

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	administrator = `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
	powerUser     = `{"Statement":{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"}}`
	iamFull       = `{"Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}`
)

// allow writes a policy with one Allow statement; extra is more of the statement, beginning with a comma.
func allow(action, resource, extra string) string {
	return fmt.Sprintf(`{"Statement":[{"Effect":"Allow","Action":[%q],"Resource":[%q]%s}]}`, action, resource, extra)
}

// deny writes a policy with one Deny statement out of the elements given.
func deny(elements string) string { return `{"Statement":{"Effect":"Deny",` + elements + `}}` }

func roleOf(t testing.TB, policies ...string) Role {
	t.Helper()
	r := Role{Account: own}
	for i, text := range policies {
		r.Policies = append(r.Policies, Policy{Name: fmt.Sprintf("p%d", i+1), Kind: Inline, Document: parsed(t, text)})
	}
	return r
}

func (r Role) under(t testing.TB, boundary string) Role {
	t.Helper()
	d := parsed(t, boundary)
	r.Boundary = &d
	return r
}

func TestAdmin(t *testing.T) {
	tests := map[string]struct {
		role Role
		want string // part of the reason; empty for no administrator
	}{
		"star on star":             {roleOf(t, administrator), "every action on every resource"},
		"*:* is *":                 {roleOf(t, allow("*:*", "*", "")), "every action"},
		"?*:* is *":                {roleOf(t, allow("?*:*", "*", "")), "every action"},
		"any ARN":                  {roleOf(t, allow("*", "arn:aws:*", "")), "every action"},
		"a star beside an ARN":     {roleOf(t, `{"Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:s3:::b","*"]}}`), "every action"},
		"star on one bucket":       {roleOf(t, allow("*", "arn:aws:s3:::b/*", "")), ""},
		"star on every bucket":     {roleOf(t, allow("*", "arn:aws:s3:::*", "")), ""},
		"power user":               {roleOf(t, powerUser), ""},
		"IAM alone":                {roleOf(t, iamFull), ""},
		"power user and IAM":       {roleOf(t, powerUser, iamFull), "iam:AddUserToGroup"},
		"trivial exclusion":        {roleOf(t, `{"Statement":{"Effect":"Allow","NotAction":"organizations:*","Resource":"*"}}`), "everything but organizations:*"},
		"nothing excluded":         {roleOf(t, `{"Statement":{"Effect":"Allow","NotAction":[],"Resource":"*"}}`), "every action"},
		"everything but a bucket":  {roleOf(t, `{"Statement":{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::b"}}`), "everything but arn:aws:s3:::b"},
		"Deny of IAM":              {roleOf(t, administrator, deny(`"Action":"iam:*","Resource":"*"`)), ""},
		"Deny of IAM in any case":  {roleOf(t, administrator, deny(`"Action":"IAM:*","Resource":"*"`)), ""},
		"Deny of one table":        {roleOf(t, administrator, deny(`"Action":"*","Resource":"arn:aws:dynamodb:*:*:table/a"`)), "every action"},
		"Deny under a condition":   {roleOf(t, administrator, deny(`"Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}`)), "every action"},
		"Deny fence":               {roleOf(t, administrator, deny(`"NotAction":["logs:*","s3:*"],"Resource":"*"`)), ""},
		"Deny outside one bucket":  {roleOf(t, administrator, deny(`"Action":"*","NotResource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]`)), ""},
		"Deny of everything":       {roleOf(t, administrator, deny(`"Action":"*","Resource":"*"`)), ""},
		"boundary of star":         {roleOf(t, administrator).under(t, administrator), "every action"},
		"boundary of S3":           {roleOf(t, administrator).under(t, allow("s3:*", "*", "")), ""},
		"boundary of a power user": {roleOf(t, administrator).under(t, powerUser), ""},
		"Deny in the boundary":     {roleOf(t, administrator).under(t, `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}`), ""},
		"empty boundary":           {roleOf(t, administrator).under(t, `{}`), ""},
		"second factor":            {roleOf(t, allow("*", "*", `,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":true}}`)), ""},
		"no statements":            {roleOf(t, `{}`), ""},
		"IAM under a condition": {roleOf(t, powerUser, allow("iam:*", "*", `,"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`)),
			""},
	}
	for name, test := range tests {
		grants := test.role.Admin()
		if test.want == "" {
			if len(grants) > 0 {
				t.Errorf("%s: administrator: %s", name, grants[0].Reason)
			}
			continue
		}
		if len(grants) != 1 || !strings.Contains(grants[0].Reason, test.want) {
			t.Errorf("%s: %+v, want reason %q", name, grants, test.want)
		}
	}
}

func TestAdminTellsConditionsAndLimits(t *testing.T) {
	r := roleOf(t, allow("*", "*", `,"Sid":"All","Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`),
		deny(`"Sid":"Tls","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}`))
	r.BoundaryUnknown = true
	grants := r.Admin()
	if len(grants) != 1 || grants[0].Judgement.Class != Narrows || grants[0].Statement != "All" || grants[0].Policy != "p1" {
		t.Fatalf("%+v", grants)
	}
	want := []string{`Deny "Tls" in p2 holds only under conditions and is not counted`, "the permissions boundary could not be read"}
	if !slices.Equal(grants[0].Limits, want) {
		t.Errorf("limits %q", grants[0].Limits)
	}
}

func TestAllows(t *testing.T) {
	const group = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/f:log-stream:today"
	basic := allow("logs:*", "arn:aws:logs:*:*:*", "")
	unreadable := roleOf(t, basic)
	unreadable.Unreadable = []string{"other"}
	unbounded := roleOf(t, basic)
	unbounded.BoundaryUnknown = true
	tests := map[string]struct {
		role Role
		want Answer
	}{
		"granted":                       {roleOf(t, basic), Yes},
		"not granted":                   {roleOf(t, allow("s3:*", "*", "")), No},
		"no policies":                   {Role{}, No},
		"other resource":                {roleOf(t, allow("logs:*", "arn:aws:logs:*:*:log-group:/aws/lambda/g:*", "")), No},
		"variable in the resource":      {roleOf(t, allow("logs:*", "arn:aws:logs:*:*:log-group:/aws/lambda/${aws:PrincipalTag/n}:*", "")), Maybe},
		"under a condition":             {roleOf(t, allow("logs:*", "*", `,"Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}`)), Maybe},
		"never":                         {roleOf(t, allow("logs:*", "*", `,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`)), No},
		"denied":                        {roleOf(t, basic, deny(`"Action":"logs:Create*","Resource":"*"`)), No},
		"denied elsewhere":              {roleOf(t, basic, deny(`"Action":"logs:*","Resource":"arn:aws:logs:*:*:log-group:x"`)), Yes},
		"denied under a condition":      {roleOf(t, basic, deny(`"Action":"logs:*","Resource":"*","Condition":{"Null":{"a:b":"true"}}`)), Maybe},
		"denied outside a fence":        {roleOf(t, basic, deny(`"NotAction":"s3:*","Resource":"*"`)), No},
		"inside a fence":                {roleOf(t, basic, deny(`"NotAction":"logs:*","Resource":"*"`)), Yes},
		"NotAction":                     {roleOf(t, powerUser), Yes},
		"NotAction names it":            {roleOf(t, `{"Statement":{"Effect":"Allow","NotAction":"logs:*","Resource":"*"}}`), No},
		"NotResource names it":          {roleOf(t, `{"Statement":{"Effect":"Allow","Action":"*","NotResource":"arn:aws:logs:*"}}`), No},
		"within the boundary":           {roleOf(t, basic).under(t, administrator), Yes},
		"outside the boundary":          {roleOf(t, basic).under(t, allow("s3:*", "*", "")), No},
		"boundary with condition":       {roleOf(t, basic).under(t, allow("*", "*", `,"Condition":{"Null":{"a:b":"true"}}`)), Maybe},
		"boundary not readable":         {unbounded, Maybe},
		"a policy not readable":         {unreadable, Maybe},
		"not granted, policy not known": {Role{Unreadable: []string{"p"}}, Maybe},
	}
	for name, test := range tests {
		if got := test.role.Allows("logs:CreateLogStream", group); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestAllowsOnAPattern(t *testing.T) {
	r := roleOf(t, allow("s3:GetObject", "arn:aws:s3:::b/public/*", ""))
	for resource, want := range map[string]Answer{
		"arn:aws:s3:::b/public/*":  Yes,
		"arn:aws:s3:::b/public/a*": Yes,
		"arn:aws:s3:::b/*":         Maybe,
		"arn:aws:s3:::b/private/*": No,
	} {
		if got := r.Allows("s3:GetObject", resource); got != want {
			t.Errorf("%s: %s, want %s", resource, got, want)
		}
	}
}
