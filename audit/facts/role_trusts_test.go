package facts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// trusting is an account with one function, and roles that other services take.
func trusting(t *testing.T, pageRows, more int) *fixtures.Account {
	t.Helper()
	trust := func(principal string) string {
		return `"trust":{"Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"sts:AssumeRole"}]}`
	}
	roles := []string{
		`{"name":"a",` + trust(`{"Service":"lambda.amazonaws.com"}`) + `}`,
		`{"name":"build",` + trust(`{"Service":["codebuild.amazonaws.com","lambda.amazonaws.com"],"AWS":"111122223333"}`) + `}`,
		`{"name":"pool",` + trust(`{"Federated":"cognito-identity.amazonaws.com"}`) + `}`,
		`{"name":"people",` + trust(`{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.example.com"}`) + `}`,
		`{"name":"anyone",` + trust(`"*"`) + `}`,
		`{"name":"linked","path":"/aws-service-role/ecs.amazonaws.com/",` + trust(`{"Service":"ecs.amazonaws.com"}`) + `}`,
	}
	for i := range more {
		roles = append(roles, fmt.Sprintf(`{"name":"more-%04d",%s}`, i, trust(`{"Service":"ec2.amazonaws.com"}`)))
	}
	account, err := fixtures.Parse([]byte(`{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[` + strings.Join(roles, ",") + `],
		"regions":[{"name":"eu-west-1","functions":[{"name":"a","role":"a"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	account.PageRows = pageRows
	return account
}

func trustsOf(t *testing.T, account *fixtures.Account, known *audit.Known) facts.Trusting {
	t.Helper()
	trusts, err := facts.RoleTrusts.Of(known.Reader(), account.ID)
	if err != nil {
		t.Fatal(err)
	}
	return trusts
}

func TestRoleTrusts(t *testing.T) {
	const role = "arn:aws:iam::111122223333:role/"
	all := map[string][]string{
		"lambda.amazonaws.com":           {role + "a", role + "build"},
		"codebuild.amazonaws.com":        {role + "build"},
		"cognito-identity.amazonaws.com": {role + "pool"},
	}
	onlyOwn := map[string][]string{"lambda.amazonaws.com": {role + "a"}}
	for name, c := range map[string]struct {
		change   func(*audit.Options)
		prepare  func(*fixtures.Server)
		want     map[string][]string
		complete bool
	}{
		"the whole list":                {nil, nil, all, true},
		"named functions end it early":  {func(o *audit.Options) { o.Scope.Functions = []string{"a"} }, nil, map[string][]string{"lambda.amazonaws.com": {role + "a", role + "build"}, "codebuild.amazonaws.com": {role + "build"}}, false},
		"one by one":                    {nil, func(s *fixtures.Server) { deny(t, s, "iam", "GetAccountAuthorizationDetails") }, onlyOwn, false},
		"a summary that cannot be read": {nil, func(s *fixtures.Server) { deny(t, s, "iam", "GetAccountSummary") }, map[string][]string{"lambda.amazonaws.com": {role + "a", role + "build"}, "codebuild.amazonaws.com": {role + "build"}}, false},
		"the list breaks after its own": {nil, func(s *fixtures.Server) {
			if err := s.AddFault(fixtures.Fault{Service: "iam", Operation: "GetAccountAuthorizationDetails", Code: fixtures.FaultAccessDenied, After: 2}); err != nil {
				t.Fatal(err)
			}
		}, map[string][]string{"lambda.amazonaws.com": {role + "a", role + "build"}, "codebuild.amazonaws.com": {role + "build"}}, false},
	} {
		account := trusting(t, 2, 0)
		server := serve(account)
		if c.prepare != nil {
			c.prepare(server)
		}
		s := open(t, server, account, c.change)
		known := collect(t, s, audit.NewSet(facts.RoleTrusts))
		got := trustsOf(t, account, known)
		if fmt.Sprint(got.Services) != fmt.Sprint(c.want) || got.Complete != c.complete {
			t.Errorf("%s: %+v", name, got)
		}
		if _, err := facts.Roles.Of(known.Reader(), role+"a"); err != nil {
			t.Errorf("%s: the function's own role is lost: %v", name, err)
		}
		for _, a := range s.Asked() {
			if a.Fact == facts.RoleTrusts.Name || c.complete && a.Operation == "GetAccountAuthorizationDetails" && a.Calls != 3 {
				t.Errorf("%s: %+v", name, a)
			}
		}
	}
}

func TestRoleTrustsOfVeryManyRolesAreCut(t *testing.T) {
	account := trusting(t, 0, 1100)
	got := trustsOf(t, account, collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.RoleTrusts)))
	if n := len(got.Services["ec2.amazonaws.com"]); n != 1000 || got.Complete || !slices.IsSorted(got.Services["ec2.amazonaws.com"]) {
		t.Errorf("%d roles, complete: %v", n, got.Complete)
	}
}
