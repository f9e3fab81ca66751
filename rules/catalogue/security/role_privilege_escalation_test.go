package security

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/iam"
)

// escalations are the findings on the role, by locus.
func escalations(t *testing.T, given ...audit.Given) map[string]rules.FindingRow {
	t.Helper()
	list, _ := rows(t, rules.Config{}, []string{"role-privilege-escalation", "role-admin", "role-wildcard"}, append(given, sample.Config(nil))...)
	byLocus := map[string]rules.FindingRow{}
	for _, row := range list {
		if row.Rule == "role-privilege-escalation" {
			byLocus[row.Locus] = row
		}
	}
	return byLocus
}

func evidenceOf(row rules.FindingRow, field string) string {
	i := slices.IndexFunc(row.Evidence, func(e rules.Evidence) bool { return e.Field == field })
	if i < 0 {
		return ""
	}
	return fmt.Sprint(row.Evidence[i].Got)
}

func TestEscalationIsToldOfThisRole(t *testing.T) {
	got := escalations(t, inAccount(roleWith(passes(startFunction+`,"codebuild:*"`, "*", "")))...)
	row, found := got["inline:orders/pass: pass-role"]
	if !found || row.Severity != rules.High || row.Confidence != "high" {
		t.Fatalf("%+v", got)
	}
	for field, want := range map[string]string{
		"iam:PassRole":             "orders (inline), pass: iam:PassRole on *",
		"roles that can be passed": "1",
		"service control policies": "not evaluated",
	} {
		if text := evidenceOf(row, field); text != want {
			t.Errorf("%s: %q, want %q", field, text, want)
		}
	}
	if !strings.Contains(row.Message, "it may pass worker") || !strings.Contains(evidenceOf(row, "other paths"), "codebuild-001") {
		t.Errorf("%s\n%s", row.Message, row.EvidenceText)
	}
	if !strings.Contains(row.Fix, "put-role-policy --role-name orders --policy-name orders") || !strings.Contains(row.Fix, "iam:PassedToService") {
		t.Errorf("%s", row.Fix)
	}
}

func TestEscalationOfOneStatementIsOneFinding(t *testing.T) {
	got := escalations(t, inAccount(roleWith(`{"Sid":"people","Effect":"Allow","Action":"iam:*","Resource":"*"},{"Sid":"code","Effect":"Allow","Action":"lambda:Update*","Resource":"*"}`))...)
	for locus, severity := range map[string]rules.Severity{
		"inline:orders/people: self": rules.Critical, "inline:orders/people: pass-role": rules.High,
		"inline:orders/people: existing": rules.Medium, "inline:orders/code: existing": rules.Medium,
	} {
		if got[locus].Severity != severity {
			t.Errorf("%s is %s, want %s", locus, got[locus].Severity, severity)
		}
	}
	if len(got) != 4 {
		t.Errorf("%d findings", len(got))
	}
}

func TestAdminExplainsItsEscalations(t *testing.T) {
	got := escalations(t, inAccount(roleWith(`{"Sid":"all","Effect":"Allow","Action":"*","Resource":"*"}`))...)
	if len(got) != 3 {
		t.Errorf("%d findings", len(got))
	}
	for locus, row := range got {
		if len(row.ExplainedBy) != 1 {
			t.Errorf("%s is explained by %v", locus, row.ExplainedBy)
		}
	}
}

