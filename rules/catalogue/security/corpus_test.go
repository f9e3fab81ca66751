package security

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/internal/iamcorpus"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/iamcheck"
)

var roleRules = []string{"role-admin", "role-wildcard", "role-privilege-escalation", "role-trust-too-wide", "role-shared"}

// overall stands for the worst of all the rules; of role-shared iam-check shows only that.
const overall = "overall"

// What iam-check says of a role in a file, the rules say of the same role in an account.
func TestCheckAndRulesWeighAlike(t *testing.T) {
	rows, err := iamcorpus.Load(filepath.Join("..", "..", "iam", "testdata", "corpus"))
	if err != nil {
		t.Fatal(err)
	}
	compared := map[string]int{}
	for _, row := range rows {
		bundle, err := row.Read()
		if err != nil {
			t.Fatal(err)
		}
		inAudit(&bundle)
		checked := iamcheck.Judge(row.Name, bundle)
		if checked.Partial() {
			continue // what is not read of a role leaves the rules undecided
		}
		live := liveSeverities(t, &bundle)
		for rule, want := range checkedSeverities(&checked) {
			compared[rule]++
			if live[rule] != want {
				t.Errorf("%s: %s is %s by the rule and %s by iam-check", row.Name, rule, live[rule], want)
			}
		}
	}
	for _, rule := range append([]string{overall}, roleRules[:4]...) {
		if compared[rule] < 10 {
			t.Errorf("%s was compared %d times", rule, compared[rule])
		}
	}
}

// inAudit gives the bundle the role of the examples, unless it says whose it is, and two functions.
func inAudit(b *iam.Bundle) {
	if b.Role.ARN == "" {
		b.Role.ARN = sample.Role
	}
	if a, ok := audit.ParseARN(b.Role.ARN); ok {
		b.Role.Account = a.Account
	}
	if len(b.Functions) < 2 {
		b.Functions = []string{"invoices", "orders"}
	}
}

// checkedSeverities are the worst that iam-check says, by the rule that says it. Of an administrator's statements it does
// not say again that they are wildcards.
func checkedSeverities(row *iamcheck.Row) map[string]rules.Severity {
	worst := map[string]rules.Severity{"role-admin": 0, "role-privilege-escalation": 0}
	for _, s := range row.Statements {
		rule := "role-wildcard"
		if s.Verdict == iam.VerdictAdmin {
			rule = "role-admin"
		}
		worst[rule] = max(worst[rule], s.Severity)
	}
	if worst["role-admin"] > 0 {
		delete(worst, "role-wildcard")
	}
	for _, p := range row.Paths {
		worst["role-privilege-escalation"] = max(worst["role-privilege-escalation"], p.Severity)
	}
	for _, f := range row.Trust {
		worst["role-trust-too-wide"] = max(worst["role-trust-too-wide"], f.Severity)
	}
	worst[overall] = row.Worst()
	return worst
}

// liveSeverities are the worst that the rules say of the bundle's role, by rule.
func liveSeverities(t *testing.T, b *iam.Bundle) map[string]rules.Severity {
	role := facts.Role{ARN: b.Role.ARN, Trust: document(t, b.Trust)}
	given := []audit.Given{facts.RoleTrusts.Is(b.Role.Account, facts.Trusting{})}
	for _, p := range b.Role.Policies {
		if p.Kind == iam.Inline {
			role.Inline = append(role.Inline, facts.InlinePolicy{Name: p.Name, Document: document(t, &p.Document)})
			continue
		}
		role.Attached = append(role.Attached, facts.AttachedPolicy{Name: p.Name, ARN: p.ARN})
		given = append(given, facts.ManagedPolicies.Is(p.ARN, document(t, &p.Document)))
	}
	if b.Role.Boundary != nil {
		role.Boundary = boundary
		given = append(given, facts.ManagedPolicies.Is(boundary, document(t, b.Role.Boundary)))
	}
	given = append(given, facts.Roles.Is(b.Role.ARN, role))
	for _, name := range b.Functions {
		arn := "arn:aws:lambda:eu-west-1:111122223333:function:" + name
		given = append(given, facts.Functions.Is(arn, facts.Config{Name: name, ARN: arn, Role: b.Role.ARN}))
	}
	list, _ := rows(t, rules.Config{}, roleRules, given...)
	worst := map[string]rules.Severity{}
	for _, row := range list {
		if row.Outcome == rules.Fail {
			worst[row.Rule], worst[overall] = max(worst[row.Rule], row.Severity), max(worst[overall], row.Severity)
		}
	}
	return worst
}

// document writes a policy as IAM tells it; "" for none.
func document(t *testing.T, d *iam.Document) facts.Policy {
	t.Helper()
	if d == nil {
		return ""
	}
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return facts.Policy(text)
}
