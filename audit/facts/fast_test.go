package facts_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// fastCalls are the calls of a fast run over all facts, by fact.
func fastCalls(t *testing.T, account *fixtures.Account, change func(*fixtures.Server)) map[string]int {
	t.Helper()
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	server := serve(account)
	if change != nil {
		change(server)
	}
	s := open(t, server, account, func(o *audit.Options) { o.Fast = true })
	collect(t, s, everyFact().Fast())
	calls := map[string]int{}
	for _, a := range s.Asked() {
		calls[a.Fact] += a.Calls
	}
	return calls
}

// perPage is how many functions one call of a fast run covers at least: no page
// and no batch of any fact holds fewer. Calls by qualifier go twenty to a batch;
// versions, mappings and metrics are several to a function.
const perPage = 10

func TestAFastRunCallsByPagesOnly(t *testing.T) {
	n := fewer(400, 100)
	few, many := fastCalls(t, fixtures.Mix(n, 3), nil), fastCalls(t, fixtures.Mix(2*n, 3), nil)
	if many["functions"] != 2*n/50 || len(many) < 15 {
		t.Fatalf("the run is no fast run of all facts: %v", many)
	}
	for _, fact := range slices.Sorted(maps.Keys(many)) {
		if more := many[fact] - few[fact]; more > n/perPage {
			t.Errorf("%s takes %d calls for %d functions, and %d for %d", fact, few[fact], n, many[fact], 2*n)
		}
	}
}

// Where the list of roles is denied, a full run asks role by role.
func TestAFastRunAsksForNoRoleByItself(t *testing.T) {
	calls := fastCalls(t, fixtures.Mix(100, 3), func(s *fixtures.Server) { deny(t, s, "iam", "GetAccountAuthorizationDetails") })
	if calls["roles"] > 2 || calls["managed-policies"] > 0 {
		t.Errorf("%d calls for roles, %d for managed policies", calls["roles"], calls["managed-policies"])
	}
}

func TestWhatAFastRunReaches(t *testing.T) {
	out := audit.OutOfReach()
	for name, want := range map[string]struct{ perSubject, out bool }{
		"functions": {}, "roles": {}, "metrics": {}, "managed-policies": {}, "calls-by-qualifier": {}, "vpc-endpoints": {},
		"aliases": {true, false}, "version-config": {true, false}, "state": {true, false}, // gates settle many
		"resource-policy": {true, true}, "alias-policy": {true, true}, "queues": {true, true},
		"async-settings": {true, true}, // its gate reads the policies
	} {
		f := audit.FactByName(name)
		if got := f.Info().PerSubject(); got != want.perSubject || out[f] != want.out {
			t.Errorf("%s: asked by subject %v, out of reach %v; want %v, %v", name, got, out[f], want.perSubject, want.out)
		}
	}
}

// lateVersions answers the listing of versions when all else has been asked.
type lateVersions struct{ next aws.HTTPClient }

// Do hands the request on.
func (l lateVersions) Do(r *http.Request) (*http.Response, error) {
	if strings.Contains(r.URL.RawQuery, "FunctionVersion=ALL") {
		time.Sleep(10 * time.Second) // of virtual time
	}
	return l.next.Do(r)
}

// A fast run asks for no alias: that a function has none is told by its versions,
// and these may be listed after the roles were.
func TestAFastRunKnowsItsRolesWheneverVersionsAreListed(t *testing.T) {
	account := &fixtures.Account{ID: "111122223333", Roles: []fixtures.Role{{Name: "worker"}}, Regions: []fixtures.Region{{Name: "eu-west-1", Functions: plainFunctions(3)}}}
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := openThrough(t, lateVersions{serve(account).Client()}, account, func(o *audit.Options) { o.Fast = true })
		known := collect(t, s, everyFact().Fast())
		roles, err := known.Subjects(facts.KindRole)
		if err != nil || len(roles) != 1 || roles[0].Open {
			t.Errorf("roles %+v, %v; want the whole list", roles, err)
		}
	})
}
