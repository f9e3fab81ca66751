package rules

import (
	"math"
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// explaining is a rule that finds on orders what explains the role's finding, and
// hurts as much.
func explaining(found Finding) []*Rule {
	used := rule("used", High, facts.KindRole, says{role: {failed("s")}}.check)
	better := rule("better", High, functionKind, func(in *Input) []Finding {
		if in.Subject.ID != orders {
			return nil
		}
		f := found
		f.Explains = Refs(in.About("used", orders).Findings)
		return One(f)
	})
	better.Uses = []string{"used"}
	return []*Rule{used, better}
}

func TestExplainedFindingsLeaveTheScoreOfOneFunction(t *testing.T) {
	r := evaluate(t, world(t), Config{Rules: explaining(failed("")), Gate: Gate{FailOn: High}})
	if o, i := rowOf(t, r, orders), rowOf(t, r, invoices); *o.Score != 69 || o.High != 1 || *i.Score != 69 || i.High != 1 {
		t.Errorf("orders scores %v, invoices %v", *o.Score, *i.Score)
	}
	if c := rowOf(t, r, orders).Coverage; *c != 1 {
		t.Errorf("what is explained was judged, and the coverage is %v", *c)
	}
	rows := listed(r, Show{})
	if len(rows) != 2 || !slices.Equal(rows[1].ExplainedBy, []Explained{{"orders", "better"}}) {
		t.Errorf("rows = %+v", rows)
	}
	if r.Run.ExitCode != 1 {
		t.Error("the role's finding no longer gates for invoices")
	}
}

// A finding may say itself that another one says it better: it leaves the score
// in the same way, unless the other does not count.
func TestFindingsExplainedByThoseTheyUse(t *testing.T) {
	list := []*Rule{rule("used", High, functionKind, says{orders: {failed("s")}}.check), rule("milder", Medium, functionKind, func(in *Input) []Finding {
		f := failed("m")
		f.ExplainedBy = Refs(in.About("used", in.Subject.ID).Findings)
		return One(f)
	})}
	list[1].Uses = []string{"used"}
	for name, c := range map[string]struct {
		config           Config
		orders, invoices float64
	}{
		"both stand":            {Config{}, 69, 95.5},
		"the better suppressed": {Config{Suppress: []Suppression{{Rule: "used"}}}, 95.5, 95.5},
		"the better made low":   {Config{Severities: map[string]Severity{"used": Low}}, 95.5 * 0.99, 95.5},
		"the milder suppressed": {Config{Suppress: []Suppression{{Rule: "milder"}}}, 69, 100},
	} {
		c.config.Rules = list
		r := evaluate(t, world(t), c.config)
		if o, i := *rowOf(t, r, orders).Score, *rowOf(t, r, invoices).Score; math.Abs(o-c.orders) > 0.06 || math.Abs(i-c.invoices) > 0.06 {
			t.Errorf("%s: orders scores %v, invoices %v", name, o, i)
		}
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

// What hides a finding must weigh as much, and must count itself.
func TestExplanationsNeedToCount(t *testing.T) {
	accepted := func(rule, function string) []Suppression {
		return []Suppression{{Rule: rule, Function: function}}
	}
	for name, c := range map[string]struct {
		config           Config
		orders, invoices float64
		explained        bool
	}{
		"both stand":             {Config{}, 69, 69, true},
		"the better suppressed":  {Config{Suppress: accepted("better", "")}, 69, 69, false},
		"for another function":   {Config{Suppress: accepted("better", "invoices")}, 69, 69, true},
		"both suppressed":        {Config{Suppress: accepted("*", "orders")}, 100, 69, false},
		"the explained accepted": {Config{Suppress: accepted("used", "")}, 69, 100, true},
		"the better made milder": {Config{Severities: map[string]Severity{"better": Low}}, 69 * 0.99, 69, false},
		"the explained worse":    {Config{Severities: map[string]Severity{"used": Critical}}, 39 * 0.69, 39, false},
	} {
		c.config.Rules, c.config.Gate = explaining(failed("")), Gate{FailOn: High}
		r := evaluate(t, world(t), c.config)
		o, i := *rowOf(t, r, orders).Score, *rowOf(t, r, invoices).Score
		if o != *rounded(c.orders, 1) || i != c.invoices {
			t.Errorf("%s: orders scores %v and invoices %v, want %v and %v", name, o, i, c.orders, c.invoices)
		}
		if explained := len(rowByRule(t, r, "used").ExplainedBy) > 0; explained != c.explained {
			t.Errorf("%s: explained is %v", name, explained)
		}
	}
}

func TestExplainedForAllItsFunctionsLeavesTheGate(t *testing.T) {
	list := explaining(failed(""))
	r := evaluate(t, emptyWorld(t, function(orders)), Config{Rules: list})
	for at := range r.evaluation.rows {
		if id := r.evaluation.rows[at].judge.ID; r.evaluation.counts(at) != (id == "better") {
			t.Errorf("whether %s counts is %v", id, r.evaluation.counts(at))
		}
	}
}

// An explained finding still stands for what it explains: the best of the chain
// counts. Where that is suppressed, the next counts.
func TestExplanationsOfExplanations(t *testing.T) {
	list := explaining(failed("a"))
	best := rule("best", High, functionKind, func(in *Input) []Finding {
		f := failed("")
		f.Explains = Refs(in.About("better", in.Subject.ID).Findings)
		return One(f)
	})
	best.Uses = []string{"better"}
	for suppressed, want := range map[string]string{"": "best", "best": "better", "be*": "used"} {
		c := Config{Rules: append(list, best)}
		if suppressed != "" {
			c.Suppress = []Suppression{{Rule: suppressed}}
		}
		r := evaluate(t, emptyWorld(t, function(orders)), c)
		if why, _ := r.Why(orders); len(why) != 1 || !slices.Equal(why[0].Rules, []string{want}) {
			t.Errorf("without %q the score rests on %+v, want %s", suppressed, why, want)
		}
	}
}

func rowByRule(t *testing.T, r *Result, rule string) FindingRow {
	t.Helper()
	for row := range r.Findings(Show{}) {
		if row.Rule == rule {
			return row
		}
	}
	t.Fatalf("no row of %s", rule)
	return FindingRow{}
}
