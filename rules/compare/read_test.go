package compare_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"

	"lambda-audit/fixtures"
	"lambda-audit/report"
	"lambda-audit/rules"
	"lambda-audit/rules/compare"
)

// written is the result as -o json writes it, with these findings.
func written(t testing.TB, result *rules.Result, findings iter.Seq[rules.FindingRow]) string {
	t.Helper()
	format, err := report.Find("json")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := format.Write(&text, &report.Report{Result: result, Findings: findings}); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func shop(t testing.TB) *rules.Result {
	t.Helper()
	account, err := fixtures.Load("shop")
	if err != nil {
		t.Fatal(err)
	}
	return newSample(account).result(t)
}

// TestReadKnowsWhatWasWritten holds a record that was read to that of the result
// itself, whatever was shown beside what always is.
func TestReadKnowsWhatWasWritten(t *testing.T) {
	whole := shop(t)
	fast := newSample(fixtures.Random(3))
	fast.fast = true
	for name, result := range map[string]*rules.Result{
		"shop": whole, "random": newSample(fixtures.Random(4)).result(t), "fast": fast.result(t),
		"merged": rules.Merge([]rules.Part{{Account: "111122223333", Result: whole}, {Account: "444455556666", Skipped: "suspended"}}, rules.Whole{RunID: "all"}, rules.Config{}),
	} {
		want := compare.Of(result).Text(t)
		for _, show := range []rules.Show{{}, {AllUnknown: true, NotApplicable: true, Pass: true}} {
			got, err := compare.Read(strings.NewReader(written(t, result, result.Findings(show))))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if text := got.Text(t); text != want {
				t.Errorf("%s, %+v: %s", name, show, firstDifference(text, want))
			}
		}
		head, err := compare.ReadHead(strings.NewReader(written(t, result, result.Findings(rules.Show{}))))
		if err != nil || head.Run.RunID != result.Run.RunID || len(head.Accounts) != len(result.Accounts) {
			t.Errorf("%s: the head is %+v, %v", name, head, err)
		}
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got " + a[i] + ", want " + b[i]
		}
	}
	return "one is longer"
}

// without is the text of a result without one member of its root.
func without(t *testing.T, text, member string) string {
	t.Helper()
	var root map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	run := root["run"]
	delete(root, member)
	delete(root, "run")
	rest, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return `{"run":` + string(run) + "," + string(rest[1:])
}

