package rules

import (
	"slices"
	"testing"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// explaining is a rule that finds on orders what explains the role's finding.
func explaining(found Finding) []*Rule {
	used := rule("used", High, facts.KindRole, says{role: {failed("s")}}.check)
	better := rule("better", Low, functionKind, func(in *Input) []Finding {
		if in.Subject.ID != orders {
			return nil
		}
		f := found
		f.Explains = in.About("used", orders).Findings
		return One(f)
	})
	better.Uses = []string{"used"}
	return []*Rule{used, better}
}

func TestExplainedFindingsLeaveTheScoreOfOneFunction(t *testing.T) {
	r := evaluate(t, world(t), Config{Rules: explaining(failed("")), Gate: Gate{FailOn: High}})
	if o, i := rowOf(t, r, orders), rowOf(t, r, invoices); *o.Score != 99 || o.High != 0 || *i.Score != 69 || i.High != 1 {
		t.Errorf("orders scores %v, invoices %v", *o.Score, *i.Score)
	}
	if c := rowOf(t, r, orders).Coverage; *c != 1 {
		t.Errorf("what is explained was judged, and the coverage is %v", *c)
	}
	rows := listed(r, Show{})
	if len(rows) != 2 || !slices.Equal(rows[0].ExplainedBy, []Explained{{"orders", "better"}}) {
		t.Errorf("rows = %+v", rows)
	}
	if r.Run.ExitCode != 1 {
		t.Error("the role's finding no longer gates for invoices")
	}
}

func TestAnUnknownExplainsNothing(t *testing.T) {
	r := evaluate(t, world(t), Config{Rules: explaining(unknown(audit.NoData))})
	if *rowOf(t, r, orders).Score != 69 || len(listed(r, Show{})[0].ExplainedBy) != 0 {
		t.Errorf("orders = %+v", rowOf(t, r, orders))
	}
}

func TestAnUnreportedRuleExplainsNothing(t *testing.T) {
	list := explaining(failed(""))
	third := rule("third", Low, functionKind, says{}.check)
	third.Uses = []string{"better"}
	registered["better"] = list[1]
	t.Cleanup(func() { delete(registered, "better") })
	r := evaluate(t, world(t), Config{Rules: []*Rule{list[0], third}})
	if *rowOf(t, r, orders).Score != 69 {
		t.Errorf("orders = %+v", rowOf(t, r, orders))
	}
}

func TestExplainedByAllLeavesTheGate(t *testing.T) {
	list := explaining(failed(""))
	r := evaluate(t, emptyWorld(t, function(orders)), Config{Rules: list, Gate: Gate{FailOn: High}})
	if r.Run.ExitCode != 0 {
		t.Errorf("exit code %d", r.Run.ExitCode)
	}
}

func TestSuppress(t *testing.T) {
	taken := ExampleHeader().TakenAt
	day := func(offset int) Date { return Date{taken.Truncate(24*time.Hour).AddDate(0, 0, offset)} }
	for name, c := range map[string]struct {
		s                Suppression
		orders, invoices float64
		suppressed       bool
	}{
		"everything":           {Suppression{}, 100, 100, true},
		"the rule":             {Suppression{Rule: "on-*", Reason: "known", Until: day(1)}, 100, 100, true},
		"no longer":            {Suppression{Rule: "on-roles", Until: day(0)}, 69, 69, false},
		"another rule":         {Suppression{Rule: "off-roles"}, 69, 69, false},
		"one function":         {Suppression{Function: "orders"}, 100, 69, false},
		"by its ARN":           {Suppression{Function: invoices}, 69, 100, false},
		"the role by name":     {Suppression{Subject: "shared"}, 100, 100, true},
		"another subject":      {Suppression{Subject: "private"}, 69, 69, false},
		"the locus":            {Suppression{Locus: "Sid?"}, 100, 100, true},
		"another locus":        {Suppression{Locus: "Other"}, 69, 69, false},
		"a broken glob":        {Suppression{Locus: "["}, 69, 69, false},
		"a function that fits": {Suppression{Function: "ord*"}, 100, 69, false},
	} {
		on := rule("on-roles", High, facts.KindRole, says{role: {failed("Sid1")}}.check)
		r := evaluate(t, world(t), Config{Rules: []*Rule{on}, Suppress: []Suppression{c.s}, Gate: Gate{FailOn: High}})
		if o, i := *rowOf(t, r, orders).Score, *rowOf(t, r, invoices).Score; o != c.orders || i != c.invoices {
			t.Errorf("%s: orders scores %v and invoices %v, want %v and %v", name, o, i, c.orders, c.invoices)
		}
		row := listed(r, Show{})[0]
		if row.Suppressed != c.suppressed || c.suppressed && row.SuppressReason != c.s.Reason || c.suppressed && row.SuppressUntil != c.s.Until.String() {
			t.Errorf("%s: row = %+v", name, row)
		}
		if gated := r.Run.ExitCode == 1; gated == c.suppressed {
			t.Errorf("%s: exit code %d", name, r.Run.ExitCode)
		}
	}
}

func TestSuppressWhatConcernsNoFunction(t *testing.T) {
	on := rule("on-account", High, audit.KindAccount, says{account: {failed("")}}.check)
	for _, c := range []struct {
		s     Suppression
		score float64
	}{{Suppression{}, 100}, {Suppression{Function: "orders"}, 69}} {
		list := []*Rule{on, rule("other", Low, functionKind, says{}.check)}
		if r := evaluate(t, world(t), Config{Rules: list, Suppress: []Suppression{c.s}}); *r.Run.Score != c.score {
			t.Errorf("%+v: the account scores %v, want %v", c.s, *r.Run.Score, c.score)
		}
	}
}
