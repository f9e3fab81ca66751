package rules

import (
	"testing"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

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
