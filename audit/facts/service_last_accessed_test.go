package facts_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// underRoles is an account with so many roles, each of one function; change may
// make some of them special.
func underRoles(t testing.TB, n int, change func(int, *fixtures.Role)) *fixtures.Account {
	t.Helper()
	account := &fixtures.Account{ID: "111122223333", Now: time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC), Regions: []fixtures.Region{{Name: "eu-west-1"}}}
	for i := range n {
		name := fmt.Sprintf("role-%03d", i)
		role := fixtures.Role{Name: name, Attached: []string{"AWSLambdaBasicExecutionRole"}, Inline: []fixtures.InlinePolicy{
			{Name: "own", Document: `{"Statement":{"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage"],"Resource":"*"}}`}},
			LastAccessed: map[string]time.Time{"s3": account.Now.AddDate(0, 0, -7)}}
		if change != nil {
			change(i, &role)
		}
		account.Roles = append(account.Roles, role)
		account.Regions[0].Functions = append(account.Regions[0].Functions, fixtures.Function{Name: name, Config: fixtures.Config{Role: name}})
	}
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	return account
}

func roleARN(i int) string { return fmt.Sprintf("arn:aws:iam::111122223333:role/role-%03d", i) }

var lastAccess = audit.NewSet(facts.ServiceLastAccessed)

// reasonFor returns why nothing is known of a role; "" where all is.
func reasonFor(known *audit.Known, role int) audit.Reason {
	_, err := facts.ServiceLastAccessed.Of(known.Reader(), roleARN(role))
	var why *audit.Unknown
	if errors.As(err, &why) {
		return why.Reason
	}
	return ""
}

func TestServiceLastAccessedOfARole(t *testing.T) {
	account := underRoles(t, 2, func(i int, r *fixtures.Role) { r.AccessPolls = i })
	account.PageRows = 1
	known := collect(t, open(t, serve(account), account, nil), lastAccess)
	for i := range 2 {
		got, err := facts.ServiceLastAccessed.Of(known.Reader(), roleARN(i))
		want := []facts.AccessedService{{Service: "logs"}, {Service: "s3", Last: "2026-11-16T06:30:00Z"}, {Service: "sqs"}}
		if err != nil || !slices.Equal(got.Services, want) || got.AsOf == "" {
			t.Errorf("role %d: %+v, %v", i, got, err)
		}
	}
}

// All jobs are started before the first is asked after, and neither exceeds the
// rate that IAM's calls are given.
func TestJobsAreStartedFirst(t *testing.T) {
	const n = 200
	account := underRoles(t, n, func(i int, r *fixtures.Role) { r.AccessPolls = 1 + i%3 })
	synctest.Test(t, func(t *testing.T) {
		server := serve(account)
		s := open(t, server, account, func(o *audit.Options) { o.Share = audit.DefaultShare })
		began := time.Now()
		known := collect(t, s, lastAccess)
		calls := server.Calls()
		started, asked := 0, 0
		for _, c := range calls {
			switch c.Operation {
			case "GenerateServiceLastAccessedDetails":
				if started++; asked > 0 {
					t.Fatal("a job was asked after before all were started")
				}
			case "GetServiceLastAccessedDetails":
				asked++
			}
		}
		if most := 2*n + n + n; started != n || asked < 2*n || asked > most {
			t.Errorf("%d jobs started, and asked after %d times", started, asked)
		}
		took, least := time.Since(began), time.Duration(started+asked-2)*time.Second/10 // 15 a second, two thirds of them
		if took < least || took > least+time.Minute {
			t.Errorf("%d calls took %s, want about %s", started+asked, took, least)
		}
		for i := range n {
			if reason := reasonFor(known, i); reason != "" {
				t.Errorf("role %d: %s", i, reason)
			}
		}
	})
}

func TestJobsThatDoNotComplete(t *testing.T) {
	account := underRoles(t, 4, func(i int, r *fixtures.Role) {
		r.AccessJob = []string{"COMPLETED", "FAILED", "IN_PROGRESS", "COMPLETED"}[i]
	})
	synctest.Test(t, func(t *testing.T) {
		server := serve(account)
		fault(t, server, fixtures.Fault{Service: "iam", Operation: "GetServiceLastAccessedDetails", Match: "role-003", Code: fixtures.FaultNotFound})
		s := open(t, server, account, nil)
		began := time.Now()
		known := collect(t, s, lastAccess)
		if took := time.Since(began); took < 9*time.Minute || took > 11*time.Minute {
			t.Errorf("gave up after %s", took)
		}
		for i, want := range []audit.Reason{"", audit.Failed, audit.TimedOut, audit.Failed} {
			if got := reasonFor(known, i); got != want {
				t.Errorf("role %d: %q, want %q", i, got, want)
			}
		}
		if calls := len(server.Calls()); calls > 80 {
			t.Errorf("%d calls for a job that does not end", calls)
		}
	})
}