func TestEscalationFixesKnowWhosePolicyItIs(t *testing.T) {
	const own = "arn:aws:iam::111122223333:policy/deploy"
	for arn, want := range map[string]string{
		own:           "aws iam create-policy-version --set-as-default --policy-arn " + own,
		administrator: "aws iam detach-role-policy --role-name orders --policy-arn " + administrator,
	} {
		role := facts.Role{ARN: sample.Role, Attached: []facts.AttachedPolicy{{Name: "p", ARN: arn}}}
		got := escalations(t, inAccount([]audit.Given{facts.Roles.Is(sample.Role, role),
			facts.ManagedPolicies.Is(arn, policyOf(`{"Sid":"w","Effect":"Allow","Action":["iam:PutRolePolicy","sns:Publish"],"Resource":"*"}`))})...)
		for _, row := range got {
			if !strings.Contains(row.Fix, want) || !strings.Contains(row.Fix, `"sns:Publish"`) || strings.Contains(row.Fix, `"iam:PutRolePolicy"`) {
				t.Errorf("%s", row.Fix)
			}
			readable(t, row.Fix)
		}
		if len(got) != 1 {
			t.Errorf("%s: %d findings", arn, len(got))
		}
	}
}

// What the examples' fixes say opens no path, either.
func TestEscalationFixesCloseTheirPaths(t *testing.T) {
	for _, e := range roleEscalationExamples {
		for _, row := range escalations(t, e.Given...) {
			if row.Outcome != rules.Fail {
				continue
			}
			readable(t, row.Fix)
			for _, found := range policiesIn(row.Fix) {
				document, err := iam.Parse(found)
				role := iam.Role{Account: sample.Account, ARN: sample.Role, Policies: []iam.Policy{{Name: "p", Kind: iam.Inline, Document: document}}}
				if open := role.Escalations(nil, false); err != nil || len(open) > 0 {
					t.Errorf("%s: %v, or %d paths are open still:\n%s", e.Name, err, len(open), row.Fix)
				}
			}
		}
	}
}

// A path and a wildcard of one statement are one thing to mend: the worse of them
// counts, if it tells all that the other one does.
func TestPathsBesideWildcards(t *testing.T) {
	explained := func(row rules.FindingRow) string {
		if len(row.ExplainedBy) == 0 {
			return ""
		}
		return row.ExplainedBy[0].Rule
	}
	for name, c := range map[string]struct{ statement, path, wildcard string }{
		"one that writes permissions":          {`"Action":"iam:PutRolePolicy","Resource":"*"`, "", "role-privilege-escalation"},
		"all of IAM":                           {`"Action":"iam:*","Resource":"*"`, "", "role-privilege-escalation"},
		"beside data":                          {`"Action":["iam:PutRolePolicy","s3:GetObject"],"Resource":"*"`, "", ""},
		"passing any role":                     {`"Action":["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"`, "", "role-privilege-escalation"},
		"a whole service with a path":          {`"Action":"lambda:*","Resource":"*"`, "role-wildcard", ""},
		"the code of any function":             {`"Action":"lambda:UpdateFunctionCode","Resource":"*"`, "role-wildcard", ""},
		"on those of a name, beside data":      {`"Action":["lambda:UpdateFunctionCode","s3:*"],"Resource":["arn:aws:lambda:*:*:function:app-*","arn:aws:s3:::*"]`, "", ""},
		"under a condition, which lowers both": {`"Action":"iam:AttachRolePolicy","Resource":"*","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}`, "", "role-privilege-escalation"},
	} {
		given := inAccount(append(roleWith(`{"Sid":"one","Effect":"Allow",`+c.statement+`}`), sample.Config(nil)))
		list, result := rows(t, rules.Config{}, []string{"role-privilege-escalation", "role-wildcard"}, given...)
		worst := map[string]rules.FindingRow{}
		alone := 0.0
		for _, row := range list {
			if row.Severity > worst[row.Rule].Severity {
				worst[row.Rule] = row
			}
			alone = max(alone, float64(row.Severity))
		}
		if path, wildcard := explained(worst["role-privilege-escalation"]), explained(worst["role-wildcard"]); path != c.path || wildcard != c.wildcard {
			t.Errorf("%s: the path is explained by %q, the wildcard by %q", name, path, wildcard)
		}
		var fails rules.Fails
		fails[int(alone)]++
		for _, f := range result.Functions {
			if *f.Score > fails.Score()+0.05 {
				t.Errorf("%s: the score is %v, and the worst finding alone gives %v", name, *f.Score, fails.Score())
			}
		}
	}
}
