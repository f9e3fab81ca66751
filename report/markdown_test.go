package report

import (
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestMarkdownGolden(t *testing.T) {
	format, err := Find("markdown")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Report{"shop": shop(), "empty": emptyAccount(), "clean": cleanAccount()} {
		golden(t, name+".md.golden", written(t, format, r))
	}
}

func TestMarkdownTexts(t *testing.T) {
	for text, want := range map[string]string{
		"a|b": `a\|b`, "<b>": `\<b\>`, "*x*": `\*x\*`, "@all": "(at)all", "- x": `\- x`, "12. x": `12\. x`, "1.5": "1.5", "2.": `2\.`,
		"https://x.y": `https\://x.y`, "www.x.y": `www\.x.y`, "a\nb\x1b": "a b�", "a-b": "a-b", "#1": `\#1`,
	} {
		if got := mdText(text); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
	for name, want := range map[string]string{
		"a`b|c": "`a'b¦c`", "": "–", " \n": "–", "<x>@y": "`<x>@y`", strings.Repeat("x", 70): "`" + strings.Repeat("x", 59) + "…`",
	} {
		if got := mdCode(name); got != want {
			t.Errorf("the name %q is written %q, want %q", name, got, want)
		}
	}
}

// monstrous is a report in which every name is as long as it is wide: as many bytes
// a character as there are.
func monstrous() *Report {
	name := strings.Repeat("\U0001F4A5|", 5000)
	r := shop()
	r.Result.Functions, r.Result.Rules, r.Result.Errors = nil, nil, nil
	var findings []rules.FindingRow
	for i := range 300 {
		id := name[i*5:]
		r.Result.Functions = append(r.Result.Functions, rules.Function{Stamp: rules.Stamp{AccountID: id, Region: id}, Function: id, FunctionARN: id, Grade: id, Score: ptr(1.0), Failed: 1})
		r.Result.Rules = append(r.Result.Rules, rules.RuleCount{Rule: id, Title: id, Failed: 1})
		r.Result.Errors = append(r.Result.Errors, rules.ErrorRow{Fact: id, Reason: id, Action: id, Message: id})
		findings = append(findings, rules.FindingRow{Rule: id, Outcome: rules.Fail, Severity: rules.High, Functions: []string{id}, FunctionARNs: []string{id}})
		r.Result.Accounts = append(r.Result.Accounts, rules.Account{Stamp: rules.Stamp{AccountID: id}, State: rules.AccountFailed})
		r.Result.Run.AccountIDs = append(r.Result.Run.AccountIDs, id)
	}
	r.Findings, r.Result.Run.Grade, r.Result.Run.PricesAsOf, r.Result.Run.Outcome = slices.Values(findings), name, name, name
	return r
}

func TestMarkdownFitsIntoAComment(t *testing.T) {
	format, err := Find("markdown")
	if err != nil {
		t.Fatal(err)
	}
	text := string(written(t, format, monstrous()))
	if len(text) > 60_000 || len(text) < 10_000 {
		t.Errorf("the report has %d bytes, want at most 60,000", len(text))
	}
	for _, want := range []string{"and 280 more rules", "and 290 more functions", "and 290 more reasons"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// Few findings may mean that little was seen.
func TestMarkdownDoesNotCallTheUnknownGood(t *testing.T) {
	format, err := Find("markdown")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		change func(*rules.Result)
		want   string
	}{
		"nothing listed": {func(r *rules.Result) { r.Run.Functions, r.Run.Partial = 0, true }, "which functions there are could not be read"},
		"an error":       {func(r *rules.Result) { r.Errors = make([]rules.ErrorRow, 1) }, "not everything could be read"},
		"an answer":      {func(r *rules.Result) { r.Rules[0].Unknown = 2 }, "2 answers unknown"},
		"all is known":   {func(*rules.Result) {}, "no answer is unknown"},
	} {
		r := cleanAccount()
		test.change(r.Result)
		if text := string(written(t, format, r)); !strings.Contains(text, test.want) {
			t.Errorf("%s: %q is missing in\n%s", name, test.want, text)
		}
	}
}
