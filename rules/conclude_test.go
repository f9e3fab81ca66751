package rules

import (
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

func TestExitCodes(t *testing.T) {
	ninety := 90.0
	denied := audit.Unknown{Reason: audit.Denied, Code: "AccessDeniedException", Action: "lambda:ListFunctions"}
	two := []audit.Given{function(orders), function(invoices)}
	broke := append(slices.Clone(two), facts.Functions.Broke(region, denied))
	off := []audit.Given{facts.Functions.Broke(region, audit.Unknown{Reason: audit.RegionOff})}
	bad := says{orders: {failed("")}}.check
	for name, c := range map[string]struct {
		given   []audit.Given
		check   Check
		gate    Gate
		outcome string
		code    int
	}{
		"clean":                   {two, says{}.check, Gate{FailOn: Low}, RunClean, 0},
		"findings":                {two, bad, Gate{FailOn: High}, RunFindings, 1},
		"milder than asked":       {two, bad, Gate{FailOn: Critical}, RunClean, 0},
		"no gate":                 {two, bad, Gate{}, RunClean, 0},
		"score":                   {two, bad, Gate{MinScore: &ninety}, RunBelow, 3},
		"score high enough":       {two, says{}.check, Gate{MinScore: &ninety}, RunClean, 0},
		"no score":                {two, says{orders: {unknown(audit.NoData)}, invoices: {unknown(audit.NoData)}}.check, Gate{MinScore: &ninety}, RunUnscored, 3},
		"partial":                 {broke, says{}.check, Gate{FailOn: Low}, RunPartial, 4},
		"partial is allowed":      {broke, says{}.check, Gate{AllowPartial: true}, RunClean, 0},
		"findings before partial": {broke, bad, Gate{FailOn: High}, RunFindings, 1},
		"score before partial":    {broke, bad, Gate{MinScore: &ninety}, RunBelow, 3},
		"nothing there":           {nil, bad, Gate{FailOn: High, MinScore: &ninety}, RunEmpty, 5},
		"nothing enabled":         {off, bad, Gate{}, RunEmpty, 5},
		"nothing listed":          {broke[2:], bad, Gate{}, RunPartial, 4},
		"a defect before all":     {broke, func(*Input) []Finding { panic("no") }, Gate{FailOn: Low}, RunBroken, 7},
	} {
		r := evaluate(t, emptyWorld(t, c.given...), Config{Rules: []*Rule{rule("r", High, functionKind, c.check)}, Gate: c.gate})
		if r.Run.Outcome != c.outcome || r.Run.ExitCode != c.code {
			t.Errorf("%s: %q and %d, want %q and %d", name, r.Run.Outcome, r.Run.ExitCode, c.outcome, c.code)
		}
		if r.Run.Partial != (len(r.Errors) > 0) {
			t.Errorf("%s: partial %v with %d errors", name, r.Run.Partial, len(r.Errors))
		}
	}
}

func TestRegionStates(t *testing.T) {
	why := func(r audit.Reason) []audit.Given {
		return []audit.Given{facts.Functions.Broke(region, audit.Unknown{Reason: r})}
	}
	for state, given := range map[string][]audit.Given{
		"audited":     nil,
		"not-enabled": why(audit.RegionOff),
		"closed":      why(audit.Closed),
		"denied":      why(audit.Denied),
		"partial":     append(why(audit.Throttled), function(orders)),
	} {
		got := evaluate(t, emptyWorld(t, given...), Config{}).Run.Regions
		if len(got) != 1 || got[0].State != state || got[0].Region != region {
			t.Errorf("regions = %+v, want %s", got, state)
		}
	}
	got := evaluate(t, audit.NewKnown(ExampleHeader()), Config{}).Run.Regions
	if got[0].State != "not-collected" {
		t.Errorf("a region nobody asked is %+v", got)
	}
}

func TestErrorsAreGrouped(t *testing.T) {
	denied := audit.Unknown{Reason: audit.Denied, Code: "AccessDeniedException", Action: "lambda:GetPolicy"}
	known := world(t, function(stranger),
		facts.ResourcePolicy.IsUnknown(orders, denied), facts.ResourcePolicy.IsUnknown(invoices, denied),
		facts.ResourcePolicy.IsUnknown(stranger, audit.Unknown{Reason: audit.Throttled}),
		facts.Metrics.IsUnknown(orders, audit.Unknown{Reason: audit.Denied}), // no rule needs them
	)
	r := rule("r", Low, functionKind, says{}.check)
	r.Requires = []audit.Dep{facts.ResourcePolicy}
	got := evaluate(t, known, Config{Rules: []*Rule{r}}).Errors
	if len(got) != 2 {
		t.Fatalf("errors = %+v", got)
	}
	if e := got[0]; e.Fact != "resource-policy" || e.Reason != "denied" || e.Action != "lambda:GetPolicy" || e.Subjects != 2 ||
		e.Example != invoices || e.Region != region || e.AccountID != account {
		t.Errorf("first = %+v", e)
	}
	if e := got[1]; e.Reason != "throttled" || e.Subjects != 1 || e.Example != stranger {
		t.Errorf("second = %+v", e)
	}
}

func TestWhatNobodyCanActOnIsNoError(t *testing.T) {
	r := rule("r", Low, functionKind, says{}.check)
	r.Requires = []audit.Dep{facts.ResourcePolicy}
	for _, reason := range []audit.Reason{audit.Gone, audit.NoData, audit.RegionOff, audit.Closed, audit.NotAsked} {
		known := world(t, facts.ResourcePolicy.IsUnknown(orders, audit.Unknown{Reason: reason}))
		if got := evaluate(t, known, Config{Rules: []*Rule{r}}).Errors; len(got) != 0 {
			t.Errorf("%s: errors = %+v", reason, got)
		}
	}
}
