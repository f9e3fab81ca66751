package facts_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// ordinary is an account with everything that a fact can ask about, and more
// than a page of functions.
func ordinary(t testing.TB) *fixtures.Account {
	t.Helper()
	account := fixtures.Large(120, 7)
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	return account
}

func TestFactsDeclareWhatTheyCall(t *testing.T) {
	called := map[string]map[string]bool{}
	note := func(s *audit.Session) {
		for _, f := range audit.Facts() {
			name := f.Info().Name
			if called[name] == nil {
				called[name] = map[string]bool{}
			}
		}
		for _, a := range s.Asked() {
			if called[a.Fact] != nil {
				called[a.Fact][a.Service+"."+a.Operation] = true
			}
		}
	}
	for name, change := range map[string]func(*audit.Options){
		"all":      nil,
		"ungated":  func(o *audit.Options) { o.AskAll = true },
		"by name":  func(o *audit.Options) { o.Scope.Functions = []string{"payments-authorise"} },
		"by role":  nil,
		"by alias": func(o *audit.Options) { o.Scope.Functions = []string{"payments-authorise"}; o.AskAll = true },
	} {
		account := load(t, "shop")
		server := serve(account)
		if name == "by role" {
			deny(t, server, "iam", "GetAccountAuthorizationDetails")
		}
		s := open(t, server, account, change)
		collect(t, s, everyFact())
		note(s)
	}
	for _, f := range audit.Facts() {
		info := f.Info()
		if got, want := slices.Sorted(maps.Keys(called[info.Name])), slices.Sorted(slices.Values(info.Operations)); !slices.Equal(got, want) {
			t.Errorf("%s calls %v and declares %v", info.Name, got, want)
		}
		if len(info.Actions) == 0 || info.Doc == "" || info.Example.Reply == "" || !strings.HasPrefix(info.Example.Source, "https://") {
			t.Errorf("%s lacks its actions, its doc or an example with its source", info.Name)
		}
	}
}

func deny(t testing.TB, server *fixtures.Server, service, operation string) {
	t.Helper()
	if err := server.AddFault(fixtures.Fault{Service: service, Operation: operation, Code: fixtures.FaultAccessDenied}); err != nil {
		t.Fatal(err)
	}
}

// playedAs are the fixtures' names of services whose SDK id is no name in small
// letters.
var playedAs = map[string]string{"Resource Groups Tagging API": "tag", "Compute Optimizer": "compute-optimizer", "CloudWatch Logs": "logs"}

func TestDenialOfOneOperationLosesNoFunction(t *testing.T) {
	account := ordinary(t)
	whole := functions(collect(t, open(t, serve(account), account, nil), everyFact()))
	if whole != 120 {
		t.Fatalf("%d functions, want 120", whole)
	}
	operations := map[string]bool{}
	for _, f := range audit.Facts() {
		for _, op := range f.Info().Operations {
			operations[op] = true
		}
	}
	delete(operations, "Lambda.ListFunctions") // without it nothing is listed
	for i, op := range slices.Sorted(maps.Keys(operations)) {
		if testing.Short() && i%5 > 0 {
			continue // races do not hang on which one is denied
		}
		t.Run(op, func(t *testing.T) {
			service, name, _ := strings.Cut(op, ".")
			service = cmp.Or(playedAs[service], strings.ToLower(service))
			server := serve(account)
			deny(t, server, service, name)
			known := collect(t, open(t, server, account, nil), everyFact())
			if got := functions(known); got != whole {
				t.Errorf("%d functions, want %d", got, whole)
			}
			for _, p := range known.Problems(everyFact()) {
				if p.Reason != audit.Denied || p.Action == "" {
					t.Errorf("%+v: want a denial that names its action", p)
				}
			}
		})
	}
}

func TestPagesBeforeABrokenOneAreKept(t *testing.T) {
	account := ordinary(t)
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Service: "lambda", Operation: "ListFunctions", Code: fixtures.FaultAccessDenied, After: 2}); err != nil {
		t.Fatal(err)
	}
	known := collect(t, open(t, server, account, nil), everyFact())
	list, err := known.Subjects(facts.KindFunction)
	if len(list) != 50 || err == nil {
		t.Errorf("%d functions and error %v, want the first page's 50 and that there may be more", len(list), err)
	}
	roles, err := known.Subjects(facts.KindRole)
	if err == nil || len(roles) == 0 || !roles[0].Open {
		t.Errorf("roles do not say that more functions may run under them: %v", err)
	}
}

