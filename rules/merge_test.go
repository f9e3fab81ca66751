package rules

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// accountWith judges an account of that id with so many functions, of which the
// first are bad.
func accountWith(t testing.TB, id string, functions, bad int, gate Gate) Part {
	t.Helper()
	h := ExampleHeader()
	h.Account, h.RunID = id, "run"
	fails := says{}
	var given []audit.Given
	for i := range functions {
		arn := strings.Replace(orders, account, id, 1) + strings.Repeat("x", i)
		a, _ := audit.ParseARN(arn)
		given = append(given, facts.Functions.Is(arn, facts.Config{Name: a.Name(), ARN: arn, Role: role, MemoryMB: 1024, TimeoutS: 3}))
		if i < bad {
			fails[arn] = []Finding{failed("")}
		}
	}
	known, err := audit.Pretend(h, audit.NewSet(facts.Functions), given...)
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Rules: []*Rule{rule("r", High, functionKind, fails.check), regionRule()}, Gate: gate}
	return Part{Account: id, TakenAt: h.TakenAt, Result: evaluate(t, known, c)}
}

// regionRule fails for every region: its subjects have no ARN.
func regionRule() *Rule {
	return rule("in-a-region", Low, audit.KindRegion, func(*Input) []Finding { return []Finding{failed("")} })
}

func failedPart(id string, stranger bool) Part {
	return Part{Account: id, TakenAt: time.Unix(0, 0), Failure: &Failure{Reason: audit.Denied, Code: "AccessDenied", Action: "sts:AssumeRole", Message: "no way in", Stranger: stranger}}
}

