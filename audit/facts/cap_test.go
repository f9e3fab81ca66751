package facts_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
)

// unsteady plays an account that throttles and breaks down now and then, so that
// calls are repeated.
func unsteady(t *testing.T, account *fixtures.Account, r *rand.Rand) *fixtures.Server {
	t.Helper()
	server := serve(account)
	for _, fault := range []fixtures.Fault{
		{Service: "lambda", Operation: "GetPolicy", Code: fixtures.FaultThrottle, Times: 1 + r.IntN(20)},
		{Service: "lambda", Operation: "List*", Code: fixtures.FaultDrop, Times: r.IntN(3)},
		{Service: "cloudwatch", Operation: "GetMetricData", Code: fixtures.FaultInternal, After: 1 + r.IntN(5), Times: 1 + r.IntN(3)},
	} {
		if fault.Times == 0 {
			continue
		}
		if err := server.AddFault(fault); err != nil {
			t.Fatal(err)
		}
	}
	return server
}

// capped collects all facts of a unsteady account under caps, and returns what the
// server saw and what the ledger says.
func capped(t *testing.T, seed uint64, caps audit.Caps) (seen []fixtures.Call, made audit.CallCount, known *audit.Known) {
	t.Helper()
	account := ordinary(t)
	synctest.Test(t, func(t *testing.T) {
		server := unsteady(t, account, rand.New(rand.NewPCG(seed, 6)))
		s := open(t, server, account, func(o *audit.Options) { o.Caps = caps })
		known = collect(t, s, unpromptedFacts())
		seen = server.Calls()
	})
	for _, c := range known.Calls {
		made.Calls, made.Repeated, made.Refused, made.Metrics = made.Calls+c.Calls, made.Repeated+c.Repeated, made.Refused+c.Refused, made.Metrics+c.Metrics
	}
	return seen, made, known
}

func TestCallsNeverPassTheirCap(t *testing.T) {
	_, free, _ := capped(t, 0, audit.Caps{})
	if free.Repeated == 0 || free.Refused != 0 || free.Metrics == 0 {
		t.Fatalf("a run without caps: %+v", free)
	}
	for seed, limit := range []int{2, 130, free.Calls - free.Repeated} {
		seen, made, known := capped(t, uint64(seed), audit.Caps{Calls: &limit})
		if len(seen) > limit || made.Calls != limit || made.Refused == 0 {
			t.Errorf("--max-calls %d: %d arrived, the ledger has %+v", limit, len(seen), made)
		}
		problems := known.Problems(unpromptedFacts())
		if !slices.ContainsFunc(problems, func(p audit.Problem) bool { return p.Reason == audit.Capped && p.Message != "" }) {
			t.Errorf("--max-calls %d: nobody is told: %v", limit, problems)
		}
	}
	enough := 2 * free.Calls
	if _, made, known := capped(t, 0, audit.Caps{Calls: &enough}); made.Refused != 0 || len(known.Problems(unpromptedFacts())) != 0 {
		t.Errorf("a cap that is far away refuses %d calls", made.Refused)
	}
}

func TestMetricsNeverPassTheirBudget(t *testing.T) {
	_, free, _ := capped(t, 0, audit.Caps{})
	for seed, limit := range []int{0, 500, free.Metrics / 2} {
		seen, made, known := capped(t, uint64(seed), audit.Caps{Metrics: &limit})
		asked := slices.ContainsFunc(seen, func(c fixtures.Call) bool { return c.Operation == "GetMetricData" })
		if made.Metrics > limit || asked != (made.Metrics > 0) && limit == 0 || made.Refused == 0 {
			t.Errorf("%d metrics are paid for: the ledger has %+v", limit, made)
		}
		for _, p := range known.Problems(unpromptedFacts()) {
			if p.Reason != audit.Capped || !slices.Contains(audit.FactByName(p.Fact).Info().Operations, "CloudWatch.GetMetricData") {
				t.Errorf("%d metrics are paid for, and %s is missing: %s", limit, p.Fact, p.Reason)
			}
		}
	}
}

// Opening a session takes calls, too.
func TestACapTooSmallToOpenIsAMistake(t *testing.T) {
	account := ordinary(t)
	key, secret := account.Credentials()
	cfg := aws.Config{Region: account.Regions[0].Name, HTTPClient: serve(account).Client(), Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")}
	for limit, regions := range map[int][]string{0: nil, 1: {"all"}} {
		_, err := audit.Open(t.Context(), cfg, audit.Options{Regions: regions, Days: 14, Share: 1e6, RunID: "test", Key: testKey(t), Caps: audit.Caps{Calls: &limit}, Now: account.Now.UTC})
		var wrong *audit.UsageError
		if !errors.As(err, &wrong) {
			t.Errorf("with %d calls the session opens with %v", limit, err)
		}
	}
}
