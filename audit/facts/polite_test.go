package facts_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// A politeRun is what a run beside a deployer came to.
type politeRun struct {
	Share     float64 `json:"share"`
	Deployer  string  `json:"deployer"`
	Rate      int     `json:"deployer_rate"`
	Operation string  `json:"operation"`
	Calls     int64   `json:"deployer_calls"`
	Throttled int64   `json:"deployer_throttled"`
	Percent   float64 `json:"deployer_throttled_percent"`
	Ours      int     `json:"our_throttled"`
	Seconds   float64 `json:"virtual_seconds"`
	Bound     float64 `json:"lower_bound_seconds"`
	Slower    float64 `json:"times_undisturbed,omitempty"`
}

// beside collects beside a deployer, or alone where there is no pattern. All its
// calls but the listing are of the deployer's bucket.
func beside(t *testing.T, account *fixtures.Account, c neighbour, way pattern) politeRun {
	made := politeRun{Share: c.share, Deployer: c.name, Rate: c.rate, Operation: c.operation}
	want := audit.NewSet(facts.Functions, facts.ReservedConcurrency)
	if c.operation == "GetPolicy" {
		want = audit.NewSet(facts.Functions, facts.ResourcePolicy)
	}
	synctest.Test(t, func(t *testing.T) {
		server := fixtures.NewServer(account)
		server.Latency = 30 * time.Millisecond
		ctx, stop := context.WithCancel(t.Context())
		d := &deployer{next: server.Client()}
		var deploying sync.WaitGroup
		if way != nil {
			deploying.Go(func() { d.deploy(ctx, account, c, way) })
		}
		began := time.Now()
		s := open(t, server, account, func(o *audit.Options) { o.Share, o.AskAll = c.share, true })
		known := collect(t, s, want)
		made.Seconds = time.Since(began).Seconds()
		stop()
		deploying.Wait()
		made.Bound = s.Bound(known.Calls).Seconds()
		made.Calls, made.Throttled = d.attempts.Load(), d.throttled.Load()
		for _, count := range known.Calls {
			made.Ours += count.Throttled
		}
	})
	if made.Calls > 0 {
		made.Percent = 100 * float64(made.Throttled) / float64(made.Calls)
	}
	return made
}

// besideOften is beside three times over where throttles are to be counted: they
// come in bursts, so that one run has none and the next one ten.
func besideOften(t *testing.T, account *fixtures.Account, c neighbour, way pattern) politeRun {
	made := beside(t, account, c, way)
	if c.share < 1 {
		return made
	}
	for range 2 {
		more := beside(t, account, c, way)
		made.Calls, made.Throttled, made.Ours = made.Calls+more.Calls, made.Throttled+more.Throttled, made.Ours+more.Ours
		made.Seconds = max(made.Seconds, more.Seconds)
	}
	made.Percent = 100 * float64(made.Throttled) / float64(made.Calls)
	return made
}

// TestPolite collects 1,000 functions beside a deployer that shares the bucket,
// in virtual time, and prints what each came to.
func TestPolite(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures, which takes a while")
	}
	account, few := politeAccount(t, 1000), politeAccount(t, 300)
	alone := map[neighbour]float64{}
	for _, operation := range []string{"GetFunctionConfiguration", "GetPolicy"} {
		for _, share := range []float64{audit.DefaultShare, 1} {
			by := neighbour{name: "none", operation: operation, share: share}
			made := beside(t, account, by, nil)
			tellPolite(t, made)
			alone[by] = made.Seconds
			if made.Ours > 0 || operation == "GetFunctionConfiguration" && made.Seconds > 1.01*made.Bound {
				t.Errorf("alone: %+v", made)
			}
		}
	}
	const config, policy, third = "GetFunctionConfiguration", "GetPolicy", bucketRate / 3
	for _, c := range []struct {
		neighbour
		pattern       pattern
		mostThrottled float64 // what the deployer may suffer, in per cent of its calls
	}{
		{neighbour{"steady", third, policy, audit.DefaultShare}, steady, 0},
		{neighbour{"bursty", third, policy, audit.DefaultShare}, bursty, 0},
		{neighbour{"poisson, never above", third, policy, audit.DefaultShare}, bounded, 0},
		{neighbour{"poisson, above at times", third, policy, audit.DefaultShare}, poisson, 2},
		{neighbour{"bursty", third, config, audit.DefaultShare}, bursty, 0},
		{neighbour{"steady", third, policy, 1}, steady, 2},
		{neighbour{"bursty", third, policy, 1}, bursty, 2},
		{neighbour{"poisson, never above", third, policy, 1}, bounded, 2},
		{neighbour{"bursty", third, config, 1}, bursty, 2},
		{neighbour{"poisson", 2 * third, policy, audit.DefaultShare}, poisson, 5},
		{neighbour{"poisson", bucketRate, policy, audit.DefaultShare}, poisson, 15},
	} {
		audited := account
		if c.rate > third {
			audited = few // giving way takes long
		}
		made := besideOften(t, audited, c.neighbour, c.pattern)
		if c.rate == third {
			made.Slower = made.Seconds / alone[neighbour{"none", 0, c.operation, c.share}]
		}
		tellPolite(t, made)
		if made.Percent > c.mostThrottled || made.Slower > 2.1 {
			t.Errorf("beside a deployer: %+v", made)
		}
	}
}

func politeAccount(t *testing.T, functions int) *fixtures.Account {
	t.Helper()
	account := fixtures.Large(functions, 3)
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	return account
}

func tellPolite(t *testing.T, made politeRun) {
	line, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("polite: %s", line)
}
