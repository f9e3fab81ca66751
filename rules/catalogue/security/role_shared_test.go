package security

import (
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// sharedAs is what role-shared says of the role in a run of that scope.
func sharedAs(t *testing.T, scope audit.Scope, role []audit.Given, others ...audit.Given) []rules.Finding {
	t.Helper()
	rule, err := rules.ByID("role-shared")
	if err != nil {
		t.Fatal(err)
	}
	header := rules.ExampleHeader()
	header.Scope = scope
	known, err := audit.Pretend(header, audit.NewSet(rule.Requires...), underRole(role, others...)...)
	if err != nil {
		t.Fatal(err)
	}
	e := rules.Example{Results: sharedUnder(rules.Pass)}
	return e.Judge(rule, known, sharedBy(sample.Function))
}

// Named functions are read by name, and the region is not listed: who else runs
// under the role has not been asked.
func TestNamedFunctionsMayShareTheirRole(t *testing.T) {
	role := roleWith(readsTable)
	if found := sharedAs(t, audit.Scope{Functions: []string{"orders"}}, role); len(found) != 1 || found[0].Outcome != rules.Unknown {
		t.Errorf("by name: %+v", found)
	}
	if found := sharedAs(t, audit.Scope{Functions: []string{"ord*"}}, role); len(found) != 0 {
		t.Errorf("by a pattern, for which all are listed: %+v", found)
	}
	if found := sharedAs(t, audit.Scope{Functions: []string{"orders", "invoices"}}, role, sample.Named("invoices", underTheRole)); len(found) != 1 || found[0].Outcome != rules.Fail {
		t.Errorf("two by name: %+v", found)
	}
}

// A role's name has 64 characters at most, and that of a function may be as long.
func TestOwnRolesHaveNamesThatIAMTakes(t *testing.T) {
	long := strings.Repeat("images-", 9) + "1"
	arn := strings.Replace(sample.Function, ":orders", ":"+long, 1)
	found := sharedAs(t, audit.Scope{}, roleWith(readsTable), facts.Functions.Is(arn, facts.Config{Name: long, ARN: arn, Role: sample.Role}))
	_, name, _ := strings.Cut(found[0].Fix, "create-role --role-name ")
	name, _, _ = strings.Cut(name, " ")
	if len(name) > 64 || !strings.Contains(found[0].Fix, ":role/"+name+" ") {
		t.Errorf("%s is too long, in\n%s", name, found[0].Fix)
	}
}

// A role that reads logs, or deletes them, does more than write them.
func TestWhatASharedRoleCanDoIsToldAsItIs(t *testing.T) {
	for statement, want := range map[string]string{
		writesLogs: "it can do no more than write logs and traces",
		`{"Effect":"Allow","Action":"logs:*","Resource":"*"}`:                                      "it reaches nothing but logs and traces",
		`{"Effect":"Allow","Action":["logs:PutLogEvents","logs:GetLogEvents"],"Resource":"*"}`:     "it reaches nothing but logs and traces",
		`{"Effect":"Allow","Action":["xray:PutTraceSegments","logs:PutLogEvents"],"Resource":"*"}`: "it can do no more than write logs and traces",
	} {
		found := sharedAs(t, audit.Scope{}, roleWith(statement), sample.Named("invoices", underTheRole))
		if len(found) != 1 || found[0].Severity != rules.Low || !strings.HasSuffix(found[0].Message, want) {
			t.Errorf("%s: %+v", statement, found)
		}
	}
}
