package iam

import (
	"reflect"
	"strings"
	"testing"
)

func TestServicePrincipals(t *testing.T) {
	policy := and(and(and(grants("lambda:InvokeFunction", `{"Service":["s3.amazonaws.com","sns.amazonaws.com"]}`,
		`,"Condition":{"ArnLike":{"AWS:SourceArn":["a","b"]},"StringEquals":{"aws:SourceAccount":"111122223333"}}`),
		`{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"lambda:GetFunction","Resource":"*"}`),
		`{"Effect":"Allow","Principal":{"AWS":"*","Service":"apigateway.amazonaws.com"},"Action":"lambda:*","Resource":"*","Condition":{"ArnNotLike":{"aws:SourceArn":"c"}}}`),
		`{"Effect":"Deny","Principal":{"Service":"iot.amazonaws.com"},"Action":"*","Resource":"*"}`)
	var got []Grantee
	for _, g := range ServicePrincipals(parsed(t, policy)) {
		g.Conditions = nil
		got = append(got, g)
	}
	want := []Grantee{
		{Service: "s3.amazonaws.com", SourceARNs: []string{"a", "b"}, SourceAccounts: []string{own}, Statement: "s"},
		{Service: "sns.amazonaws.com", SourceARNs: []string{"a", "b"}, SourceAccounts: []string{own}, Statement: "s"},
		{Service: "apigateway.amazonaws.com", Statement: "statement 3"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestAsync(t *testing.T) {
	tests := []struct {
		service      string
		async, known bool
	}{
		{"s3.amazonaws.com", true, true},
		{"sns.amazonaws.com", true, true},
		{"events.amazonaws.com", true, true},
		{"lambda.alarms.cloudwatch.amazonaws.com", true, true},
		{"logs.eu-west-1.amazonaws.com", true, true},
		{"sns.cn-north-1.amazonaws.com.cn", true, true},
		{"logs.amazonaws.com.cn", true, true},
		{"batchoperations.s3.amazonaws.com", false, true},
		{"apigateway.amazonaws.com", false, true},
		{"elasticloadbalancing.amazonaws.com", false, true},
		{"alexa-appkit.amazon.com", false, true},
		{"secretsmanager.amazonaws.com", false, true},
		{"new.amazonaws.com", false, false},
		{"s3.example.amazonaws.com", false, false},
		{"", false, false},
	}
	for _, test := range tests {
		if async, known := Async(test.service); async != test.async || known != test.known {
			t.Errorf("Async(%q) = %v, %v", test.service, async, known)
		}
	}
}

func TestEveryServiceModeHasASource(t *testing.T) {
	for _, mode := range serviceModes() {
		if mode.Service == "" || mode.Source == "" {
			t.Errorf("%+v", mode)
		}
	}
}

func TestTrusts(t *testing.T) {
	deleted := "AROA" + strings.Repeat("X", 17)
	policy := parsed(t, `{"Statement":[
		{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"},
		{"Effect":"Allow","Principal":{"AWS":["999999999999","arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:role/a","`+deleted+`"]},
		 "Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x"}}},
		{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/p"},"Action":"sts:AssumeRoleWithWebIdentity"},
		{"Effect":"Allow","NotPrincipal":{"AWS":"999999999999"},"Action":"sts:AssumeRole"},
		{"Effect":"Deny","Principal":"*","Action":"*"}]}`)
	want := []struct {
		kind           PrincipalKind
		account        string
		whole, deleted bool
		excluded       bool
		class          Class
		statement      string
	}{
		{ServicePrincipal, "", false, false, false, Open, "statement 1"},
		{AWSPrincipal, "999999999999", true, false, false, Narrows, "statement 2"},
		{AWSPrincipal, own, true, false, false, Narrows, "statement 2"},
		{AWSPrincipal, own, false, false, false, Narrows, "statement 2"},
		{AWSPrincipal, "", false, true, false, Narrows, "statement 2"},
		{FederatedPrincipal, "", false, false, false, Open, "statement 3"},
		{AWSPrincipal, "999999999999", true, false, true, Open, "statement 4"},
	}
	got := Trusts(policy, own)
	if len(got) != len(want) {
		t.Fatalf("%d principals: %+v", len(got), got)
	}
	for i, w := range want {
		g, p := got[i], got[i].Principal
		if p.Kind != w.kind || p.Account() != w.account || p.WholeAccount() != w.whole || p.Deleted() != w.deleted ||
			g.Excluded != w.excluded || g.Judgement.Class != w.class || g.Statement != w.statement {
			t.Errorf("%d: %+v, want %+v", i, g, w)
		}
	}
}
