package iam

import (
	"slices"
	"strings"
	"testing"
)

func TestTitles(t *testing.T) {
	tests := map[string]struct {
		statements string
		want       []string
	}{
		"the Sid":               {`{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`, []string{"Read"}},
		"what it says":          {`{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}`, []string{"Allow s3:GetObject on *"}},
		"in any order":          {`{"Effect":"Allow","Action":["s3:Put*","s3:Get*"],"Resource":"*"}`, []string{"Allow s3:Get*, s3:Put* on *"}},
		"shortened":             {`{"Effect":"Allow","Action":["a:d","a:c","a:b","a:a"],"Resource":["z","y","x"]}`, []string{"Allow a:a, a:b and more on x, y and more"}},
		"NotAction":             {`{"Effect":"Deny","NotAction":"logs:*","NotResource":"x"}`, []string{"Deny all but logs:* on all but x"}},
		"principals":            {`{"Effect":"Allow","Principal":"*","Action":"lambda:*","Resource":"arn"}`, []string{"Allow lambda:* to *"}},
		"everybody but one":     {`{"Effect":"Allow","NotPrincipal":{"AWS":"1"},"Action":"lambda:*","Resource":"arn"}`, []string{"Allow lambda:* to all but 1"}},
		"nothing but an Effect": {`{"Effect":"Allow"}`, []string{"Allow "}},
		"told apart by conditions": {`{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}`,
			[]string{"Allow s3:* on *", "Allow s3:* on * if Bool aws:SecureTransport = true"}},
		"told apart by the rest": {`{"Effect":"Allow","Action":["a:a","a:b","a:c"],"Resource":"*"},{"Effect":"Allow","Action":["a:a","a:b","a:d"],"Resource":"*"}`,
			[]string{"Allow a:a, a:b, a:c on *", "Allow a:a, a:b, a:d on *"}},
		"a Sid twice": {`{"Sid":"S","Effect":"Allow","Action":"a:a","Resource":"*"},{"Sid":"S","Effect":"Allow","Action":"a:b","Resource":"*"}`,
			[]string{"S Allow a:a on *", "S Allow a:b on *"}},
		"the same twice": {`{"Effect":"Allow","Action":"a:a","Resource":"*"},{"Effect":"Allow","Action":["a:a"],"Resource":["*"]}`,
			[]string{"Allow a:a on *", "Allow a:a on *"}},
	}
	for name, test := range tests {
		if got := parsed(t, `{"Statement":[`+test.statements+`]}`).Titles(); !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, test.want)
		}
	}
}

// A title is part of a finding's identity: it must not change because another
// statement is written before it.
func TestTitlesDoNotCount(t *testing.T) {
	read, write := `{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}`, `{"Effect":"Allow","Action":"s3:Put*","Resource":"*"}`
	one := parsed(t, `{"Statement":[`+read+`,`+write+`]}`).Titles()
	other := parsed(t, `{"Statement":[`+write+`,`+read+`]}`).Titles()
	if one[0] != other[1] || one[1] != other[0] || strings.Contains(strings.Join(one, ""), "statement") {
		t.Errorf("%q, and in another order %q", one, other)
	}
}

func TestGrantNamesOnlyWhatItsServiceKnows(t *testing.T) {
	r := roleOf(t, `{"Statement":{"Effect":"Allow","Action":["s3:*","dynamodb:*"],"Resource":["arn:aws:s3:::*","arn:aws:dynamodb:eu-west-1:111122223333:table/orders"]}}`)
	r.Policies[0].ARN = "arn:aws:iam::111122223333:policy/p1"
	grants := r.Wildcards(KnownSensitive())
	if len(grants) != 2 {
		t.Fatalf("%+v", grants)
	}
	for i, want := range []string{"arn:aws:s3:::*", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"} {
		if g := grants[i]; !slices.Equal(g.Resources, []string{want}) || g.AnyResource != (i == 0) || g.PolicyARN != r.Policies[0].ARN {
			t.Errorf("%+v, want %s", g, want)
		}
	}
}
