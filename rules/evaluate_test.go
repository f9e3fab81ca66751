package rules

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

func TestWorstOutcomeCounts(t *testing.T) {
	answers := says{
		orders:   {failed("a"), unknown(audit.Denied), Inapplicable("no")},
		invoices: {Inapplicable("no"), {Outcome: Pass}},
	}
	r := evaluate(t, world(t, function(stranger)), Config{Rules: []*Rule{rule("r", High, functionKind, answers.check)}})
	got := r.Rules[0]
	if got.Failed != 1 || got.NotApplicable != 1 || got.Passed != 1 || got.Unknown != 0 || got.Judged != 2 || !got.Complete {
		t.Errorf("counts = %+v", got)
	}
	if r.Run.Judged != 2 {
		t.Errorf("the run judged %d pairs", r.Run.Judged)
	}
	if f := rowOf(t, r, orders); f.Failed != 1 || f.Unknown != 0 || f.High != 1 || *f.Score != 69 {
		t.Errorf("orders = %+v", f)
	}
}

func TestUnknownIsCountedByReason(t *testing.T) {
	answers := says{orders: {unknown(audit.NoData)}, invoices: {{Outcome: Unknown, Message: "who knows"}}}
	r := evaluate(t, world(t), Config{Rules: []*Rule{rule("r", High, functionKind, answers.check)}})
	want := []Count{{"no-data", 1}, {"not-understood", 1}}
	if got := r.Rules[0]; got.Unknown != 2 || !slices.Equal(got.UnknownBy, want) {
		t.Errorf("counts = %+v", got)
	}
	if f := rowOf(t, r, orders); f.Score != nil || f.ScoreLow != nil || *f.Coverage != 0 || f.Grade != "" || f.Unknown != 1 {
		t.Errorf("a function nothing is known of = %+v", f)
	}
	if r.Run.Score != nil || r.Run.Partial {
		t.Errorf("run = %+v", r.Run)
	}
}

func TestSeverity(t *testing.T) {
	dynamic := failed("")
	dynamic.Severity = Critical
	check := says{orders: {dynamic}, invoices: {failed("")}}.check
	for name, c := range map[string]struct {
		override         map[string]Severity
		orders, invoices Severity
	}{
		"the finding's, or the rule's": {nil, Critical, Medium},
		"replaced":                     {map[string]Severity{"r": Low}, Low, Low},
	} {
		r := evaluate(t, world(t), Config{Rules: []*Rule{rule("r", Medium, functionKind, check)}, Severities: c.override})
		for _, row := range listed(r, Show{}) {
			want := map[string]Severity{orders: c.orders, invoices: c.invoices}[row.Subject]
			if row.Severity != want {
				t.Errorf("%s: %s is %s, want %s", name, row.Function, row.Severity, want)
			}
		}
	}
}

func TestEvaluateRefuses(t *testing.T) {
	r := rule("known", Low, functionKind, says{}.check)
	for name, c := range map[string]Config{
		"severity of an unknown rule":   {Severities: map[string]Severity{"knwon": Low}},
		"no severity":                   {Severities: map[string]Severity{"known": NoSeverity}},
		"parameters of an unknown rule": {Params: map[string]json.RawMessage{"knwon": nil}},
		"parameters it has not":         {Params: map[string]json.RawMessage{"known": json.RawMessage(`{}`)}},
	} {
		c.Rules = []*Rule{r}
		if _, err := Evaluate(world(t), c); err == nil {
			t.Errorf("%s: it is accepted", name)
		}
	}
	r.Uses = []string{"nobody"}
	if _, err := Evaluate(world(t), Config{Rules: []*Rule{r}}); err == nil {
		t.Error("a used rule that nobody knows is accepted")
	}
}

