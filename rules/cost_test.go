package rules

import (
	"math"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// spent is a world in which orders ran 1,000 times for 200 s in all, with 1 GB on arm64.
func spent(change ...audit.Given) []audit.Given {
	sum := 100_000.0
	day := facts.Day{Invocations: 500, Samples: 500, SumMS: &sum}
	return append([]audit.Given{
		facts.Metrics.Is(orders, facts.Activity{Days: []facts.Day{day, day}}),
		facts.LogBytes.Is(orders, facts.Logged{Bytes: new(float64(1 << 30))}),
		facts.Versions.Is(orders, nil), facts.Aliases.Is(orders, nil), facts.Presence.Is(orders, facts.Seen{Active: true}),
		facts.Functions.Is(orders, facts.Config{Name: "orders", ARN: orders, Architecture: Arm64, MemoryMB: 1024, StorageMB: 1536}),
	}, change...)
}

// keeps is provisioned concurrency on the alias live, of which one in four
// invocations made use.
func keeps(p facts.Provisioned) []audit.Given {
	alias := []facts.Alias{{Name: "live", ARN: orders + ":live", Versions: []string{"1"}}}
	version := facts.Config{Name: "orders", ARN: orders, Version: "1", Architecture: Arm64, MemoryMB: 1024, StorageMB: 1536}
	return []audit.Given{
		facts.ProvisionedConcurrency.Is(orders, []facts.Provisioned{p}), facts.Aliases.Is(orders, alias),
		facts.Versions.Is(orders, []facts.Config{version}), facts.VersionConfig.Is(orders+":1", version),
		facts.ProvisionedUses.Is(orders+":live", facts.ProvisionedUse{Days: []facts.ProvisionedDay{{Invocations: 250}}}),
		facts.Presence.Is(orders, facts.Seen{Active: true, Qualifiers: []string{"live"}}),
	}
}

// partsOf are a bill's parts in the order of its fields, NaN for what is null.
func partsOf(b *Bill) [7]float64 {
	var parts [7]float64
	for i, p := range []*float64{b.MonthlyCost, b.MonthlyCompute, b.MonthlyRequests, b.MonthlyInit, b.MonthlyProvisioned, b.MonthlyStorage, b.MonthlyLogs} {
		parts[i] = math.NaN()
		if p != nil {
			parts[i] = *p
		}
	}
	return parts
}

func TestBill(t *testing.T) {
	const month = 30.0 / 14
	unknown, denied := math.NaN(), audit.Unknown{Reason: audit.Denied}
	compute, requests, storage, logs := 200*0.0000133334*month, 1000*0.0000002*month, 200*0.0000000309*month, 0.5*month
	kept, run := 2*30*86400*0.0000033333, 50*0.0000077778*month
	live := facts.Provisioned{Qualifier: "live", Allocated: 2, Status: "READY"}
	larger := facts.Config{Name: "orders", ARN: orders, Version: "1", Architecture: Arm64, MemoryMB: 2048, StorageMB: 1536}
	for name, c := range map[string]struct {
		given []audit.Given
		want  [7]float64 // cost, compute, requests, init, provisioned, storage, logs
	}{
		"on demand": {spent(), [7]float64{compute + requests + storage + logs, compute, requests, unknown, 0, storage, logs}},
		"a quarter on provisioned capacity": {spent(keeps(live)...),
			[7]float64{compute*0.75 + requests + kept + run + storage + logs, compute * 0.75, requests, unknown, kept + run, storage, logs}},
		"provisioned capacity that failed costs nothing": {spent(append(keeps(facts.Provisioned{Qualifier: "live", Requested: 9, Status: "FAILED"}),
			facts.ProvisionedUses.Is(orders+":live", facts.ProvisionedUse{}))...),
			[7]float64{compute + requests + storage + logs, compute, requests, unknown, 0, storage, logs}},
		"its use is denied": {spent(append(keeps(live), facts.ProvisionedUses.IsUnknown(orders+":live", denied))...),
			[7]float64{compute + requests + storage + logs, compute, requests, unknown, unknown, storage, logs}},
		"what is provisioned is denied": {spent(facts.Versions.Is(orders, []facts.Config{larger}), facts.ProvisionedConcurrency.IsUnknown(orders, denied)),
			[7]float64{compute + requests + storage + logs, compute, requests, unknown, unknown, storage, logs}},
		"others write to its log group": {spent(facts.LogBytes.Is(orders, facts.Logged{})),
			[7]float64{compute + requests + storage, compute, requests, unknown, 0, storage, unknown}},
		"an alias serves a version with another memory": {spent(append(keeps(live), facts.VersionConfig.Is(orders+":1", larger))...),
			[7]float64{unknown, unknown, requests, unknown, unknown, unknown, logs}},
		"such a version that nobody called": {spent(append(keeps(facts.Provisioned{Qualifier: "live"}), facts.VersionConfig.Is(orders+":1", larger),
			facts.ProvisionedUses.Is(orders+":live", facts.ProvisionedUse{}), facts.Presence.Is(orders, facts.Seen{Active: true}))...),
			[7]float64{compute + requests + storage + logs, compute, requests, unknown, 0, storage, logs}},
		"metrics denied": {spent(facts.Metrics.IsUnknown(orders, denied)), [7]float64{unknown, unknown, unknown, unknown, 0, unknown, logs}},
		"provisioned capacity was used, and metrics of the function are denied": {spent(append(keeps(live), facts.Metrics.IsUnknown(orders, denied))...),
			[7]float64{unknown, unknown, unknown, unknown, unknown, unknown, logs}},
		"managed instances": {spent(facts.Functions.Is(orders, facts.Config{Name: "orders", ARN: orders, MemoryMB: 1024, Capacity: "arn:x"})),
			[7]float64{unknown, unknown, unknown, unknown, unknown, unknown, logs}},
	} {
		f := rowOf(t, evaluate(t, emptyWorld(t, c.given...), Config{}), orders)
		for i, got := range partsOf(&f.Bill) {
			if want := c.want[i]; math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 0.0001 {
				t.Errorf("%s: part %d is %v, want %v", name, i, got, want)
			}
		}
	}
}

func TestSavingIsNoMoreThanTheCost(t *testing.T) {
	for name, c := range map[string]struct {
		saving *saving
		cost   *float64
		want   float64
	}{
		"within":                      {&saving{own: 3}, new(5.0), 3},
		"two findings on one GB":      {&saving{own: 8}, new(5.0), 5},
		"the cost is not known":       {&saving{own: 8}, nil, 8},
		"logs are kept for much more": {&saving{own: 8, shared: 40}, new(5.0), 45},
	} {
		if got := c.saving.within(c.cost); got == nil || *got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if none := (*saving)(nil); none.within(new(5.0)) != nil {
		t.Error("nothing to save is a saving")
	}
}

func TestTotals(t *testing.T) {
	save := failed("")
	save.Saving = new(9.0)
	list := []*Rule{rule("a", Low, functionKind, says{orders: {save}, invoices: {save}}.check), rule("b", Low, facts.KindRole, says{role: {save}}.check)}
	sum := 1e9 // ms: 1 GB, arm64
	r := evaluate(t, world(t, facts.Metrics.Is(orders, facts.Activity{Days: []facts.Day{{SumMS: &sum}}})), Config{Rules: list})
	cost := 1e6 * 0.0000133334 * 30 / 14
	if math.Abs(*r.Run.MonthlyCost-cost) > 0.001 || *r.Run.MonthlySave != 9+4.5+9+4.5 {
		t.Errorf("the run costs %v and saves %v", *r.Run.MonthlyCost, *r.Run.MonthlySave)
	}
	if none := evaluate(t, emptyWorld(t), Config{}).Run; none.MonthlyCost != nil || none.MonthlySave != nil {
		t.Error("an account without functions costs something")
	}
}

func TestCostsAreCollectedWhereARuleIsAboutThem(t *testing.T) {
	plain, costly := rule("a", Low, functionKind, says{}.check), rule("b", Low, functionKind, says{}.check)
	costly.Pillar = Cost
	if Collected([]*Rule{plain})[facts.LogBytes] || !Collected([]*Rule{plain, costly})[facts.LogBytes] {
		t.Error("the facts of costs do not follow the rules' pillar")
	}
	if Requirements([]*Rule{costly})[facts.LogBytes] {
		t.Error("a rule requires what it does not read")
	}
}
