package report

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestTableFitsTheTerminal(t *testing.T) {
	for _, columns := range []int{60, 72, 80, 100, 120, 140, 160, 200} {
		for _, colour := range []bool{false, true} {
			page := string(written(t, table, with(shop(), Options{Width: columns, Colour: colour})))
			for line := range strings.Lines(page) {
				if width(strings.TrimSuffix(line, "\n")) > columns {
					t.Errorf("at %d columns (colour %t) a line is wider: %q", columns, colour, line)
				}
			}
		}
	}
}

func TestColourChangesNothingElse(t *testing.T) {
	plainPage := string(written(t, table, with(shop(), Options{Width: 100, Details: true})))
	coloured := string(written(t, table, with(shop(), Options{Width: 100, Details: true, Colour: true})))
	if coloured == plainPage || stripStyles(coloured) != plainPage {
		t.Errorf("without its colours the table is\n%s\nwant\n%s", stripStyles(coloured), plainPage)
	}
}

func TestTableNamesEveryOutcome(t *testing.T) {
	overview := string(written(t, table, shop()))
	for _, words := range []string{"14 failed", "102 passed", "3 unknown", "1 not applicable", "findings (exit code 1)", "partial"} {
		if !strings.Contains(overview, words) {
			t.Errorf("the overview lacks %q", words)
		}
	}
	details := string(written(t, table, with(shop(), Options{Details: true})))
	for _, o := range []rules.Outcome{rules.Unknown, rules.NotApplicable, rules.Pass} {
		if !strings.Contains(details, "\n"+o.String()+" · ") {
			t.Errorf("the details lack the outcome %s", o)
		}
	}
	for _, s := range rules.Severities {
		if !strings.Contains(details, "\n"+s.String()+" · ") {
			t.Errorf("the details lack the severity %s", s)
		}
	}
}

func TestUnknownIsNotZero(t *testing.T) {
	r := shop()
	r.Result.Run.Score, r.Result.Run.Coverage = nil, nil
	page := string(written(t, table, r))
	if !strings.Contains(page, "Score –") || !strings.Contains(page, "coverage –") {
		t.Error("an unknown score or coverage is not shown as –")
	}
	r = cleanAccount()
	r.Result.Rules[0].Unknown = 2
	page = string(written(t, table, r))
	if strings.Contains(page, "No rule fails.") || !strings.Contains(page, "2 questions could not be answered") {
		t.Errorf("unknown passes for clean:\n%s", page)
	}
}

func TestWorst(t *testing.T) {
	functions := []rules.Function{
		{Function: "fine", Score: ptr(100.0)},
		{Function: "unscored", Failed: 1},
		{Function: "b", Score: ptr(50.0), Failed: 1},
		{Function: "a", Score: ptr(50.0), Failed: 1},
		{Function: "could-be-bad", ScoreLow: ptr(10.0), Failed: 1},
		{Function: "high", Score: ptr(50.0), Failed: 1, High: 1},
	}
	listed, more := worst(functions, 4)
	var got []string
	for _, f := range listed {
		got = append(got, f.Function)
	}
	if want := []string{"could-be-bad", "high", "a", "b"}; !slices.Equal(got, want) || more != 1 {
		t.Errorf("worst are %v and %d more, want %v and 1", got, more, want)
	}
	if functions[0].Function != "fine" || functions[1].Function != "unscored" {
		t.Error("the result's own order changed")
	}
}

func TestTally(t *testing.T) {
	r := shop()
	tally := newTally(r, r.Result.Functions)
	for _, test := range []struct{ rule, want string }{
		{"role-wildcard", "checkout-api, invoice-mailer, image-resizer, orders-stream, 請求書-作成, pay�[2J�roll��, …"},
		{"tracing-off", "pay�[2J�roll��"}, // the other one is suppressed
	} {
		if got := examples(tally.rules[test.rule]); got != test.want {
			t.Errorf("examples of %s are %q, want %q", test.rule, got, test.want)
		}
	}
	if got := tally.top[sampleARN("checkout-api")].Rule; got != "env-secret" {
		t.Errorf("top finding is %s, want env-secret: policy-public is explained, the others are milder", got)
	}
	if got := tally.top[sampleARN("thumbnails")].Rule; got != "" {
		t.Errorf("a passing function has the top finding %s", got)
	}
	if got := tally.rules["x86-architecture"].worst; got != rules.Medium {
		t.Errorf("the worst of a low and a medium finding is %s", got)
	}
}

func TestTallyAddsAccounts(t *testing.T) {
	row := rules.RuleCount{Rule: "r", Severity: rules.Low, Judged: 5, Passed: 2, Failed: 3, Unknown: 1, NotApplicable: 4, Complete: true, MonthlySaving: ptr(1.5)}
	other := row
	other.Complete, other.MonthlySaving = false, nil
	r := &Report{Result: &rules.Result{Rules: []rules.RuleCount{row, other}}}
	sum := newTally(r, nil).rules["r"]
	if sum.Judged != 10 || sum.Passed != 4 || sum.Failed != 6 || sum.Unknown != 2 || sum.NotApplicable != 8 {
		t.Errorf("two accounts add up to %+v", sum.RuleCount)
	}
	if failed(sum) != "≥ 6" || dollars(sum.MonthlySaving) != "$1.50" {
		t.Errorf("got %s failed and %s, want ≥ 6 and $1.50", failed(sum), dollars(sum.MonthlySaving))
	}
	if row.Failed != 3 || *row.MonthlySaving != 1.5 {
		t.Error("adding up changed the result's rows")
	}
}

func TestSeveralAccountsAreTold(t *testing.T) {
	r := shop()
	r.Result.Run.AccountIDs = append(r.Result.Run.AccountIDs, "210987654321")
	page := string(written(t, table, r))
	for _, words := range []string{"accounts 123456789012, 210987654321", "ACCOUNT"} {
		if !strings.Contains(page, words) {
			t.Errorf("the table of two accounts lacks %q", words)
		}
	}
}
