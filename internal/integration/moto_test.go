//go:build integration

package integration

import (
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/schemas"
	"github.com/aws/smithy-go/transport/http/protocol/awsjson"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	_ "lambda-audit/rules/catalogue" // registers the rules
)

// motoRules are the rules to whose questions moto 5.2.5 gives true answers. It
// drops dead-letter queues, computes no p99 and knows no account settings.
var motoRules = []string{
	"x86-architecture", "runtime-deprecated", "env-secret", "role-wildcard", "role-admin", "policy-public",
	"queue-missing-dlq", "exposed-and-powerful",
}

// motoPlan are functions whose facts moto keeps: none has metrics, and none has
// asynchronous settings, whose dates moto sends in a form the SDK refuses, or a
// policy on an alias, which moto puts on the function.
var motoPlan = slices.Concat(runtimePlan, withoutSteps(architecturePlan), secretPlan, lookAlikePlan, rolePlan, queuePlan, withoutSteps(exposurePlan), []planted{
	{name: "anyone", with: steps(permits("anyone", "*", permission{})), want: says("policy-public critical anyone")},
	{name: "anyone-with-secret", env: vars("DATABASE_URL", secret("postgres-url")), with: steps(permits("anyone", "*", permission{})),
		want: says("policy-public critical anyone", "env-secret critical DATABASE_URL", "exposed-and-powerful critical")},
	{name: "anyone-from-organisation", with: steps(permits("org", "*", permission{organisation: "o-a1b2c3d4e5"}))},
	{name: "published", with: steps(alias("live"))},
})

// withoutSteps leaves out the functions that steps make what they are.
func withoutSteps(list []planted) []planted {
	return slices.DeleteFunc(slices.Clone(list), func(f planted) bool { return f.with != nil })
}

// TestMoto plants in moto what it keeps, and audits it in process: moto does not
// speak the protocol of CloudWatch's client, which the test therefore changes.
// Here the answers are true that ministack owes: no policy is an error, the list
// of roles has their boundaries, a listing of all versions has them, and a
// dead-letter queue names the queues that fail to it.
func TestMoto(t *testing.T) {
	address := startMoto(t)
	s := newSeeder(t, clientConfig(t, address, mainRegion))
	for _, plant := range []error{s.identities(roles), s.queues(queues), s.functions(motoPlan)} {
		if plant != nil {
			t.Fatal(plant)
		}
	}
	var want lines
	want.functions(mainRegion, motoPlan)
	for _, r := range roles {
		want.add(audit.Global, r.name, r.want)
	}
	for _, q := range queues {
		want.add(mainRegion, q.name, q.want)
	}
	got := auditInProcess(t, address)
	if functions := len(got.Functions); functions != len(motoPlan) {
		t.Errorf("%d functions; %d are planted", functions, len(motoPlan))
	}
	for _, e := range got.Errors {
		t.Errorf("not read: %+v", e)
	}
	compareFindings(t, want, rowsOf(got))
}

// auditInProcess audits the server through the packages, as the program does.
func auditInProcess(t *testing.T, address string) *rules.Result {
	t.Helper()
	chosen, err := rules.Select(rules.Selection{Only: motoRules})
	if err != nil {
		t.Fatal(err)
	}
	session, err := audit.Open(t.Context(), clientConfig(t, address, mainRegion), audit.Options{
		Days: days, Share: 1, Now: time.Now, Key: secrets.RandomKey(),
		ClientOptions: []any{func(o *cloudwatch.Options) { o.Protocol = awsjson.New10(schemas.GraniteServiceVersion20100801) }},
	})
	if err != nil {
		t.Fatal(err)
	}
	known, err := audit.Collect(t.Context(), session, rules.Requirements(chosen), nil)
	if err != nil {
		t.Fatal(err)
	}
	result, err := rules.Evaluate(known, rules.Config{Rules: chosen, Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// rowsOf are the result's findings in the form that the program's JSON gives.
func rowsOf(r *rules.Result) []finding {
	var list []finding
	for f := range r.Findings(rules.Show{}) {
		list = append(list, finding{
			Rule: f.Rule, Severity: f.Severity.String(), Outcome: f.Outcome.String(),
			Kind: f.SubjectKind, Subject: f.Subject, Locus: f.Locus, Message: f.Message,
		})
	}
	return list
}
