package report

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestTableFitsTheTerminal(t *testing.T) {
	for _, columns := range []int{20, 21, 25, 33, 40, 59, 60, 72, 80, 100, 120, 140, 160, 200} {
		for _, colour := range []bool{false, true} {
			page := string(written(t, table, with(shop(), Options{Width: columns, Colour: colour})))
			if colour && stripStyles(page) != string(written(t, table, with(shop(), Options{Width: columns}))) {
				t.Errorf("at %d columns a colour breaks the lines elsewhere", columns)
			}
			for line := range strings.Lines(page) {
				if width(strings.TrimSuffix(line, "\n")) > columns {
					t.Errorf("at %d columns (colour %t) a line is wider: %q", columns, colour, line)
				}
			}
		}
	}
}

// TestNarrowTableTellsAll: what a wide table has cells for, a narrow one tells in
// whole words.
func TestNarrowTableTellsAll(t *testing.T) {
	page := string(written(t, table, with(shop(), Options{Width: 20})))
	if cut := regexp.MustCompile(`\S…`).FindString(page); cut != "" {
		t.Errorf("a name is cut although there is room in the next line: %q", cut)
	}
	words := strings.Join(strings.Fields(page), " ")
	for _, text := range []string{"critical · policy-public · failed ", "Findings by rule · fix once, gain many", "Could not be read"} {
		if !strings.Contains(words, text) {
			t.Errorf("%q is not told in 20 columns", text)
		}
	}
	for _, sum := range newTally(shop(), nil).failing() {
		if !strings.Contains(strings.ReplaceAll(words, " ", ""), "·"+sum.Rule+"·") {
			t.Errorf("the rule %s is not named whole", sum.Rule)
		}
	}
}

// TestNarrowDetails breaks no command, and all else.
func TestNarrowDetails(t *testing.T) {
	fixes := ""
	for row := range shop().findings() {
		fixes += row.Fix + "\n"
	}
	for _, columns := range []int{20, 40} {
		for line := range strings.Lines(string(written(t, table, with(shop(), Options{Width: columns, Details: true})))) {
			line = strings.TrimRight(line, "\n")
			if width(line) > columns && !strings.Contains(fixes, strings.TrimSpace(line)) {
				t.Errorf("at %d columns a line is wider: %q", columns, line)
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
	for _, words := range []string{"13 failed", "1 suppressed", "102 passed", "3 unknown", "1 not applicable", "findings (exit code 1)", "partial"} {
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

func TestManagedStandApart(t *testing.T) {
	overview := string(written(t, table, shop()))
	if line := "Apart: 1 function managed by others (AWS Control Tower 1): rules fail 1 time there."; !strings.Contains(overview, line) {
		t.Errorf("the overview lacks %q", line)
	}
	if strings.Contains(overview, "log-retention-unset") || strings.Contains(overview, "legacy-export") {
		t.Error("what others manage is listed among the owner's")
	}
	details := string(written(t, table, with(shop(), Options{Details: true})))
	_, apart, found := strings.Cut(details, "\nFindings of functions managed by others\n")
	if !found || !strings.Contains(apart, "log-retention-unset · legacy-export") || !strings.Contains(apart, "made by   AWS Control Tower") {
		t.Errorf("the details lack what others manage:\n%s", apart)
	}
	if strings.Contains(apart, "checkout-api · ") {
		t.Error("the owner's findings stand among those of others")
	}
}

func TestOnlyManagedFail(t *testing.T) {
	r := cleanAccount()
	r.Result.Rules[0].Failed, r.Result.Rules[0].Managed = 1, 1
	page := string(written(t, table, r))
	if !strings.Contains(page, "No rule fails for what its owner can edit.") || strings.Contains(page, "rules explain") {
		t.Errorf("%s", page)
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

func TestLargestSavings(t *testing.T) {
	r := shop()
	tally := &tally{}
	for i, saving := range []float64{1, 9, 0.001, 5, 7, 5, 3, 2} {
		row := sampleFinding(rules.Fail, "x86-architecture", string(rune('a'+i)), "", "", "")
		row.MonthlySaving = &saving
		tally.addSaving(row)
	}
	told := sampleFinding(rules.Fail, "x86-architecture", "told", "", "", "")
	told.MonthlySaving, told.ExplainedBy = ptr(100.0), []rules.Explained{{Function: "told", Rule: "idle-function"}}
	tally.addSaving(told)
	var got []string
	for _, row := range tally.savings {
		got = append(got, row.Function)
	}
	if want := []string{"b", "e", "d", "f", "g"}; !slices.Equal(got, want) || !tally.moreSavings {
		t.Errorf("the largest savings are of %v (more: %v), want %v", got, tally.moreSavings, want)
	}
	page := string(written(t, table, with(r, Options{Width: 80})))
	if !strings.Contains(page, "Savings\nA MONTH  RULE              FUNCTION\n$412.50  x86-architecture  checkout-api\n") {
		t.Errorf("the savings are not listed:\n%s", page)
	}
}

// The total is told by its prices, whether or not anything is to save.
func TestCostsAreTold(t *testing.T) {
	r := cleanAccount()
	r.Result.Run.MonthlyCost, r.Result.Run.MonthlySave, r.Result.Run.PricesAsOf = ptr(12.5), nil, "2026-11-01"
	if page := string(written(t, table, r)); !strings.Contains(page, "\nThe functions cost at least $12.50 a month · list prices of 2026-11-01, first tier\n") {
		t.Errorf("%s", page)
	}
	r.Result.Run.MonthlyCost = ptr(0.0)
	if page := string(written(t, table, r)); strings.Contains(page, "list prices") {
		t.Errorf("%s", page)
	}
}