func TestThrottlingSlowsAndLosesNothing(t *testing.T) {
	account := ordinary(t)
	calm := collect(t, open(t, serve(account), account, nil), everyFact())
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		server := fixtures.NewServer(account) // with AWS's quotas
		s := open(t, server, account, func(o *audit.Options) { o.Share = 4 })
		known := collect(t, s, everyFact())
		throttled := 0
		for _, c := range known.Calls {
			throttled += c.Throttled
		}
		if throttled == 0 {
			t.Error("four times the quota was taken and nothing was throttled")
		}
		if took := time.Since(began); took < 7*time.Second {
			t.Errorf("120 policies at 15 a second took %s", took)
		}
		if got, want := dump(known), dump(calm); got != want {
			t.Error("what was collected under throttling differs")
		}
	})
}

// dump writes what is known, for comparison.
func dump(known *audit.Known) string {
	var b strings.Builder
	r := known.Reader()
	_ = facts.Functions.All(r, func(id string, c facts.Config) {
		policy, err := facts.ResourcePolicy.Of(r, id)
		metrics, err2 := facts.Metrics.Of(r, id)
		aliases, err3 := facts.Aliases.Of(r, id)
		role, err4 := facts.Roles.Of(r, c.Role)
		fmt.Fprintln(&b, id, policy, err, len(metrics.Days), metrics.Invocations(), err2, aliases, err3, role, err4)
	})
	for _, p := range known.Problems(everyFact()) {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

func TestRegionsThatCannotBeAudited(t *testing.T) {
	account, err := fixtures.Parse([]byte(`{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"a"}],"regions":[
		{"name":"eu-west-1","functions":[{"name":"a","role":"a"}]},{"name":"me-south-1","state":"not-enabled"},{"name":"ap-east-1","state":"closed"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	known := collect(t, open(t, serve(account), account, nil), everyFact())
	if functions(known) != 1 {
		t.Errorf("%d functions, want 1", functions(known))
	}
	if problems := known.Problems(everyFact()); len(problems) != 0 {
		t.Errorf("a region that is off or closed is no problem: %v", problems)
	}
}

func TestInterruptedCollectionEndsAtOnce(t *testing.T) {
	account := ordinary(t)
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Operation: "GetPolicy", Code: fixtures.FaultHang}); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := open(t, server, account, nil)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		began := time.Now()
		known, err := audit.Collect(ctx, s, everyFact(), nil)
		if err == nil || time.Since(began) > 6*time.Second {
			t.Errorf("ended after %s with %v", time.Since(began), err)
		}
		if functions(known) != 120 {
			t.Errorf("%d functions are told, want all 120", functions(known))
		}
	})
}

func TestExpiredCredentialsEndTheRun(t *testing.T) {
	account := ordinary(t)
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Operation: "GetPolicy", Code: fixtures.FaultExpired, After: 20}); err != nil {
		t.Fatal(err)
	}
	_, err := audit.Collect(t.Context(), open(t, server, account, nil), everyFact(), nil)
	if _, ok := err.(*audit.CredentialError); !ok {
		t.Errorf("ended with %v, want a credential error", err)
	}
}

// callsForOne are those that the default rules take for one function that is
// named, with an alias, a role and a policy of AWS.
const callsForOne = 21

func TestOneFunctionTakesFewCalls(t *testing.T) {
	for _, name := range []string{"orders-api", "arn:aws:lambda:eu-west-1:333344445555:function:orders-api"} {
		account := load(t, "single")
		server := serve(account)
		s := open(t, server, account, func(o *audit.Options) { o.Scope.Functions = []string{name} })
		known := collect(t, s, defaultFacts(t))
		if functions(known) != 1 {
			t.Errorf("%s: %d functions", name, functions(known))
		}
		if calls := server.Calls(); len(calls) > callsForOne {
			t.Errorf("%s took %d calls: %v", name, len(calls), calls)
		}
	}
}
