package rules

import (
	"maps"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

const forwarder = "arn:aws:lambda:eu-west-1:111122223333:function:datadog-forwarder"

func TestManagedByNameAndTag(t *testing.T) {
	m := DefaultManaged()
	for _, c := range []struct {
		name string
		tags map[string]string
		want string
	}{
		{"aws-controltower-NotificationForwarder", nil, "AWS Control Tower"},
		{"shop-LogRetentionaae0aa3c5b4d4f87b02d85b201efdd8a-1Qx2", nil, "AWS CDK"}, // aws-cdk 26451
		{"shop-data-LogRetentionaae0aa3c5b4d-wWlDsXcZTe4B", nil, "AWS CDK"},        // cut to 24 characters
		{"shop-AWS679f53fac002430cb0da5b7982bd22872D164C4C-A1", nil, "AWS CDK"},    // aws-cdk 34372
		{"shop-KeyGroupProviderframe-wWlDsXcZTe4B", nil, "AWS CDK"},                // cdk-nag 1158
		{"orders-dev-custom-resource-existing-s3", nil, "Serverless Framework"},
		{"DatadogIntegration-ForwarderStack-1A-Forwarder-2B", nil, "Datadog"},
		{"Datadog-Forwarder", nil, "Datadog"}, // case is ignored
		{"logs", map[string]string{"dd_forwarder_version": "4.1.0"}, "Datadog"},
		{"cwsyn-checkout-1a2b3c", nil, "CloudWatch Synthetics"},
		{"baseline", map[string]string{"aws:cloudformation:stack-name": "StackSet-Baseline-1f"}, "CloudFormation StackSets"},
		{"twilio", map[string]string{"serverlessrepo:applicationId": "arn:aws:serverlessrepo:us-east-1:1:applications/x"}, "AWS Serverless Application Repository"},
		{"orders", map[string]string{"aws:cloudformation:stack-name": "shop-orders"}, ""},
		{"log-retention-checker", nil, ""},
		{"amplify-style-guide", nil, ""},
		{"framework-tests", nil, ""},
	} {
		if got := m.By(c.name, c.tags); got != c.want {
			t.Errorf("%s %v is managed by %q, want %q", c.name, c.tags, got, c.want)
		}
	}
}

func TestTablesOfManagersThatAreRefused(t *testing.T) {
	for name, raw := range map[string]string{
		"no date":       `{"sources": ["s"], "managers": []}`,
		"no sources":    `{"as_of": "2026-11-23", "managers": []}`,
		"nobody":        `{"as_of": "2026-11-23", "sources": ["s"], "managers": [{"names": ["a"]}]}`,
		"nothing":       `{"as_of": "2026-11-23", "sources": ["s"], "managers": [{"by": "x"}]}`,
		"a bad pattern": `{"as_of": "2026-11-23", "sources": ["s"], "managers": [{"by": "x", "names": ["[a"]}]}`,
		"an empty one":  `{"as_of": "2026-11-23", "sources": ["s"], "managers": [{"by": "x", "tags": {"k": ""}}]}`,
		"a slip":        `{"as_of": "2026-11-23", "sources": ["s"], "managers": [{"by": "x", "name": ["a"]}]}`,
	} {
		if m, err := LoadManaged([]byte(raw)); err == nil {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// forwarding is a world in which Datadog's forwarder stands beside orders, both
// under one role. The role and the forwarder fail, and what else is said.
func forwarding(t *testing.T, config Config, also says, given ...audit.Given) *Result {
	t.Helper()
	known := emptyWorld(t, append(given, function(orders), function(forwarder),
		facts.Aliases.Is(orders, nil), facts.Aliases.Is(forwarder, nil))...)
	onFunctions := says{forwarder: {failed("")}}
	maps.Copy(onFunctions, also)
	config.Rules = []*Rule{
		rule("of-function", High, functionKind, onFunctions.check),
		rule("of-role", Low, facts.KindRole, says{role: {failed("")}}.check),
	}
	return evaluate(t, known, config)
}

func TestManagedFindingsDoNotGate(t *testing.T) {
	r := forwarding(t, Config{Gate: Gate{FailOn: High}}, nil)
	if r.Run.ExitCode != 0 || r.Run.ManagedAsOf == "" {
		t.Errorf("run = %+v", r.Run)
	}
	if f := rowOf(t, r, forwarder); f.ManagedBy != "Datadog" || *f.Score >= 70 || f.High != 1 {
		t.Errorf("it is scored as ever: %+v", f)
	}
	if f := rowOf(t, r, orders); f.ManagedBy != "" {
		t.Errorf("orders is managed by %q", f.ManagedBy)
	}
	for _, row := range listed(r, Show{}) {
		if want := map[string]string{"of-function": "Datadog"}[row.Rule]; row.ManagedBy != want {
			t.Errorf("%s on %s is managed by %q, want %q", row.Rule, row.Subject, row.ManagedBy, want)
		}
	}
	for _, count := range r.Rules {
		if want := map[string]int{"of-function": 1}[count.Rule]; count.Managed != want || count.Failed != 1 {
			t.Errorf("%+v", count)
		}
	}
}

func TestSharedFindingsGateForTheOwner(t *testing.T) {
	if r := forwarding(t, Config{Gate: Gate{FailOn: Low}}, nil); r.Run.ExitCode != 1 {
		t.Error("the role is orders' too, and its finding does not fail the run")
	}
	onlyOrders := Config{Gate: Gate{FailOn: Low}, Suppress: []Suppression{{Rule: "of-role", Function: "orders", Reason: "known"}}}
	if r := forwarding(t, onlyOrders, nil); r.Run.ExitCode != 0 {
		t.Error("what is left of the role's finding is Datadog's, and it fails the run")
	}
	if r := forwarding(t, Config{Gate: Gate{FailOn: High}}, says{orders: {failed("")}}); r.Run.ExitCode != 1 {
		t.Error("orders' own finding does not fail the run")
	}
}

// What nobody here can mend lowers no score that a run may fail by.
func TestManagedDoNotLowerTheAccountsScore(t *testing.T) {
	least := 99.0
	r := forwarding(t, Config{Gate: Gate{MinScore: &least}}, nil)
	if r.Run.Score == nil || *r.Run.Score != *rowOf(t, r, orders).Score || r.Run.ExitCode != 0 {
		t.Errorf("the run scores %v (exit code %d), and orders %v", r.Run.Score, r.Run.ExitCode, *rowOf(t, r, orders).Score)
	}
	failing := says{forwarder: {failed("")}}
	alone := evaluate(t, emptyWorld(t, function(forwarder), facts.Aliases.Is(forwarder, nil)),
		Config{Rules: []*Rule{rule("of-function", High, functionKind, failing.check)}, Gate: Gate{MinScore: &least}})
	if alone.Run.Score != nil || alone.Run.ExitCode != 0 {
		t.Errorf("an account of others' functions scores %v, exit code %d", alone.Run.Score, alone.Run.ExitCode)
	}
}

func TestSavingsOfOthersAreNotTheOwners(t *testing.T) {
	save := failed("")
	save.Saving = new(9.0)
	r := forwarding(t, Config{}, says{orders: {save}, forwarder: {save}})
	if *r.Run.MonthlySave != 9 || *rowOf(t, r, forwarder).MonthlySave != 9 {
		t.Errorf("the run saves %v", *r.Run.MonthlySave)
	}
	for _, count := range r.Rules {
		if count.Rule == "of-function" && *count.MonthlySaving != 9 {
			t.Errorf("the rule saves %v", *count.MonthlySaving)
		}
	}
}

func TestManagersWithoutTags(t *testing.T) {
	tags := facts.Tags.Is(orders, map[string]string{"aws:cloudformation:stack-name": "StackSet-guard-1"})
	if f := rowOf(t, forwarding(t, Config{}, nil, tags), orders); f.ManagedBy != "CloudFormation StackSets" {
		t.Errorf("orders is managed by %q", f.ManagedBy)
	}
	denied := facts.Tags.Broke(region, audit.Unknown{Reason: audit.Denied})
	r := forwarding(t, Config{}, nil, denied)
	if rowOf(t, r, orders).ManagedBy != "" || rowOf(t, r, forwarder).ManagedBy != "Datadog" {
		t.Errorf("functions = %+v", r.Functions)
	}
}
