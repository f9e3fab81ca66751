package rules

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

func TestFunctionRow(t *testing.T) {
	p99, most, sum := 800.0, 950.0, 100_000.0
	day := facts.Day{Invocations: 1000, Samples: 1000, P99MS: &p99, MaxMS: &most, SumMS: &sum}
	known := world(t, facts.Metrics.Is(orders, facts.Activity{Days: []facts.Day{day, day}}),
		facts.Tags.Is(orders, map[string]string{"team": "blue"}))
	r := evaluate(t, known, Config{TagColumns: []string{"team", "stage"}, Version: "v"})
	f := rowOf(t, r, orders)
	// 200 s of 1 GB in 14 days, scaled to 30, and 2,000 requests likewise.
	want := (200*0.0000133334 + 2000*0.0000002) * 30 / 14
	if f.MonthlyCost == nil || math.Abs(*f.MonthlyCost-want) > 0.0001 {
		t.Errorf("it costs %v, want %v", f.MonthlyCost, want)
	}
	if *f.Invocations != 2000 || *f.P99MS != p99 || *f.MaxMS != most || *f.MemoryMB != 1024 || *f.TimeoutS != 3 || f.Role != role {
		t.Errorf("row = %+v", f)
	}
	if !slices.Equal(f.Tags, []Tag{{"team", "blue"}, {"stage", ""}}) || f.Function != "orders" || f.Region != region {
		t.Errorf("row = %+v", f)
	}
	if f.Score != nil || f.Coverage != nil || f.Grade != "" {
		t.Errorf("without rules it scores %+v", f)
	}
	if other := rowOf(t, r, invoices); other.Invocations != nil || other.MonthlyCost != nil || other.P99MS != nil {
		t.Errorf("what nobody measured is %+v", other)
	}
}

func TestCostIsNotGuessed(t *testing.T) {
	lost := facts.Activity{Days: []facts.Day{{Invocations: 5}}}
	managed := facts.Functions.Is(invoices, facts.Config{Name: "invoices", ARN: invoices, MemoryMB: 128, Capacity: "arn:x"})
	known := emptyWorld(t, function(orders), managed, function(stranger), facts.Metrics.Is(orders, lost),
		facts.Metrics.Is(invoices, facts.Activity{}), facts.Metrics.Is(stranger, facts.Activity{}))
	r := evaluate(t, known, Config{})
	if rowOf(t, r, orders).MonthlyCost != nil || rowOf(t, r, invoices).MonthlyCost != nil {
		t.Error("a cost is guessed")
	}
	if cost := rowOf(t, r, stranger).MonthlyCost; cost == nil || *cost != 0 {
		t.Error("what never runs costs something")
	}
}

func TestAccountScore(t *testing.T) {
	list := []*Rule{
		rule("on-functions", High, functionKind, says{orders: {failed("")}}.check),
		rule("on-region", Medium, audit.KindRegion, says{region: {failed("")}}.check),
		rule("on-roles", Low, facts.KindRole, says{role: {failed("")}}.check),
	}
	r := evaluate(t, world(t), Config{Rules: list})
	want := (69*0.99 + 99) / 2 * (0.70 + 0.30*0.85)
	if got := *r.Run.Score; math.Abs(got-want) > 0.05 || *r.Run.Coverage != 1 {
		t.Errorf("the account scores %v, want %v", got, want)
	}
	if r.Run.Worst != "orders" || r.Run.Grade != "C" || !slices.Equal(r.Run.Grades, []GradeCount{{"A", 1}, {"D", 1}}) {
		t.Errorf("run = %+v", r.Run)
	}
}

func TestScoreLow(t *testing.T) {
	list := []*Rule{
		rule("a", High, functionKind, says{orders: {unknown(audit.NoData)}}.check),
		rule("b", Low, functionKind, says{}.check),
		rule("c", Low, functionKind, says{}.check),
	}
	f := rowOf(t, evaluate(t, world(t), Config{Rules: list}), orders)
	if *f.Score != 100 || *f.ScoreLow != 69 || math.Abs(*f.Coverage-2.0/3) > 0.0001 {
		t.Errorf("scores %v to %v with coverage %v", *f.ScoreLow, *f.Score, *f.Coverage)
	}
}

func TestWhy(t *testing.T) {
	list := []*Rule{
		rule("a", High, functionKind, says{orders: {failed("")}}.check),
		rule("b", Low, facts.KindRole, says{role: {failed("")}}.check),
		rule("c", Low, functionKind, says{orders: {failed("")}}.check),
		rule("d", Medium, audit.KindAccount, says{account: {failed("")}}.check),
	}
	r := evaluate(t, world(t), Config{Rules: list})
	why, ok := r.Why(orders)
	if !ok || len(why) != 2 || why[0].Severity != High || !slices.Equal(why[1].Rules, []string{"b", "c"}) {
		t.Fatalf("why = %+v", why)
	}
	product := 100.0
	for _, f := range why {
		product *= f.Times
	}
	if math.Abs(product-*rowOf(t, r, orders).Score) > 0.05 {
		t.Errorf("the factors make %v, and the score is %v", product, *rowOf(t, r, orders).Score)
	}
	if whole, ok := r.Why(account); !ok || len(whole) != 1 || whole[0].Rules[0] != "d" {
		t.Errorf("the account's factors are %+v", whole)
	}
	if _, ok := r.Why(stranger); ok {
		t.Error("a function that is not there has factors")
	}
	if _, ok := (&Result{}).Why(orders); ok {
		t.Error("a result without evaluation has factors")
	}
}

func TestNoListIsNull(t *testing.T) {
	for name, known := range map[string]*audit.Known{"empty": emptyWorld(t), "two functions": world(t)} {
		r := evaluate(t, known, Config{Rules: []*Rule{rule("r", Low, functionKind, says{}.check)}})
		rows := map[string]any{"run": r.Run, "functions": r.Functions, "rules": r.Rules, "summary": r.Summary, "calls": r.APICalls, "errors": r.Errors}
		raw, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range []string{"functions", "summary", "calls", "errors", "account_ids", "regions", "grades", "tags", "unknown_by_reason"} {
			if strings.Contains(string(raw), `"`+list+`":null`) {
				t.Errorf("%s: %s is null", name, list)
			}
		}
	}
}

func TestAPICalls(t *testing.T) {
	known := world(t)
	known.Calls = []audit.CallCount{{Service: "Lambda", Operation: "GetPolicy", Calls: 2}, {Service: "IAM", Operation: "GetRole", Calls: 3, Repeated: 1}}
	got := evaluate(t, known, Config{}).APICalls
	if len(got) != 2 || got[0].Service != "IAM" || got[0].Repeated != 1 || got[1].Calls != 2 || got[0].AccountID != account {
		t.Errorf("calls = %+v", got)
	}
}