func written(t *testing.T, r *Result) string {
	t.Helper()
	rows := []any{r.Run, r.Accounts, r.Functions, r.Rules, r.Summary, r.APICalls, r.Errors, all(r)}
	text, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestMergeOfOneAccountIsThatAccount(t *testing.T) {
	part := accountWith(t, account, 3, 1, Gate{FailOn: High})
	run := part.Result.Run
	merged := Merge([]Part{part}, Whole{RunID: run.RunID, TakenAt: run.TakenAt, WindowDays: run.WindowDays}, Config{Gate: Gate{FailOn: High}})
	if got, want := written(t, merged), written(t, part.Result); got != want {
		t.Errorf("one account merged is\n%s\nwant\n%s", got, want)
	}
}

func TestMergeDoesNotHangOnTheOrder(t *testing.T) {
	parts := []Part{accountWith(t, "111122223333", 3, 1, Gate{}), failedPart("222233334444", true), accountWith(t, "333344445555", 2, 0, Gate{}), {Account: "000011112222", Skipped: "suspended"}}
	want := written(t, Merge(parts, Whole{}, Config{}))
	for range parts {
		parts = append(parts[1:], parts[0])
		if got := written(t, Merge(parts, Whole{}, Config{})); got != want {
			t.Fatalf("in another order:\n%s\nwant\n%s", got, want)
		}
	}
}

func TestMergedScoreIsWeightedByFunctions(t *testing.T) {
	parts := []Part{accountWith(t, "111122223333", 9, 0, Gate{}), accountWith(t, "222233334444", 1, 1, Gate{}), accountWith(t, "333344445555", 0, 0, Gate{}), failedPart("444455556666", true)}
	r := Merge(parts, Whole{}, Config{})
	good, bad := *parts[0].Result.Run.Score, *parts[1].Result.Run.Score
	if want := *rounded((9*good+bad)/10, 1); r.Run.Score == nil || *r.Run.Score != want {
		t.Errorf("score %v, want %v: nine functions at %v, one at %v", r.Run.Score, want, good, bad)
	}
	if r.Run.Functions != 10 || r.Run.WorstAccount != "222233334444" || !r.Run.Partial || len(r.Run.AccountIDs) != 4 {
		t.Errorf("run: %+v", r.Run)
	}
}

// Every row names its account, and no two findings have one id.
func TestMergedRowsNameTheirAccount(t *testing.T) {
	parts := []Part{accountWith(t, "111122223333", 2, 1, Gate{}), accountWith(t, "222233334444", 2, 1, Gate{}), failedPart("333344445555", false)}
	parts[2].Calls = []audit.CallCount{{Service: "STS", Operation: "GetCallerIdentity", Calls: 1}}
	r := Merge(parts, Whole{Account: "111122223333", Calls: []audit.CallCount{{Service: "Organizations", Operation: "ListAccounts", Calls: 2}}}, Config{})
	ids := map[string]bool{}
	for _, row := range all(r) {
		if ids[row.ID] {
			t.Errorf("two findings have the id %s", row.ID)
		}
		ids[row.ID] = true
	}
	for what, rows := range map[string]any{"accounts": r.Accounts, "functions": r.Functions, "findings": all(r), "rules": r.Rules, "summary": r.Summary, "calls": r.APICalls, "errors": r.Errors} {
		var order []string
		for i := range reflect.ValueOf(rows).Len() {
			order = append(order, reflect.ValueOf(rows).Index(i).FieldByName("AccountID").String())
		}
		if len(order) == 0 || slices.Contains(order, "") || !slices.IsSorted(order) {
			t.Errorf("%s come in the order of accounts %v", what, order)
		}
	}
}

func TestExitCodesOfSeveralAccounts(t *testing.T) {
	gate := Gate{FailOn: High}
	bad, good, none := accountWith(t, "111122223333", 2, 1, gate), accountWith(t, "222233334444", 2, 0, gate), accountWith(t, "333344445555", 0, 0, gate)
	closed, broke := failedPart("444455556666", true), failedPart("555566667777", false)
	defect := failedPart("666677778888", false)
	defect.Failure = &Failure{Reason: audit.Internal, Message: "this program broke"}
	high := 99.0
	for name, c := range map[string]struct {
		parts []Part
		gate  Gate
		code  int
	}{
		"findings in one":                {[]Part{good, bad}, gate, 1},
		"findings hide a failed account": {[]Part{bad, closed}, gate, 1},
		"clean":                          {[]Part{good, none}, gate, 0},
		"one failed":                     {[]Part{good, closed}, gate, 4},
		"one failed, and is allowed to":  {[]Part{good, closed}, Gate{AllowPartial: true}, 0},
		"no function anywhere":           {[]Part{none}, gate, 5},
		"none, and one failed":           {[]Part{none, closed}, gate, 4},
		"all credentials refused":        {[]Part{closed}, Gate{AllowPartial: true}, 6},
		"all failed":                     {[]Part{closed, broke}, Gate{AllowPartial: true}, 7},
		"a defect before findings":       {[]Part{bad, defect}, gate, 7},
		"the whole below the minimum":    {[]Part{good, accountWith(t, "111122223333", 2, 1, Gate{})}, Gate{MinScore: &high}, 3},
		"nobody meant any":               {[]Part{{Account: "777788889999", Skipped: "suspended"}}, gate, 5},
	} {
		if r := Merge(c.parts, Whole{}, Config{Gate: c.gate}); r.Run.ExitCode != c.code {
			t.Errorf("%s: exit code %d (%s), want %d", name, r.Run.ExitCode, r.Run.Outcome, c.code)
		}
	}
}

func TestMergedRegions(t *testing.T) {
	of := func(states ...string) Account {
		var a Account
		for i, s := range states {
			a.Regions = append(a.Regions, RegionState{Region: string(rune('a' + i)), State: s, Functions: 1})
		}
		return a
	}
	got := mergedRegions([]Account{of("audited", "audited", "closed", "partial", "closed"), of("audited", "not-enabled", "audited", "audited", "closed")})
	want := []RegionState{{"a", "audited", 2}, {"b", "audited", 2}, {"c", "audited", 2}, {"d", "partial", 2}, {"e", "closed", 2}}
	if !slices.Equal(got, want) {
		t.Errorf("regions %v, want %v", got, want)
	}
}

func TestReleasedResultsListNothing(t *testing.T) {
	part := accountWith(t, account, 2, 1, Gate{})
	merged := Merge([]Part{part}, Whole{}, Config{})
	if _, known := merged.Why(account); !known || len(all(merged)) == 0 {
		t.Error("the merged result does not know its accounts' findings")
	}
	part.Result.Release()
	if rows := all(merged); len(rows) != 0 || len(merged.Functions) != 2 {
		t.Errorf("%d findings and %d functions are left", len(rows), len(merged.Functions))
	}
}
