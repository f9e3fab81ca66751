package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

func TestFindingsAreInOrder(t *testing.T) {
	high, low := failed("b"), failed("a")
	high.Severity = Critical
	list := []*Rule{
		rule("b-rule", Medium, functionKind, says{orders: {high, low}, invoices: {low, unknown(audit.Denied)}}.check),
		rule("a-rule", Medium, facts.KindRole, says{role: {unknown(audit.NoData)}}.check),
		rule("c-rule", High, functionKind, says{orders: {Inapplicable("no")}}.check),
	}
	r := evaluate(t, world(t), Config{Rules: list})
	var got []string
	for _, row := range all(r) {
		got = append(got, row.Severity.String()+" "+row.Outcome.String()+" "+row.Rule+" "+nameOf(row.Subject)+" "+row.Locus)
	}
	want := []string{
		"critical fail b-rule orders b",
		"high not-applicable c-rule orders ",
		"high pass c-rule invoices ",
		"medium fail b-rule invoices a",
		"medium fail b-rule orders a",
		"medium unknown a-rule shared ",
		"medium unknown b-rule invoices ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("order:\n%q\nwant\n%q", got, want)
	}
	for show, n := range map[Show]int{{}: 4, {AllUnknown: true}: 5, {Pass: true}: 5, {NotApplicable: true}: 5} {
		if got := len(listed(r, show)); got != n {
			t.Errorf("%+v lists %d rows, want %d", show, got, n)
		}
	}
	summed := 0
	for _, s := range r.Summary {
		summed += s.Findings
	}
	if summed != len(want) {
		t.Errorf("the summary counts %d findings of %d: %+v", summed, len(want), r.Summary)
	}
}

func TestFindingsCanEndEarly(t *testing.T) {
	list := []*Rule{rule("r", High, functionKind, says{orders: {failed("a"), failed("b")}}.check)}
	r := evaluate(t, world(t), Config{Rules: list})
	for n := 1; n <= 3; n++ {
		seen := 0
		for range r.Findings(Show{Pass: true}) {
			if seen++; seen == n {
				break
			}
		}
		if seen != n {
			t.Errorf("of %d rows %d were seen", n, seen)
		}
	}
	for range (&Result{}).Findings(Show{}) {
		t.Error("a result without evaluation has findings")
	}
}

func TestFindingRow(t *testing.T) {
	saving := 4.5
	f := failed("live")
	f.Confidence, f.Saving, f.Fix = Likely, &saving, "do this"
	known := world(t, facts.Aliases.Is(orders, []facts.Alias{{Name: "live", ARN: orders + ":live", Versions: []string{"1"}}}), facts.Aliases.Is(invoices, nil))
	r := evaluate(t, known, Config{Rules: []*Rule{rule("r", High, facts.KindAlias, says{orders + ":live": {f}}.check)}})
	row := listed(r, Show{})[0]
	sum := sha256.Sum256([]byte("r\x00" + orders + ":live\x00live"))
	for what, ok := range map[string]bool{
		"id":            row.ID == hex.EncodeToString(sum[:])[:16],
		"stamp":         row.AccountID == account && row.Region == region && row.TakenAt.Equal(ExampleHeader().TakenAt),
		"rule":          row.Rule == "r" && row.Title == "is a test" && row.Severity == High && row.Pillar == Security,
		"subject":       row.SubjectKind == "alias" && row.Subject == orders+":live" && row.Locus == "live",
		"function":      row.Function == "orders",
		"functions":     slices.Equal(row.Functions, []string{"orders"}) && slices.Equal(row.FunctionARNs, []string{orders}),
		"texts":         row.Message == "it is so" && row.EvidenceText == "setting bad (wanted good)" && row.Fix == "do this",
		"confidence":    row.Confidence == "medium",
		"saving":        *row.MonthlySaving == saving && *rowOf(t, r, orders).MonthlySave == saving && *r.Rules[0].MonthlySaving == saving,
		"empty lists":   row.ExplainedBy != nil && len(row.Evidence) == 1 && len(row.References) == 1,
		"no reason":     row.Reason == "",
		"not elsewhere": rowOf(t, r, invoices).MonthlySave == nil,
	} {
		if !ok {
			t.Errorf("%s is wrong in %+v", what, row)
		}
	}
}

func TestRowsOfWhatIsNoFunction(t *testing.T) {
	list := []*Rule{
		rule("on-account", High, audit.KindAccount, says{account: {{Outcome: NotApplicable, Message: "too small"}}}.check),
		rule("on-roles", High, facts.KindRole, says{role: {unknown(audit.Denied)}}.check),
	}
	rows := all(evaluate(t, world(t), Config{Rules: list}))
	if r := rows[0]; r.Function != "" || r.Region != audit.Global || len(r.Functions) != 2 || r.Reason != "denied" {
		t.Errorf("role's row = %+v", r)
	}
	if r := rows[1]; r.Function != "" || r.Functions == nil || r.FunctionARNs == nil || r.Evidence == nil || r.Reason != "too small" {
		t.Errorf("account's row = %+v", r)
	}
}

func TestSavingsAreShared(t *testing.T) {
	saving := 9.0
	f := failed("")
	f.Saving = &saving
	r := evaluate(t, world(t), Config{Rules: []*Rule{rule("r", Low, facts.KindRole, says{role: {f}}.check)}})
	if *rowOf(t, r, orders).MonthlySave != 4.5 || *r.Rules[0].MonthlySaving != 9 {
		t.Errorf("a function saves %v and the rule %v", *rowOf(t, r, orders).MonthlySave, *r.Rules[0].MonthlySaving)
	}
	lifted := evaluate(t, world(t), Config{Rules: []*Rule{rule("r", Low, facts.KindRole, says{role: {f}}.check)}, Suppress: []Suppression{{}}})
	if rowOf(t, lifted, orders).MonthlySave != nil || lifted.Rules[0].MonthlySaving != nil {
		t.Error("what is suppressed is still saved")
	}
}

func TestEvidenceText(t *testing.T) {
	n := 12400.0
	for want, e := range map[string]Evidence{
		"p99 2,910 ms (wanted 2,400 ms), p99, 14 days, n 12,400": {Field: "p99", Got: 2910.0, Want: 2400, Unit: "ms", Statistic: "p99", WindowDays: new(14), Samples: &n},
		"runtime python3.8 (wanted python3.14)":                  {Field: "runtime", Got: "python3.8", Want: "python3.14"},
		"actions s3:*, sqs:*":                                    {Field: "actions", Got: []string{"s3:*", "sqs:*"}},
		"public true (wanted false)":                             {Field: "public", Got: true, Want: false},
		"age 3 days, 1 day":                                      {Field: "age", Got: "3 days", Unit: "days", WindowDays: new(1)},
		"limit unknown":                                          {Field: "limit"},
		"retries 2":                                              {Field: "retries", Got: int32(2)},
	} {
		if got := EvidenceText([]Evidence{e}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := EvidenceText([]Evidence{Configured("a", 1, nil), Configured("b", 2, nil)}); got != "a 1; b 2" {
		t.Errorf("two pieces read %q", got)
	}
	if got := EvidenceText([]Evidence{Configured("a", []any{"x", "y"}, nil)}); got != "a x, y" {
		t.Errorf("a list that was read back is %q", got)
	}
	if got := EvidenceText(nil); got != "" {
		t.Errorf("no evidence reads %q", got)
	}
}
