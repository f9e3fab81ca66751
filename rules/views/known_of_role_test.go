package views

import (
	"reflect"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules/iam"
)

func TestKnownOfRole(t *testing.T) {
	const (
		role     = "arn:aws:iam::111122223333:role/orders"
		function = "arn:aws:lambda:eu-west-1:111122223333:function:orders"
		queue    = "arn:aws:sqs:eu-west-1:111122223333:"
		key      = "arn:aws:kms:eu-west-1:111122223333:key/1"
		table    = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
	)
	variable := secrets.Variable{Name: "A", Traits: []secrets.Trait{{Kind: secrets.TraitResource, Value: table}, {Kind: secrets.TraitResource, Value: "orders"}}}
	config := facts.Functions.Is(function, facts.Config{Name: "orders", ARN: function, Role: role, DeadLetter: queue + "dead", KMSKey: key, Variables: []secrets.Variable{variable}})
	reads := facts.EventSources.Is("arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:1",
		facts.Mapping{Function: function, Source: queue + "orders", OnFailure: "kafka://lost"})
	fails := facts.AsyncSettings.Is(function, []facts.Async{{OnFailure: queue + "failed", OnSuccess: queue + "done"}})
	async := facts.Metrics.Is(function, facts.Activity{Days: []facts.Day{{AsyncEvents: 1}}})
	base := iam.Known{LogGroups: []string{"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders"},
		Failures: []string{queue + "dead"}, Keys: []string{key}, Named: map[string][]string{"dynamodb": {table}}}
	with, all := base, base
	with.EventSources = []string{queue + "orders"}
	all.Failures = []string{queue + "dead", queue + "done", queue + "failed"}
	for name, c := range map[string]struct {
		given []audit.Given
		want  iam.Known
	}{
		"nothing":                  {nil, iam.Known{Named: map[string][]string{}}},
		"its configuration":        {[]audit.Given{config}, base},
		"a mapping":                {[]audit.Given{config, reads}, with},
		"settings of what is idle": {[]audit.Given{config, fails}, base},
		"settings":                 {[]audit.Given{config, fails, async}, all},
	} {
		known, err := audit.Pretend(audit.Header{Account: "111122223333", Regions: []string{"eu-west-1"}}, audit.NewSet(facts.Functions), c.given...)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := KnownOfRole.Of(known.Reader(), role); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v\nwant %+v", name, got, err, c.want)
		}
	}
}
