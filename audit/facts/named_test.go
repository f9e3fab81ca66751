package facts_test

import (
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

func TestEveryWayToNameAFunction(t *testing.T) {
	const arn = "arn:aws:lambda:eu-west-1:333344445555:function:orders-api"
	account := load(t, "single")
	for _, names := range [][]string{
		{"orders-api"}, {"orders-api:live"}, {"333344445555:function:orders-api"}, {arn}, {arn + ":live"}, {arn + ":$LATEST"},
		{"orders-api", "orders-api:7"}, {arn, arn + ":live"},
	} {
		server := serve(account)
		s := open(t, server, account, func(o *audit.Options) { o.Scope.Functions = names })
		known := collect(t, s, defaultFacts(t))
		if functions(known) != 1 {
			t.Errorf("%v: %d functions", names, functions(known))
		}
		if c, err := facts.Functions.Of(known.Reader(), arn); err != nil || c.TimeoutS != 10 {
			t.Errorf("%v: %+v, %v", names, c, err)
		}
		if calls := server.Calls(); len(calls) > callsForOne {
			t.Errorf("%v took %d calls", names, len(calls))
		}
	}
}

func TestNamesThatTheRunCannotReach(t *testing.T) {
	account := load(t, "single")
	key, secret := account.Credentials()
	for arn, regions := range map[string][]string{
		"arn:aws:lambda:us-east-1:333344445555:function:orders-api": {"eu-west-1"},
		"arn:aws:lambda:eu-west-1:999999999999:function:orders-api": {"eu-west-1"},
	} {
		_, err := audit.Open(t.Context(), aws.Config{Region: "eu-west-1", HTTPClient: serve(account).Client(),
			Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")},
			audit.Options{Days: 14, Share: 1e6, Regions: regions, Scope: audit.Scope{Functions: []string{arn}}, Key: testKey(t),
				Now: func() time.Time { return account.Now }})
		var mistake *audit.UsageError
		if !errors.As(err, &mistake) || mistake.Hint == "" {
			t.Errorf("%s: %v, want a usage error with a way out", arn, err)
		}
	}
}

func TestAnARNSaysItsRegion(t *testing.T) {
	account := load(t, "single")
	s := open(t, serve(account), account, func(o *audit.Options) {
		o.Regions, o.Scope.Functions = nil, []string{"arn:aws:lambda:eu-west-1:333344445555:function:orders-api"}
	})
	if got := s.Header.Regions; len(got) != 1 || got[0] != "eu-west-1" {
		t.Errorf("audits %v", got)
	}
}
