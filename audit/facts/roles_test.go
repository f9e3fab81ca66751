package facts_test

import (
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// A role that was made again under another path has the same name and is another
// role: the function names one that is gone, whichever way roles are read.
func TestARoleUnderAnotherPathIsAnotherRole(t *testing.T) {
	const before = "arn:aws:iam::111122223333:role/service-role/orders"
	account, err := fixtures.Parse([]byte(`{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"orders"}],
		"regions":[{"name":"eu-west-1","functions":[{"name":"orders","role":"` + before + `"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, prepare := range map[string]func(*fixtures.Server){
		"from the list": func(*fixtures.Server) {},
		"one by one":    func(s *fixtures.Server) { deny(t, s, "iam", "GetAccountAuthorizationDetails") },
	} {
		server := serve(account)
		prepare(server)
		known := collect(t, open(t, server, account, nil), audit.NewSet(facts.Roles))
		if role, err := facts.Roles.Of(known.Reader(), before); err != nil || !role.Missing || role.ARN != before {
			t.Errorf("%s: %+v, %v", name, role, err)
		}
	}
}
