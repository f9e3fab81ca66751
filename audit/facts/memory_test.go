package facts_test

import (
	"errors"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// sized has what the facts on memory, idleness and load are asked about.
func sized(t testing.TB) *fixtures.Account {
	t.Helper()
	account, err := fixtures.Parse([]byte(`{"id": "111122223333", "now": "2026-11-23T06:30:00Z", "roles": [{"name": "r"}], "regions": [
	 {"name": "eu-west-1", "functions": [
	   {"name": "wide", "role": "r", "memory_mb": 1024, "last_modified": "2026-01-02T00:00:00Z", "traffic": {"per_day": 500, "mean_ms": 100},
	    "insights": {"memory_utilization.Maximum": [20, 25, null, 22], "init_duration.Maximum": 640, "init_duration.SampleCount": 3}},
	   {"name": "busy", "role": "r", "memory_mb": 2048, "last_modified": "2026-01-02T00:00:00Z", "traffic": {"per_day": 864000, "mean_ms": 1000, "hours": [1]}},
	   {"name": "silent", "role": "r", "last_modified": "2026-01-02T00:00:00Z"},
	   {"name": "young", "role": "r", "last_modified": "2026-11-02T00:00:00Z"},
	   {"name": "seasonal", "role": "r", "last_modified": "2026-01-02T00:00:00Z", "traffic": {"per_day": 5, "mean_ms": 100, "ended": 40}},
	   {"name": "bygone", "role": "r", "last_modified": "2026-01-02T00:00:00Z", "traffic": {"per_day": 5, "mean_ms": 100, "ended": 95}}],
	  "optimizer": {"recommendations": [
	   {"function": "wide", "finding": "NotOptimized", "reasons": ["MemoryOverprovisioned"], "invocations": 7000, "max_memory_mb": 260,
	    "options": [512, 640], "saving_percent": 50, "saving_usd": 3.25},
	   {"function": "busy", "finding": "Unavailable", "reasons": ["InsufficientData"]}]}},
	 {"name": "us-east-1", "functions": [{"name": "far", "role": "r"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return account
}

func reasonOf(err error) audit.Reason {
	var why *audit.Unknown
	errors.As(err, &why)
	if why == nil {
		return ""
	}
	return why.Reason
}

func TestComputeOptimizer(t *testing.T) {
	account := sized(t)
	known := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.ComputeOptimizer))
	r := known.Reader()
	a, err := facts.ComputeOptimizer.Of(r, arnOf("wide"))
	if err != nil || !a.Over() || a.Under() || a.MemoryMB != 1024 || a.SizeMB != 512 || *a.UsedMB != 260 || *a.SavingUSD != 3.25 || a.Invocations != 7000 {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := facts.ComputeOptimizer.Of(r, arnOf("busy")); reasonOf(err) != audit.NoData {
		t.Errorf("without a recommendation: %v", err)
	}
	_, err = facts.ComputeOptimizer.Of(r, strings.Replace(arnOf("far"), "eu-west-1", "us-east-1", 1))
	if reasonOf(err) != audit.NoData || !strings.Contains(err.Error(), "opted in") {
		t.Errorf("without opt-in: %v", err)
	}
	if problems := known.Problems(audit.NewSet(facts.ComputeOptimizer)); len(problems) > 0 {
		t.Errorf("no opt-in is no problem: %v", problems)
	}
}

func TestComputeOptimizerIsAskedForNamedFunctionsOnly(t *testing.T) {
	account := sized(t)
	server := serve(account)
	s := open(t, server, account, func(o *audit.Options) { o.Scope.Functions = []string{"wide"} })
	known := collect(t, s, audit.NewSet(facts.ComputeOptimizer))
	if a, err := facts.ComputeOptimizer.Of(known.Reader(), arnOf("wide")); err != nil || !a.Over() {
		t.Errorf("%+v, %v", a, err)
	}
	calls := 0
	for _, c := range server.Calls() {
		if c.Operation == "GetLambdaFunctionRecommendations" {
			calls++
		}
	}
	if calls != 1 {
		t.Errorf("%d calls: there is nothing to ask where no function lies", calls)
	}
}

func TestMemoryUse(t *testing.T) {
	account := sized(t)
	for _, all := range []bool{false, true} {
		s := open(t, serve(account), account, func(o *audit.Options) { o.AskAll = all })
		r := collect(t, s, audit.NewSet(facts.MemoryUse)).Reader()
		m, err := facts.MemoryUse.Of(r, arnOf("wide"))
		if err != nil || *m.Share != 0.25 || *m.UsedMB != 256 || *m.InitMS != 640 || m.Inits != 3*14 || m.Samples < 6000 {
			t.Errorf("%+v, %v", m, err)
		}
		if m, err := facts.MemoryUse.Of(r, arnOf("busy")); err != nil || m != (facts.Memory{}) {
			t.Errorf("without Insights: %+v, %v", m, err)
		}
	}
}

func TestMemoryUseIsAskedWhereNothingWasListed(t *testing.T) {
	account := sized(t)
	s := open(t, serve(account), account, func(o *audit.Options) { o.Scope.Functions = []string{"wide"} })
	if m, err := facts.MemoryUse.Of(collect(t, s, audit.NewSet(facts.MemoryUse)).Reader(), arnOf("wide")); err != nil || m.Share == nil {
		t.Errorf("named: %+v, %v", m, err)
	}
	server := serve(account)
	deny(t, server, "cloudwatch", "ListMetrics")
	s = open(t, server, account, nil)
	if m, err := facts.MemoryUse.Of(collect(t, s, audit.NewSet(facts.MemoryUse)).Reader(), arnOf("wide")); err != nil || m.Share == nil {
		t.Errorf("not listed: %+v, %v", m, err)
	}
}

func TestLastQuarter(t *testing.T) {
	account := sized(t)
	for _, all := range []bool{false, true} {
		s := open(t, serve(account), account, func(o *audit.Options) { o.AskAll = all })
		r := collect(t, s, audit.NewSet(facts.LastQuarter)).Reader()
		for name, idle := range map[string]bool{"wide": false, "silent": true, "young": false, "seasonal": false, "bygone": true} {
			if q, err := facts.LastQuarter.Of(r, arnOf(name)); err != nil || q.Idle != idle {
				t.Errorf("%s (all asked: %v): idle %v, %v", name, all, q.Idle, err)
			}
		}
	}
}

func TestHourlyConcurrency(t *testing.T) {
	account := sized(t)
	r := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.HourlyConcurrency)).Reader()
	p, err := facts.HourlyConcurrency.Of(r, arnOf("busy"))
	if err != nil || p.Hours != 14*24 || p.Lowest < 8 || p.Highest > 14 {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err := facts.HourlyConcurrency.Of(r, arnOf("wide")); err != nil || p.Hours != 0 {
		t.Errorf("a cheap one was asked for: %+v, %v", p, err)
	}
	s := open(t, serve(account), account, func(o *audit.Options) { o.AskAll = true })
	r = collect(t, s, audit.NewSet(facts.HourlyConcurrency)).Reader()
	if p, err := facts.HourlyConcurrency.Of(r, arnOf("wide")); err != nil || p.Hours != 14*24 || p.Highest != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

// A version may have more memory than $LATEST, and then costs more.
func TestHourlyConcurrencyIsAskedForTheLargestVersion(t *testing.T) {
	account, err := fixtures.Parse([]byte(`{"id": "111122223333", "now": "2026-11-23T06:30:00Z", "roles": [{"name": "r"}], "regions": [
	 {"name": "eu-west-1", "functions": [{"name": "f", "role": "r", "memory_mb": 128, "versions": [{"version": "1", "config": {"memory_mb": 8192}}],
	  "aliases": [{"name": "live", "version": "1"}], "traffic": {"per_day": 86400, "mean_ms": 900, "by": "live", "hours": [1]}}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	r := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.HourlyConcurrency)).Reader()
	if p, err := facts.HourlyConcurrency.Of(r, arnOf("f")); err != nil || p.Hours == 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestDeniedSourcesOfMemoryAreUnknown(t *testing.T) {
	account := sized(t)
	server := serve(account)
	deny(t, server, "compute-optimizer", "GetLambdaFunctionRecommendations")
	deny(t, server, "cloudwatch", "GetMetricData")
	set := audit.NewSet(facts.ComputeOptimizer, facts.MemoryUse, facts.LastQuarter, facts.HourlyConcurrency)
	r := collect(t, open(t, server, account, nil), set).Reader()
	_, advice := facts.ComputeOptimizer.Of(r, arnOf("wide"))
	_, memory := facts.MemoryUse.Of(r, arnOf("wide"))
	_, quarter := facts.LastQuarter.Of(r, arnOf("silent"))
	_, peaks := facts.HourlyConcurrency.Of(r, arnOf("busy"))
	for _, err := range []error{advice, memory, quarter, peaks} {
		if reasonOf(err) != audit.Denied {
			t.Error(err)
		}
	}
}
