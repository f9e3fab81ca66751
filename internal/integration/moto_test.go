//go:build integration

package integration

import (
	"maps"
	"slices"
	"strings"
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
// drops dead-letter queues, computes no p99, and knows no account settings, URLs,
// SnapStart, provisioned concurrency, runtime management or code signing.
var motoRules = []string{
	"alarm-concurrency-missing", "alarm-without-action", "duplicate-code", "env-insecure-transport", "env-near-limit", "env-secret", "event-source-unhealthy", "guardduty-off",
	"infrastructure-as-code-missing", "inspector-off", "layer-foreign", "log-retention-unset", "many-purposes", "old-version-secrets", "partial-batch-off",
	"policy-cross-account", "policy-excess-action", "policy-public", "policy-service-without-source", "queue-concurrency-over-reserved", "queue-max-receive-low",
	"queue-missing-dlq", "role-admin", "role-cannot-log", "role-missing", "role-privilege-escalation", "role-shared", "role-trust-too-wide", "role-wildcard", "runtime-deprecated", "runtime-ending-soon", "subnet-addresses-low", "timeout-vs-visibility", "tracing-off",
	"vpc-single-az", "x86-architecture",
}

// TestMoto plants in moto what it keeps, and audits it in process: moto does not
// speak the protocol of CloudWatch's client, which the test therefore changes.
// Here the answers are true that ministack owes: no policy is an error, the list
// of roles has their boundaries, a listing of all versions has them, a dead-letter
// queue names the queues that fail to it, a subnet's free addresses are counted,
// GuardDuty and Inspector say what they watch, and alarms keep their metric math.
// Metrics of functions are not sent: a call that asks for a p99 fails.
func TestMoto(t *testing.T) {
	address := startMoto(t)
	names := map[string]string{}
	var want lines
	planted := 0
	// The main region comes first, with the roles: moto makes no function without.
	for _, region := range slices.Backward(slices.Sorted(maps.Keys(motoPlan))) {
		a := motoPlan[region]
		s := newSeeder(t, clientConfig(t, address, region), inJSON)
		s.plant(t, &a)
		clear(s.data) // moto would have to answer for durations too
		s.together(12)
		if err := s.send(); err != nil {
			t.Fatal(err)
		}
		s.guards(t, clientConfig(t, address, region), a.guards)
		maps.Copy(names, s.names)
		want.area(region, &a)
		planted += len(a.functions)
	}
	want.roles(motoPlan, nil)
	want = slices.DeleteFunc(want, func(l string) bool {
		rule, _, _ := strings.Cut(l, " ")
		return !slices.Contains(motoRules, rule)
	})
	got := auditInProcess(t, naming(t, address))
	if functions := len(got.Functions); functions != planted {
		t.Errorf("%d functions; %d are planted", functions, planted)
	}
	for _, e := range got.Errors {
		if e.Fact != "metric-streams" && e.Fact != "observability-links" {
			t.Errorf("not read: %+v", e)
		}
	}
	compareFindings(t, want, rowsOf(got), names)
}

// inJSON has CloudWatch's client speak a protocol that moto understands.
func inJSON(o *cloudwatch.Options) { o.Protocol = awsjson.New10(schemas.GraniteServiceVersion20100801) }

// auditInProcess audits the server through the packages, as the program does.
func auditInProcess(t *testing.T, address string) *rules.Result {
	t.Helper()
	chosen, err := rules.Select(rules.Selection{Only: motoRules})
	if err != nil {
		t.Fatal(err)
	}
	session, err := audit.Open(t.Context(), clientConfig(t, address, mainRegion), audit.Options{
		Regions: slices.Collect(maps.Keys(motoPlan)), Days: days, Share: 1, Now: time.Now, Key: secrets.RandomKey(),
		ClientOptions: []any{inJSON},
	})
	if err != nil {
		t.Fatal(err)
	}
	known, err := audit.Collect(t.Context(), session, rules.Requirements(chosen), nil)
	if err != nil {
		t.Fatal(err)
	}
	result, err := rules.Evaluate(known, rules.Config{Rules: chosen, Strict: true, Trust: rules.Trust{Accounts: []string{"777788889999"}}})
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