func TestLastAccessDenied(t *testing.T) {
	for _, operation := range []string{"GenerateServiceLastAccessedDetails", "GetServiceLastAccessedDetails"} {
		account := underRoles(t, 2, nil)
		server := serve(account)
		fault(t, server, fixtures.Fault{Service: "iam", Operation: operation, Match: "role-001", Code: fixtures.FaultAccessDenied})
		known := collect(t, open(t, server, account, nil), lastAccess)
		_, err := facts.ServiceLastAccessed.Of(known.Reader(), roleARN(1))
		var why *audit.Unknown
		if !errors.As(err, &why) || why.Reason != audit.Denied || why.Action != "iam:"+operation || reasonFor(known, 0) != "" {
			t.Errorf("%s: %v, and %q for the other role", operation, err, reasonFor(known, 0))
		}
	}
}

// A page that is denied leaves what the pages before it told.
func TestLastAccessInPart(t *testing.T) {
	account := underRoles(t, 1, nil)
	account.PageRows = 2
	server := serve(account)
	fault(t, server, fixtures.Fault{Service: "iam", Operation: "GetServiceLastAccessedDetails", Code: fixtures.FaultAccessDenied, After: 2})
	known := collect(t, open(t, server, account, nil), lastAccess)
	if got, err := facts.ServiceLastAccessed.Of(known.Reader(), roleARN(0)); err == nil || len(got.Services) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestNobodyAsksAfterAMissingRole(t *testing.T) {
	account := underRoles(t, 1, nil)
	account.Regions[0].Functions = append(account.Regions[0].Functions, fixtures.Function{Name: "orphan", Config: fixtures.Config{Role: "arn:aws:iam::111122223333:role/gone"}})
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	for _, change := range []func(*audit.Options){nil, func(o *audit.Options) { o.Scope.Functions = []string{"orphan"} }} {
		server := serve(account)
		collect(t, open(t, server, account, change), lastAccess)
		for _, c := range server.Calls() {
			if strings.HasPrefix(c.Operation, "Generate") && strings.HasSuffix(c.Key, "/gone") {
				t.Errorf("%s of %s", c.Operation, c.Key)
			}
		}
	}
}

// A role's creation and its last use come with it, in either way to read roles.
func TestRolesTellTheirAge(t *testing.T) {
	account := underRoles(t, 1, func(_ int, r *fixtures.Role) {
		r.Created, r.LastUsed = time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC), time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	})
	for _, denied := range []string{"", "GetAccountAuthorizationDetails"} {
		server := serve(account)
		if denied != "" {
			deny(t, server, "iam", denied)
		}
		known := collect(t, open(t, server, account, nil), audit.NewSet(facts.Roles))
		role, err := facts.Roles.Of(known.Reader(), roleARN(0))
		if err != nil || role.Created != "2026-10-01T08:00:00Z" || role.LastUsed != "2026-11-20T08:00:00Z" {
			t.Errorf("without %q: %+v, %v", denied, role, err)
		}
	}
}

// A plan starts no job, and counts two calls and more for each role.
func TestPlanOfLastAccess(t *testing.T) {
	account := underRoles(t, 5, nil)
	server := serve(account)
	rows, _, err := audit.Plan(t.Context(), open(t, server, account, nil), lastAccess)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]audit.Planned{}
	for _, row := range rows {
		got[row.Operation] = row
	}
	if g := got["GenerateServiceLastAccessedDetails"]; g.Least != 5 || g.Most != 5 || g.Made {
		t.Errorf("starts: %+v", g)
	}
	if g := got["GetServiceLastAccessedDetails"]; g.Least != 5 || g.Most <= 5 || g.Made {
		t.Errorf("asks: %+v", g)
	}
}

// A run that ends while IAM is at work ends at once, and says nothing of the roles.
func TestInterruptedJobs(t *testing.T) {
	account := underRoles(t, 3, func(_ int, r *fixtures.Role) { r.AccessJob = "IN_PROGRESS" })
	synctest.Test(t, func(t *testing.T) {
		s := open(t, serve(account), account, nil)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Second, cancel)
		began := time.Now()
		known, err := audit.Collect(ctx, s, lastAccess, nil)
		if err == nil || time.Since(began) > 21*time.Second {
			t.Errorf("ended after %s with %v", time.Since(began), err)
		}
		if reason := reasonFor(known, 0); reason != audit.NotAsked {
			t.Errorf("the role is %q, want that nobody has told of it", reason)
		}
	})
}
