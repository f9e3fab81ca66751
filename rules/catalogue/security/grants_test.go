package security

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// wildcards are the findings of role-wildcard on the role: locus, severity, and
// what it says.
func wildcards(t *testing.T, given ...audit.Given) map[string]rules.FindingRow {
	t.Helper()
	list, _ := rows(t, rules.Config{}, []string{"role-wildcard", "role-admin"}, append(given, sample.Config(nil))...)
	byLocus := map[string]rules.FindingRow{}
	ids := map[string]bool{}
	for _, row := range list {
		if row.Rule != "role-wildcard" {
			continue
		}
		if ids[row.ID] {
			t.Errorf("two findings have the id of %s", row.Locus)
		}
		ids[row.ID] = true
		byLocus[row.Locus] = row
	}
	return byLocus
}

func TestALocusIsNoIndex(t *testing.T) {
	const dynamo, sqs = `{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}`, `{"Effect":"Allow","Action":"sqs:*","Resource":"*"}`
	one, other := wildcards(t, roleWith(dynamo+","+sqs)...), wildcards(t, roleWith(sqs+","+dynamo)...)
	if len(one) != 2 {
		t.Fatalf("%+v", one)
	}
	for locus, row := range one {
		if other[locus].ID != row.ID {
			t.Errorf("%s is another finding when the statements change places", locus)
		}
	}
	if row := one["inline:orders/Allow sqs:* on *"]; !strings.Contains(row.EvidenceText, "statement 2") {
		t.Errorf("where it stands is not told: %+v", row)
	}
}

func TestPoliciesOfOneNameAreToldApart(t *testing.T) {
	const arn = "arn:aws:iam::111122223333:policy/orders"
	role := withInline(`{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}`)
	role.Attached = []facts.AttachedPolicy{{Name: "orders", ARN: arn}}
	got := wildcards(t, facts.Roles.Is(sample.Role, role), facts.ManagedPolicies.Is(arn, policyOf(`{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}`)))
	for _, locus := range []string{"inline:orders/Allow dynamodb:* on *", "customer:orders/Allow dynamodb:* on *"} {
		if got[locus].ID == "" || len(got) != 2 {
			t.Errorf("no finding has the locus %s: %+v", locus, got)
		}
	}
}

// A statement that grants in several ways is spoken for by a finding of each.
func TestOneFindingForEachWayOfGranting(t *testing.T) {
	const bucketsAndTable = `{"Sid":"data","Effect":"Allow","Action":["s3:*","dynamodb:*"],"Resource":["arn:aws:s3:::*","arn:aws:dynamodb:eu-west-1:111122223333:table/orders"]}`
	const logsAndTables = `{"Sid":"all","Effect":"Allow","Action":["logs:*","dynamodb:*"],"Resource":"*"}`
	const onlyTagged = `{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"},{"Effect":"Allow","Action":"logs:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"orders"}}}`
	type finding struct {
		severity rules.Severity
		message  string
	}
	for name, c := range map[string]struct {
		given []audit.Given
		want  map[string]finding
	}{
		"scopes": {roleWith(bucketsAndTable), map[string]finding{
			"inline:orders/data: s3:*":       {rules.High, "allows s3:* on any resource"},
			"inline:orders/data: dynamodb:*": {rules.Medium, "allows dynamodb:* on arn:aws:dynamodb:eu-west-1:111122223333:table/orders"},
		}},
		"conditions of a boundary": {boundedRole(logsAndTables, onlyTagged), map[string]finding{
			"inline:orders/all: dynamodb:*": {rules.High, "allows dynamodb:* on any resource"},
			"inline:orders/all: logs:*":     {rules.Low, "allows logs:* on any resource; "},
		}},
		"one way": {roleWith(logsAndTables), map[string]finding{"inline:orders/all": {rules.High, "allows logs:*, dynamodb:* on any resource"}}},
		"twice the same": {roleWith(`{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":["s3:*"],"Resource":["*"]}`),
			map[string]finding{"inline:orders/Allow s3:* on *": {rules.High, "allows s3:* on any resource"}}},
		"any resource that a boundary leaves": {boundedRole(`{"Sid":"files","Effect":"Allow","Action":"s3:*","Resource":"*"}`, `{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::orders/*"}`),
			map[string]finding{"inline:orders/files": {rules.Medium, "allows s3:* on * (limited by the permissions boundary)"}}},
		"all but some": {roleWith(`{"Sid":"most","Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::orders"}`),
			map[string]finding{"inline:orders/most": {rules.High, "allows s3:* on everything but arn:aws:s3:::orders"}}},
	} {
		got := wildcards(t, c.given...)
		if len(got) != len(c.want) {
			t.Errorf("%s: %d findings", name, len(got))
		}
		for locus, want := range c.want {
			if row := got[locus]; row.Severity != want.severity || !strings.Contains(row.Message, want.message) {
				t.Errorf("%s: %s is %s: %q", name, locus, row.Severity, row.Message)
			}
		}
	}
}

func TestEvidenceTellsTheResources(t *testing.T) {
	row := wildcards(t, roleWith(`{"Sid":"most","Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::orders"}`)...)["inline:orders/most"]
	seen := map[string][]string{}
	for _, e := range row.Evidence {
		if list, ok := e.Got.([]string); ok {
			seen[e.Field] = list
		}
	}
	if !slices.Equal(seen["resources"], []string{"*"}) || !slices.Equal(seen["except"], []string{"arn:aws:s3:::orders"}) {
		t.Errorf("evidence = %+v", row.Evidence)
	}
}

// An administrator's statement is told of once, however many findings of
// role-wildcard there are on it.
func TestAdminExplainsTheWholeStatement(t *testing.T) {
	got := wildcards(t, boundedRole(`{"Sid":"all","Effect":"Allow","Action":["*","sqs:*"],"Resource":"*"},{"Sid":"all-queues","Effect":"Allow","Action":"sqs:*","Resource":"*"}`,
		`{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"orders"}}}`)...)
	want := map[string]bool{"inline:orders/all: *": true, "inline:orders/all: sqs:*": true, "inline:orders/all-queues": false}
	for locus, row := range got {
		if explained, known := want[locus]; !known || explained != (len(row.ExplainedBy) == 1) {
			t.Errorf("%s is explained by %v", locus, row.ExplainedBy)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d findings", len(got))
	}
}
