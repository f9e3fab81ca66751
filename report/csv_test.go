package report

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func csvOf(t *testing.T, r *Report) [][]string {
	t.Helper()
	format, err := Find("csv")
	if err != nil {
		t.Fatal(err)
	}
	text := written(t, format, r)
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(text, []byte("\r\n")); lines != len(records) || bytes.Count(text, []byte("\n")) != lines {
		t.Errorf("%d records stand on %d lines", len(records), lines)
	}
	return records
}

func TestCSVGolden(t *testing.T) {
	format, err := Find("csv")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "shop.csv.golden", written(t, format, shop()))
	golden(t, "empty.csv.golden", written(t, format, emptyAccount()))
}

func TestCSVHasALinePerFinding(t *testing.T) {
	records, findings := csvOf(t, shop()), shopFindings()
	if len(records) != len(findings)+1 {
		t.Fatalf("%d findings give %d lines", len(findings), len(records))
	}
	at := func(name string) int { return slices.Index(records[0], name) }
	for i, f := range findings {
		record := records[i+1]
		if record[at("rule")] != f.Rule || record[at("severity")] != f.Severity.String() || record[at("function_arns")] != defused(strings.Join(f.FunctionARNs, " ")) {
			t.Errorf("line %d is %q, want %s", i+1, record, f.Rule)
		}
	}
}

func TestCSVCellsAreInert(t *testing.T) {
	for _, text := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x", `=HYPERLINK("http://x","y")`} {
		row := rules.FindingRow{Message: text, Subject: text, Functions: []string{text}, Locus: text, ExplainedBy: []rules.Explained{}}
		r := &Report{Result: &rules.Result{}, Findings: slices.Values([]rules.FindingRow{row})}
		for column, cell := range csvOf(t, r)[1] {
			cell = strings.TrimLeft(cell, " \t\r\n")
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") || strings.HasPrefix(cell, "＝") {
				t.Errorf("column %d holds %q", column, cell)
			}
		}
	}
}

func TestCSVCells(t *testing.T) {
	for text, want := range map[string]string{
		"a\nb\n": "a ⏎ b", "\x1b[2J": "�[2J", "ok": "ok", "": "", "\xff": "�", "a=b": "a=b",
		strings.Repeat("x", 40_000): strings.Repeat("x", 32_000) + " …",
	} {
		if got := defused(text); got != want {
			t.Errorf("%.20q becomes %.40q, want %.40q", text, got, want)
		}
	}
}

func FuzzCellsAreInert(f *testing.F) {
	f.Add("=1")
	f.Add(" \u200b=1")
	f.Fuzz(func(t *testing.T, text string) {
		cell := defused(text)
		if strings.ContainsAny(cell, "\t\r\n") || strings.IndexFunc(cell, unprintable) >= 0 {
			t.Errorf("%q becomes %q: a line or a control", text, cell)
		}
		if bare := strings.TrimLeft(cell, " "); bare != "" && strings.ContainsAny(bare[:1], "=+-@") {
			t.Errorf("%q becomes the formula %q", text, cell)
		}
	})
}
