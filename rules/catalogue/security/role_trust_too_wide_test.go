package security

import (
	"strings"
	"testing"

	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/iam"
)

func TestTrustIsMendedByADocument(t *testing.T) {
	for name, c := range map[string]struct{ statements, locus, want string }{
		"one of two services": {
			`{"Sid":"run","Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com","apigateway.amazonaws.com"]},"Action":"sts:AssumeRole"}`,
			"run: apigateway.amazonaws.com", `"Statement":[{"Sid":"run","Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com"]},"Action":["sts:AssumeRole"]}]`},
		"a statement of its own": {
			`{"Effect":"Allow",` + lambdaItself + `},{"Sid":"partner","Effect":"Allow",` + partner + `}`,
			"partner: arn:aws:iam::444455556666:root", `"Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com"]},"Action":["sts:AssumeRole"]}]`},
		"all there is": {
			`{"Sid":"all","Effect":"Allow","NotPrincipal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"}`,
			"all: all but 444455556666", `"Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com"]},"Action":["sts:AssumeRole"]}]`},
		"everybody, limited to an account": {
			`{"Sid":"all","Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalAccount":"444455556666"}}}`,
			"all: 444455556666", `"Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com"]},"Action":["sts:AssumeRole"]}]`},
		"what a shell would read": {
			`{"Effect":"Allow",` + lambdaItself + `},{"Sid":"it's","Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"sts:*"},{"Sid":"p","Effect":"Allow",` + partner + `}`,
			"p: arn:aws:iam::444455556666:root", `{"Sid":"it\u0027s","Effect":"Deny","Principal":{"AWS":["111122223333"]}`},
	} {
		list, _ := rows(t, rules.Config{}, []string{"role-trust-too-wide"}, append(trustedBy(c.statements), sample.Config(nil), sample.NoAliases())...)
		row := only(t, list, "role-trust-too-wide")
		if row.Locus != c.locus || !strings.Contains(row.Fix, "aws iam update-assume-role-policy --role-name orders --policy-document '{") || !strings.Contains(row.Fix, c.want) {
			t.Errorf("%s: %s\n%s", name, row.Locus, row.Fix)
		}
	}
}

// What the fix writes has none of the faults that it mends, and lets Lambda in.
func TestMendedTrustHasNoFault(t *testing.T) {
	for _, e := range roleTrustExamples {
		if e.Want != rules.Fail {
			continue
		}
		list, _ := rows(t, rules.Config{}, []string{"role-trust-too-wide"}, append(e.Given, sample.Config(nil), sample.NoAliases())...)
		for _, row := range list {
			_, text, _ := strings.Cut(row.Fix, "--policy-document '")
			text, _, _ = strings.Cut(text, "'\n")
			policy, err := iam.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range iam.TrustFaults(policy, sample.Account) {
				if f.Fault == iam.FaultCannotBeTaken || !f.Fault.Note() {
					t.Errorf("%s: %s leaves %+v", e.Name, text, f)
				}
			}
		}
	}
}

// Whoever mends one finding after the other ends with all of them mended: what one
// command takes out, the next does not bring back. Who is trusted stays.
func TestTrustIsMendedOneFindingAfterTheOther(t *testing.T) {
	statements := `{"Effect":"Allow",` + lambdaItself + `},{"Effect":"Allow","Principal":{"AWS":["444455556666","777788889999"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"},` +
		`{"Sid":"all","Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}`
	list, _ := rows(t, rules.Config{Trust: rules.Trust{Accounts: []string{"777788889999"}}}, []string{"role-trust-too-wide"}, append(trustedBy(statements), sample.Config(nil), sample.NoAliases())...)
	if len(list) != 3 {
		t.Fatalf("%+v", list)
	}
	for _, row := range list {
		for _, gone := range []string{"444455556666", "ec2.amazonaws.com", `"Principal":"*"`} {
			if strings.Contains(row.Fix, gone) {
				t.Errorf("%s: it brings %s back:\n%s", row.Locus, gone, row.Fix)
			}
		}
		if !strings.Contains(row.Fix, "777788889999") {
			t.Errorf("%s: who is trusted is taken out:\n%s", row.Locus, row.Fix)
		}
	}
}

// Where nobody can say what a condition does, nobody says that there is none.
func TestTrustUnderAnUnknownCondition(t *testing.T) {
	list, _ := rows(t, rules.Config{}, []string{"role-trust-too-wide"}, append(letIn(lambdaItself, partner+`,"Condition":{"StringEquals":{"acme:Badge":"blue"}}`), sample.Config(nil), sample.NoAliases())...)
	if row := only(t, list, "role-trust-too-wide"); strings.Contains(row.Message, "no condition limits") {
		t.Error(row.Message)
	}
}

func TestSharedRoleNamesItsFunctions(t *testing.T) {
	list, _ := rows(t, rules.Config{}, []string{"role-shared", "role-admin", "role-wildcard"},
		underRole(roleWith(everything), sample.Named("invoices", underTheRole), sample.NoAliases())...)
	row := only(t, list, "role-shared")
	if row.Severity != rules.High || row.Message != "2 functions run under it: invoices, orders; it can do far more than they need (role-admin)" ||
		!strings.Contains(row.Fix, "--function-name invoices --role arn:aws:iam::111122223333:role/invoices-role --region eu-west-1\n") ||
		!strings.Contains(row.EvidenceText, sample.Second) {
		t.Errorf("%s %s\n%s\n%s", row.Severity, row.Message, row.EvidenceText, row.Fix)
	}
}
