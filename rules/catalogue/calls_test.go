package catalogue_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// pagesOf is how many calls a listing may take: so many pages of 50, and a few
// more for what is listed in parts.
func pagesOf(rows int) int { return rows/50 + 12 }

// budget is how many calls each fact may take for the account. What is not named
// is a listing, or asked in batches.
func budget(account *fixtures.Account) map[string]int {
	r := &account.Regions[0]
	count := func(so func(f *fixtures.Function) bool) int {
		n := 0
		for i := range r.Functions {
			if so(&r.Functions[i]) {
				n++
			}
		}
		return n
	}
	published := count(func(f *fixtures.Function) bool { return len(f.Versions) > 0 })
	withoutRedrive := 0
	for _, q := range r.Queues {
		if q.RedriveTarget == "" {
			withoutRedrive++
		}
	}
	return map[string]int{
		"resource-policy":         len(r.Functions),
		"aliases":                 published,
		"alias-policy":            count(func(f *fixtures.Function) bool { return len(f.Aliases) > 0 }), // one each
		"async-settings":          count(func(f *fixtures.Function) bool { return len(f.AsyncSettings) > 0 }),
		"versions":                pagesOf(len(r.Functions) + 3*published),
		"provisioned-concurrency": published,
		"function-urls":           count(func(f *fixtures.Function) bool { return len(f.URLs) > 0 }),
		"state":                   count(func(f *fixtures.Function) bool { return f.Metrics == nil && f.VPC != nil }),
		"reserved-concurrency":    0,                                                                          // nothing is throttled, and no mapping is capped
		"recursion-config":        count(func(f *fixtures.Function) bool { return readsAsAdmin(account, f) }), // it may write to its queue
		"queues":                  len(r.Queues),
		"dead-letter-sources":     withoutRedrive,
		"managed-policies":        2 * 4, // four of AWS's, two calls each
		"version-config":          0,
	}
}

// readsAsAdmin reports whether the function reads from a queue under a role that
// may do everything.
func readsAsAdmin(account *fixtures.Account, f *fixtures.Function) bool {
	reads := slices.ContainsFunc(account.Regions[0].EventSources, func(e fixtures.EventSource) bool { return e.Function == f.Name })
	return reads && slices.ContainsFunc(account.Roles, func(r fixtures.Role) bool {
		return strings.HasSuffix(f.Role, "/"+r.Name) && slices.ContainsFunc(r.Attached, func(policy string) bool {
			return strings.HasSuffix(policy, "/AdministratorAccess")
		})
	})
}

// TestCallsStayInTheirBudget audits a thousand functions of the stated mix by the
// default rules, and prints what each fact takes.
func TestCallsStayInTheirBudget(t *testing.T) {
	const n = 1000
	account := fixtures.Mix(n, 1)
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	want := rules.Collected(selected(t))
	plan, _, err := audit.Plan(t.Context(), openAccount(t, account), want)
	if err != nil {
		t.Fatal(err)
	}
	s := openAccount(t, account)
	known, err := audit.Collect(t.Context(), s, want, nil)
	if err != nil {
		t.Fatal(err)
	}
	made, planned, allowed := map[string]int{}, map[string]audit.Planned{}, budget(account)
	for _, a := range s.Asked() {
		made[a.Fact] += a.Calls
	}
	for _, p := range plan {
		sum := planned[p.Fact]
		sum.Least, sum.Most = sum.Least+p.Least, sum.Most+p.Most
		planned[p.Fact] = sum
	}
	checkBudget(t, made, planned, allowed)
	ledger := 0
	for _, c := range known.Calls {
		ledger += c.Calls - c.Repeated
	}
	if sum := total(made); sum != ledger {
		t.Errorf("the facts made %d calls, and the ledger has %d", sum, ledger)
	}
}

// checkBudget compares fact by fact, and says which one exceeds.
func checkBudget(t *testing.T, made map[string]int, planned map[string]audit.Planned, allowed map[string]int) {
	t.Helper()
	limits := 0
	for _, fact := range slices.SortedFunc(maps.Keys(made), func(a, b string) int { return made[b] - made[a] }) {
		limit, named := allowed[fact]
		if !named {
			limit = pagesOf(1000)
		}
		limits += limit
		p := planned[fact]
		t.Logf("%-26s %5d calls, %5d allowed, %5d to %5d planned", fact, made[fact], limit, p.Least, p.Most)
		if made[fact] > limit {
			t.Errorf("%s takes %d calls, and %d are allowed", fact, made[fact], limit)
		}
		if fact != "" && (made[fact] < p.Least || made[fact] > p.Most) {
			t.Errorf("%s takes %d calls, and %d to %d are planned", fact, made[fact], p.Least, p.Most)
		}
	}
	t.Logf("%-26s %5d calls, %5d allowed", strings.Repeat("=", 5), total(made), limits)
}

func total(made map[string]int) int {
	sum := 0
	for _, n := range made {
		sum += n
	}
	return sum
}

// openAccount opens a session with the account, played as fast as it is asked.
func openAccount(t *testing.T, account *fixtures.Account) *audit.Session {
	t.Helper()
	server := fixtures.NewServer(account)
	server.NoQuotas = true
	key, secret := account.Credentials()
	s, err := audit.Open(t.Context(), aws.Config{Region: account.Regions[0].Name, HTTPClient: server.Client(),
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")},
		audit.Options{Days: 14, Share: 1e6, RunID: "test", Key: testKey(t), Now: func() time.Time { return account.Now }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFactsThatTakeACallASubjectSayWhy holds each fact of a default run that is
// asked of one subject at a time to telling why nothing cheaper serves.
func TestFactsThatTakeACallASubjectSayWhy(t *testing.T) {
	one := 0
	for fact := range rules.Collected(selected(t)) {
		info := fact.Info()
		if info.Sweeps() || info.Batch > 1 || len(info.Operations) == 0 || info.Kind == audit.KindRegion {
			continue
		}
		one++
		if !strings.Contains(info.Doc, "takes a call a") && !strings.Contains(info.Doc, "takes two calls a") {
			t.Errorf("%s takes a call for each %s, and its doc does not say why: %s", info.Name, info.Kind, info.Doc)
		}
	}
	if one < 10 {
		t.Errorf("only %d facts are asked of one subject at a time", one)
	}
}
