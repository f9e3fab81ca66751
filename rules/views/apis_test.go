package views

import (
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

const (
	alpha = "arn:aws:lambda:eu-west-1:111122223333:function:alpha"
	beta  = "arn:aws:lambda:eu-west-1:111122223333:function:beta"
)

// served is alpha, whose alias an API invokes, and beta, which the same API and a
// bucket invoke; alpha's own policy cannot be parsed.
func served(t *testing.T, scope audit.Scope) audit.Reader {
	t.Helper()
	source := func(arn string) facts.Policy {
		return facts.Policy(`{"Statement":{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction",` +
			`"Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":["` + arn + `","arn:aws:s3:::orders","arn:aws:execute-api:*:*:*/prod"]}}}}`)
	}
	known, err := audit.Pretend(audit.Header{Account: "111122223333", Regions: []string{"eu-west-1"}, Scope: scope}, audit.NewSet(facts.Tags),
		facts.Functions.Is(alpha, facts.Config{Name: "alpha", ARN: alpha}), facts.Functions.Is(beta, facts.Config{Name: "beta", ARN: beta}),
		facts.Aliases.Is(alpha, []facts.Alias{{Name: "live", ARN: alpha + ":live"}}), facts.Aliases.Is(beta, nil),
		facts.ResourcePolicy.Is(alpha, "{"), facts.ResourcePolicy.Is(beta, source("arn:aws:execute-api:eu-west-1:111122223333:a1/*/*")),
		facts.AliasPolicy.Is(alpha+":live", source("arn:aws:execute-api:eu-west-1:111122223333:a1/prod/GET/orders")),
		facts.Tags.Is(alpha, map[string]string{"team": "x", "env": "y"}), facts.Tags.Is(beta, nil))
	if err != nil {
		t.Fatal(err)
	}
	return known.Reader()
}

func TestAPISources(t *testing.T) {
	r := served(t, audit.Scope{})
	if got, err := APISources.Of(r, alpha); err != nil || !slices.Equal(got, []APISource{{"a1", "prod/GET/orders"}}) {
		t.Errorf("alpha: %v, %v", got, err)
	}
	if got, err := APIFunctions.Of(r, "a1"); err != nil || !slices.Equal(got, []string{alpha, beta}) {
		t.Errorf("a1: %v, %v", got, err)
	}
}

func TestAllTagKeys(t *testing.T) {
	got, err := AllTagKeys.Of(served(t, audit.Scope{}), "")
	if err != nil || len(got.Sets) != 2 || len(got.Sets[0].Keys) != 0 || !slices.Equal(got.Sets[1].Keys, []string{"env", "team"}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestNamedFunctionsKnowNoOthers(t *testing.T) {
	r := served(t, audit.Scope{Functions: []string{"alpha", "beta"}})
	if got, err := APIFunctions.Of(r, "a1"); err == nil || len(got) != 2 {
		t.Errorf("a1: %v, %v", got, err)
	}
	if _, err := AllTagKeys.Of(r, ""); err == nil {
		t.Error("the account's tags are known in whole")
	}
}
