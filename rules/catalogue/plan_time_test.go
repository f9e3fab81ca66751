package catalogue_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
)

// TestThePlanComesTrue compares the plan of an audit with the audit: its calls by
// operation, and its minutes with those that pass under AWS's quotas.
func TestThePlanComesTrue(t *testing.T) {
	for _, fast := range []bool{false, true} {
		for name, account := range map[string]*fixtures.Account{"200 of the mix": fixtures.Mix(200, 2), "600 of the mix": fixtures.Mix(600, 2), "400 large": fixtures.Large(400, 3)} {
			t.Run(fmt.Sprintf("%s, fast %v", name, fast), func(t *testing.T) {
				want := rules.Collected(choose(t, rules.Selection{Fast: fast}))
				if fast {
					want = want.Fast()
				}
				if err := account.Complete(); err != nil {
					t.Fatal(err)
				}
				rows, _, err := audit.Plan(t.Context(), openAccount(t, account), want)
				if err != nil {
					t.Fatal(err)
				}
				calls, took := timed(t, account, want, fast)
				compareOperations(t, rows, calls)
				planned := audit.PlanTime(rows, audit.DefaultShare)
				t.Logf("%s to %s planned, %s expected, %s passed", planned.Least, planned.Most, planned.Expected, took)
				if took.Seconds() < 0.9*planned.Least.Seconds() || took.Seconds() > 1.1*planned.Most.Seconds()+1 { // a second to run up
					t.Errorf("%s to %s are planned, and %s pass", planned.Least, planned.Most, took)
				}
				if d := planned.Expected.Seconds() / took.Seconds(); d < 0.75 || d > 1.25 {
					t.Errorf("%s are expected, and %s pass", planned.Expected, took)
				}
			})
		}
	}
}

// timed collects the account under AWS's quotas, with their answers 30 ms away.
func timed(t *testing.T, account *fixtures.Account, want audit.Set, fast bool) (calls []audit.CallCount, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := fixtures.NewServer(account)
		server.Latency = 30 * time.Millisecond
		key, secret := account.Credentials()
		s, err := audit.Open(t.Context(), aws.Config{Region: account.Regions[0].Name, HTTPClient: server.Client(),
			Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")},
			audit.Options{Days: 14, Share: audit.DefaultShare, RunID: "test", Fast: fast, Key: testKey(t), Now: func() time.Time { return account.Now }})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		known, err := audit.Collect(t.Context(), s, want, nil)
		if err != nil {
			t.Fatal(err)
		}
		calls, took = known.Calls, time.Since(began)
	})
	return calls, took
}

// compareOperations holds the ledger to the plan; the opening's call is not planned.
func compareOperations(t *testing.T, rows []audit.Planned, calls []audit.CallCount) {
	t.Helper()
	type operation struct{ service, name string }
	planned := map[operation]audit.Planned{}
	for _, row := range rows {
		sum := planned[operation{row.Service, row.Operation}]
		sum.Least, sum.Most = sum.Least+row.Least, sum.Most+row.Most
		sum.MetricsLeast, sum.MetricsMost = sum.MetricsLeast+row.MetricsLeast, sum.MetricsMost+row.MetricsMost
		planned[operation{row.Service, row.Operation}] = sum
	}
	for _, c := range calls {
		p := planned[operation{c.Service, c.Operation}]
		if made := c.Calls - c.Repeated; c.Service != "STS" && (made < p.Least || made > p.Most) {
			t.Errorf("%s.%s: %d calls are made, and %d to %d planned", c.Service, c.Operation, made, p.Least, p.Most)
		}
		if c.Metrics < p.MetricsLeast || c.Metrics > p.MetricsMost {
			t.Errorf("%s.%s: %d metrics are asked for, and %d to %d planned", c.Service, c.Operation, c.Metrics, p.MetricsLeast, p.MetricsMost)
		}
	}
}