// only lists findings of one outcome, as --show does.
func only(result *rules.Result, outcome rules.Outcome) iter.Seq[rules.FindingRow] {
	return func(yield func(rules.FindingRow) bool) {
		for row := range result.Findings(rules.Show{}) {
			if row.Outcome == outcome && !yield(row) {
				return
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	result := shop(t)
	whole := written(t, result, result.Findings(rules.Show{}))
	const older = "it was written by a version whose results cannot be compared: audit again"
	const noResult = "it is no result of lambda-audit: audit -o json=FILE writes one"
	for name, c := range map[string]struct{ text, want string }{
		"nothing":           {"", noResult},
		"text":              {"hello", noResult},
		"a list":            {`[{"run": {}}]`, noResult},
		"another object":    {`{"Version": "2012-10-17"}`, noResult},
		"another tool":      {strings.Replace(whole, `"tool": "lambda-audit"`, `"tool": "prowler"`, 1), noResult},
		"another run":       {`{"run": 5}`, noResult},
		"rows":              {`{"kind":"run","run_id":"x"}` + "\n", noResult},
		"another schema":    {strings.Replace(whole, `"schema_version": 1`, `"schema_version": 2`, 1), "its form has version 2 and this program reads 1"},
		"cut in the run":    {whole[:40], "it is cut: it ends in the middle"},
		"cut in a row":      {whole[:len(whole)/2], "it is cut: it ends in the middle"},
		"without its end":   {strings.TrimRight(whole, "\n }"), "it is cut: it ends in the middle"},
		"no list":           {strings.Replace(whole, `"accounts": [`, `"accounts": null, "x": [`, 1), "it is damaged: a list is missing"},
		"damaged":           {strings.Replace(whole, `"findings": [`, `"findings": [!`, 1), "it is damaged: invalid character '!' looking for beginning of value"},
		"what is no id":     {strings.Replace(whole, `"id": "`, `"id": "x`, 1), "it is damaged: "},
		"failures left out": {written(t, result, only(result, rules.Unknown)), "it does not list all that fails: write it without --show"},
		"unknowns left out": {written(t, result, only(result, rules.Fail)), "it does not list what is unknown: write it without --show"},
		"nothing shown":     {written(t, result, nil), "it does not list all that fails: write it without --show"},
		"no subjects":       {without(t, whole, "subjects"), older},
		"no summary":        {without(t, whole, "summary"), older},
		"no rules":          {without(t, whole, "rules"), older},
		"no rules left out": {without(t, whole, "not_selected"), older},
		"no findings":       {without(t, whole, "findings"), older},
		"no functions":      {without(t, whole, "functions"), older},
		"no accounts":       {without(t, whole, "accounts"), older},
	} {
		record, err := compare.Read(strings.NewReader(c.text))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || record != nil {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if c.want == noResult && !errors.Is(err, compare.ErrNoResult) {
			t.Errorf("%s: %v is not ErrNoResult", name, err)
		}
	}
	if _, err := compare.Read(strings.NewReader(without(t, whole, "api_calls"))); err != nil {
		t.Errorf("what a comparison does not rest on is missing: %v", err)
	}
}

// smallest is a result with one row of each kind that is read: a long one would
// leave the fuzzer no time.
const smallest = `{"run":{"tool":"lambda-audit","schema_version":1,"tables":[{"table":"prices","digest":"a"}]},
"accounts":[{"account_id":"1","state":"audited","regions":[{"region":"r","state":"audited"}]}],
"functions":[{"account_id":"1","region":"r","function":"f","function_arn":"arn:aws:lambda:r:1:function:f","code_sha256":"a"}],
"findings":[{"account_id":"1","region":"r","id":"0000000000000003","rule":"x","severity":"high","outcome":"fail","subject_kind":"function",
"subject":"arn:aws:lambda:r:1:function:f","function_arns":["arn:aws:lambda:r:1:function:f"]},
{"account_id":"1","region":"r","id":"0000000000000004","rule":"x","severity":"low","outcome":"unknown","reason":"denied"}],
"rules":[{"account_id":"1","rule":"x","severity":"high","tables":["prices"],"unknown_ids":["0000000000000002","0000000000000001"]}],
"summary":[{"account_id":"1","severity":"high","outcome":"fail","findings":1}],"not_selected":[{"account_id":"1","rule":"y"}],
"subjects":[{"account_id":"1","subject_kind":"role","complete":true,"ids":["0000000000000001","0000000000000000"]}]}`

// FuzzRead holds a reader of files to its promise: a record or one line, and the
// same of a record each time.
func FuzzRead(f *testing.F) {
	f.Add(smallest)
	f.Add(strings.Replace(smallest, `"state":"audited"`, `"state":"partial"`, 1))
	f.Add(smallest[:len(smallest)/2])
	f.Add(`{"run":{"tool":"lambda-audit","schema_version":1},"findings":[{"id":"x"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		record, err := compare.Read(strings.NewReader(text))
		if (record == nil) == (err == nil) {
			t.Fatalf("record %v with the error %v", record, err)
		}
		if err != nil {
			return
		}
		past := compare.NewPast()
		past.Add(record)
		for _, row := range compare.Compare(past, record).Rows {
			if past.Knows(row.AccountID) { // one that was not judged is none of the past
				t.Fatalf("it changed into itself by %+v", row)
			}
		}
	})
}
