package rules

import (
	"testing"

	"lambda-audit/audit"
)

func TestStatesOfSuppressions(t *testing.T) {
	denied := says{orders: {unknown(audit.Denied)}}
	list := []*Rule{
		rule("failing", High, functionKind, says{orders: {failed("")}, invoices: {failed("")}}.check),
		rule("passing", High, functionKind, says{}.check),
		rule("unsure", High, functionKind, denied.check),
	}
	for name, c := range map[string]struct {
		s        Suppression
		state    string
		findings int
	}{
		"used":                   {Suppression{Rule: "failing", Until: day(31)}, SuppressionUsed, 2},
		"for ever":               {Suppression{Rule: "failing"}, SuppressionUsed, 2},
		"expiring":               {Suppression{Rule: "failing", Function: "orders", Until: day(30)}, SuppressionExpiring, 1},
		"expired":                {Suppression{Rule: "failing", Until: day(-5)}, SuppressionExpired, 2},
		"expired, to no purpose": {Suppression{Rule: "passing", Until: day(-5)}, SuppressionExpired, 0},
		"unused":                 {Suppression{Rule: "passing"}, SuppressionUnused, 0},
		"no such function":       {Suppression{Rule: "failing", Function: "gone"}, SuppressionUnused, 0},
		"unknown":                {Suppression{Rule: "unsure"}, SuppressionNotJudged, 0},
		"known of the other":     {Suppression{Rule: "unsure", Function: "invoices"}, SuppressionUnused, 0},
		"a rule left out":        {Suppression{Rule: "other"}, SuppressionNotJudged, 0},
		"another account":        {Suppression{Rule: "failing", Account: "2*"}, SuppressionNotJudged, 0},
		"another region":         {Suppression{Rule: "failing", Region: "us-*"}, SuppressionNotJudged, 0},
	} {
		r := evaluate(t, world(t), Config{Rules: list, Suppress: []Suppression{c.s}})
		if s := r.Suppressions[0]; s.State != c.state || s.Findings != c.findings || (s.State == SuppressionNotJudged) != (s.Message != "") {
			t.Errorf("%s: %+v", name, s)
		}
	}
	narrow := world(t)
	narrow.Header.Scope.Functions = []string{"orders"}
	if r := evaluate(t, narrow, Config{Rules: list, Suppress: []Suppression{{Rule: "passing"}}}); r.Suppressions[0].State != SuppressionNotJudged {
		t.Errorf("of some functions only: %+v", r.Suppressions)
	}
}

// Over several accounts an entry is unused only where it is in all of them, and
// all could be read.
func TestSuppressionsOfSeveralAccounts(t *testing.T) {
	part := func(id string, bad int, list ...Suppression) Part {
		p := accountWith(t, id, 2, bad, Gate{})
		e := p.Result.evaluation
		p.Result = evaluate(t, e.known, Config{Rules: e.config.Rules, Suppress: list})
		return p
	}
	file := func(s Suppression) Suppression {
		s.Where = "f.yaml:1"
		return s
	}
	const first, second = "111122223333", "444455556666"
	for name, c := range map[string]struct {
		s          Suppression
		badA, badB int
		third      bool // account that failed
		state      string
		findings   int
	}{
		"used in one":            {file(Suppression{Rule: "r"}), 1, 0, false, SuppressionUsed, 1},
		"used in the other":      {file(Suppression{Rule: "r"}), 0, 2, false, SuppressionUsed, 2},
		"unused in both":         {file(Suppression{Rule: "r"}), 0, 0, false, SuppressionUnused, 0},
		"unused where it is":     {file(Suppression{Rule: "r", Account: second}), 1, 0, false, SuppressionUnused, 0},
		"of neither":             {file(Suppression{Rule: "r", Account: "9*"}), 1, 1, false, SuppressionNotJudged, 0},
		"unread elsewhere":       {file(Suppression{Rule: "r"}), 0, 0, true, SuppressionNotJudged, 0},
		"used, unread elsewhere": {file(Suppression{Rule: "r"}), 1, 1, true, SuppressionUsed, 2},
	} {
		parts := []Part{part(second, c.badB, c.s), part(first, c.badA, c.s)}
		if c.third {
			parts = append(parts, failedPart("777788889999", false))
		}
		r := Merge(parts, Whole{}, Config{})
		if len(r.Suppressions) != 1 {
			t.Fatalf("%s: %+v", name, r.Suppressions)
		}
		if s := r.Suppressions[0]; s.State != c.state || s.Findings != c.findings || s.AccountID != first || s.Region != audit.Global {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
