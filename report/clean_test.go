package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"lambda-audit/rules"
)

func TestClean(t *testing.T) {
	for dirty, want := range map[string]string{
		"checkout-api":              "checkout-api",
		"請求書 – é":                   "請求書 – é",
		"a\tb\nc\rd":                "a b c d",
		"\x1b[31mred\x1b[0m":        "�[31mred�[0m",
		"\x1b]0;title\x07":          "�]0;title�",
		"c1 \u009b31m del \x7f":     "c1 �31m del �",
		"gnp\u202egpj.exe":          "gnp�gpj.exe",
		"\u2066isolated\u2069":      "�isolated�",
		"zero\u200bwidth\ufeff":     "zero�width�",
		"line\u2028paragraph\u2029": "line�paragraph�",
		"tag \U000e0041":            "tag �",
		"not utf-8 \xff\xfe":        "not utf-8 ��",
		"":                          "",
	} {
		if got := clean(dirty); got != want {
			t.Errorf("clean(%q) = %q, want %q", dirty, got, want)
		}
	}
}

// What a terminal might obey are the characters of these classes, and no others.
func TestUnprintable(t *testing.T) {
	for r := range unicode.MaxRune + 1 {
		if want := unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp); unprintable(r) != want {
			t.Errorf("unprintable(%U) = %v, want %v", r, !want, want)
		}
	}
}

// stripStyles drops every sequence that a coloured table may hold.
func stripStyles(text string) string {
	for _, s := range []style{bold, faint, red, alarm, yellow, cyan, green} {
		text = strings.ReplaceAll(text, "\x1b["+string(s)+"m", "")
	}
	return strings.ReplaceAll(text, reset, "")
}

func FuzzClean(f *testing.F) {
	f.Add("name")
	f.Add(evilName)
	f.Add("\x1b[2J\u202e\xff\u009b\n")
	f.Fuzz(func(t *testing.T, dirty string) {
		got := clean(dirty)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unprintable) {
			t.Errorf("clean(%q) = %q still holds what a terminal obeys", dirty, got)
		}
		if clean(got) != got {
			t.Errorf("cleaning %q twice changes it", dirty)
		}
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(dirty) {
			t.Errorf("clean(%q) = %q drops characters", dirty, got)
		}
	})
}

// FuzzTable puts any text in every place that AWS fills, and wants a page that
// a terminal can only show.
func FuzzTable(f *testing.F) {
	f.Add("name", 80)
	f.Add(evilName, 0)
	f.Add("請求書\u200d👩‍👩‍👧\x1b[1A", 60)
	f.Fuzz(func(t *testing.T, text string, width int) {
		r := with(hostile(text), Options{Width: width % 300, Colour: true, Details: true})
		page := stripStyles(string(written(t, table, r)))
		for line := range strings.Lines(page) {
			if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), unprintable) {
				t.Errorf("%q (%d) prints %q", text, width, line)
			}
		}
	})
}

// FuzzJSON wants any text to survive, and nothing that a terminal obeys.
func FuzzJSON(f *testing.F) {
	f.Add("name")
	f.Add(evilName + "\U000e0041<&>\"\\")
	f.Fuzz(func(t *testing.T, text string) {
		document := written(t, jsonFormat(t), hostile(text))
		if bytes.ContainsFunc(document, unprintableInJSON) {
			t.Errorf("%q reaches the terminal", text)
		}
		var got struct {
			Functions []struct{ Function string }
		}
		if err := json.Unmarshal(document, &got); err != nil {
			t.Fatal(err)
		}
		if want := strings.ToValidUTF8(text, "�"); utf8.ValidString(text) && got.Functions[0].Function != want {
			t.Errorf("%q came back as %q", text, got.Functions[0].Function)
		}
	})
}

// hostile is a report whose every text is the given one.
func hostile(text string) *Report {
	r := shop()
	row := sampleFinding(rules.Fail, "env-secret", text, text, text, text)
	row.Fix, row.Reason, row.Region, row.Confidence, row.Rule = text, text, text, text, text
	row.Suppressed, row.SuppressReason, row.SuppressUntil, row.SuppressedFor = true, text, text, []string{text}
	row.ExplainedBy = []rules.Explained{{Function: text, Rule: text}}
	role := row
	role.Function, role.SubjectKind, role.Subject, role.Suppressed = "", text, text, false
	r.Findings = func(yield func(rules.FindingRow) bool) { _ = yield(row) && yield(role) }
	res := r.Result
	res.Run.AccountIDs = []string{text, text}
	res.Run.Worst, res.Run.Grade, res.Run.Outcome = text, text, text
	res.Run.Regions = []rules.RegionState{{Region: text, State: "audited", Functions: 1}, {Region: text, State: text}}
	res.Run.Grades = []rules.GradeCount{{Grade: text, Functions: 1}}
	account := rules.Account{Stamp: rules.Stamp{AccountID: text}, Name: text, State: text, Reason: text, Worst: text, Grade: text,
		Score: ptr(1.0), Regions: []rules.RegionState{{Region: text, State: text}}}
	failed := account
	failed.State = rules.AccountFailed
	res.Accounts = []rules.Account{account, failed}
	res.Run.WorstAccount = text
	f := res.Functions[0]
	f.Function, f.FunctionARN, f.Region, f.AccountID, f.Runtime, f.Grade = text, sampleARN(text), text, text, text, text
	res.Functions = []rules.Function{f}
	res.Rules = []rules.RuleCount{{Rule: text, Title: text, Severity: rules.High, Failed: 1, Judged: 1}}
	res.Suppressions = nil
	for _, duty := range duties {
		res.Suppressions = append(res.Suppressions, rules.SuppressionRow{Stamp: stamp(text), Where: "tag " + text, Rule: text, Function: text, Tag: text,
			ForAccount: text, ForRegion: text, Subject: text, Locus: text, Reason: text, Owner: text, Until: text, State: duty.state, Message: text})
	}
	e := res.Errors[0]
	e.Fact, e.Reason, e.Code, e.Action, e.Message, e.Example, e.Region, e.AccountID = text, text, text, text, text, text, text, text
	res.Errors = []rules.ErrorRow{e}
	return r
}