func TestParamsReachTheCheck(t *testing.T) {
	r := rule("r", Low, functionKind, func(in *Input) []Finding {
		if Params[limits](in).Share < 0.5 {
			return One(failed(""))
		}
		return nil
	})
	r.Params = &limits{Share: 0.8}
	if got := evaluate(t, world(t), Config{Rules: []*Rule{r}}).Rules[0].Failed; got != 0 {
		t.Errorf("with the defaults %d fail", got)
	}
	c := Config{Rules: []*Rule{r}, Params: map[string]json.RawMessage{"r": json.RawMessage(`{"share":0.1}`)}}
	if got := evaluate(t, world(t), c).Rules[0].Failed; got != 2 {
		t.Errorf("with the override %d fail", got)
	}
}

func TestPanicInACheckCostsOneAnswer(t *testing.T) {
	broken := rule("broken", Low, functionKind, func(in *Input) []Finding {
		if in.Subject.ID == orders {
			panic("out of order")
		}
		return nil
	})
	r := evaluate(t, world(t), Config{Rules: []*Rule{broken}})
	if got := r.Rules[0]; got.Unknown != 1 || got.Passed != 1 {
		t.Errorf("counts = %+v", got)
	}
	if len(r.Errors) != 1 || r.Errors[0].Reason != "internal" || r.Errors[0].Example != orders ||
		!strings.Contains(r.Errors[0].Message, "broken broke: out of order") {
		t.Errorf("errors = %+v", r.Errors)
	}
	if r.Run.ExitCode != 7 || r.Run.Outcome != RunBroken || !r.Run.Partial {
		t.Errorf("run = %+v", r.Run)
	}
	if rows := listed(r, Show{}); len(rows) != 1 || rows[0].Reason != "internal" {
		t.Errorf("rows = %+v", rows)
	}
	defer func() {
		if recover() == nil {
			t.Error("a strict run hides the panic")
		}
	}()
	_, _ = Evaluate(world(t), Config{Rules: []*Rule{broken}, Strict: true})
}

func TestReadingAnUndeclaredFactPanics(t *testing.T) {
	r := rule("curious", Low, functionKind, func(in *Input) []Finding {
		_, _ = facts.Metrics.Of(in.Facts, in.Subject.ID)
		return nil
	})
	defer func() {
		if p := recover(); p == nil || !strings.Contains(p.(string), "curious reads the fact metrics") {
			t.Errorf("recovered %v", p)
		}
	}()
	_, _ = Evaluate(world(t), Config{Rules: []*Rule{r}, Strict: true})
}

func TestABrokenListingIsUnknownForItsFunctions(t *testing.T) {
	denied := audit.Unknown{Reason: audit.Denied, Action: "lambda:ListAliases"}
	on := rule("on-aliases", High, facts.KindAlias, says{}.check)
	other := rule("other", High, functionKind, says{}.check)
	r := evaluate(t, world(t, facts.Aliases.IsUnknown(orders, denied)), Config{Rules: []*Rule{on, other}})
	if f := rowOf(t, r, orders); f.Unknown != 1 || *f.Coverage != 0.5 || *f.Score != 100 || *f.ScoreLow != 69 {
		t.Errorf("orders = %+v", f)
	}
	if r.Rules[0].Complete || !r.Rules[1].Complete {
		t.Errorf("complete: %v, %v", r.Rules[0].Complete, r.Rules[1].Complete)
	}
}

func TestSameResultTwice(t *testing.T) {
	answers := says{orders: {failed("b"), failed("a")}, role: {unknown(audit.Denied)}}
	list := []*Rule{rule("b", High, functionKind, answers.check), rule("a", Low, facts.KindRole, answers.check)}
	one, two := evaluate(t, world(t), Config{Rules: list}), evaluate(t, world(t), Config{Rules: list})
	if !reflect.DeepEqual(all(one), all(two)) || !reflect.DeepEqual(all(one), all(one)) {
		t.Error("the findings differ")
	}
	one.evaluation, two.evaluation = nil, nil
	if !reflect.DeepEqual(one, two) {
		t.Errorf("the results differ:\n%+v\n%+v", one, two)
	}
}
