package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lambda-audit/rules"
)

// compared is the shop with what changed since the night before: every change and
// every cause.
func compared() *Report {
	r := shop()
	r.Comparison = comparisonOf(r, "checkout-\x1b[2Japi", "DB_PASSWORD|")
	return r
}

// comparisonOf has a row of each change, which names a function and a locus.
func comparisonOf(r *Report, function, locus string) *Comparison {
	old := r.Result.Run
	old.RunID, old.TakenAt, old.Score, old.Grade = "20261122-090000-11aa", taken.Add(-24*time.Hour), ptr(61.2), "D"
	c := &Comparison{Old: &old, Apart: []string{"program of account 123456789012: 0.8.0 before, 0.9.0 now"}}
	for i, change := range rules.Changes {
		row := rules.ChangeRow{Stamp: stamp("eu-west-1"), Change: change, Severity: rules.Severities[i%4].String(), Function: function,
			SubjectKind: "function", Subject: "arn:aws:lambda:eu-west-1:123456789012:function:checkout-api", FunctionARNs: []string{}}
		n := 0
		switch change {
		case rules.ChangeStill:
			c.Counts = append(c.Counts, rules.Count{Name: change, Count: 1204})
			continue
		case rules.ChangeFunctionNew, rules.ChangeFunctionGone:
			row.Severity, n = "none", 1
		default:
			row.ID, row.Rule, row.Locus, n = "00b61810a5b89a60", "env-secret", locus, 9-i/2
			row.Causes = []rules.Cause{{Cause: rules.Causes[i], Was: "what was", Now: "what is"}}
		}
		c.Counts = append(c.Counts, rules.Count{Name: change, Count: n})
		c.Rows = append(c.Rows, slices.Repeat([]rules.ChangeRow{row}, n)...)
	}
	return c
}

func TestComparisonGolden(t *testing.T) {
	golden(t, "compared-80.table.golden", written(t, table, with(compared(), Options{Width: 80})))
	golden(t, "compared-160.table.golden", written(t, table, with(compared(), Options{Width: 160})))
	for _, f := range diffFormats {
		golden(t, "diff."+f.Name+".golden", written(t, f, with(compared(), Options{Width: 100})))
	}
}

func TestComparisonFitsTheTerminal(t *testing.T) {
	for _, columns := range []int{60, 80, 100, 160} {
		for _, f := range []*Format{table, diffFormats[0], historyFormats[0]} {
			r := with(compared(), Options{Width: columns, Colour: true})
			r.Nights = nights(90)
			for line := range strings.Lines(string(written(t, f, r))) {
				if width(strings.TrimSuffix(line, "\n")) > columns {
					t.Errorf("at %d columns a line is wider: %q", columns, line)
				}
				if strings.Contains(line, "\x1b[2J") {
					t.Errorf("a name is obeyed: %q", line)
				}
			}
		}
	}
}

func TestComparisonFitsIntoAComment(t *testing.T) {
	name := strings.Repeat("\U0001F4A5|", 5000)
	format, err := Find("markdown")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*Format{format, diffFormats[2]} {
		r := monstrous()
		r.Comparison = comparisonOf(r, name, name)
		for i := range r.Comparison.Rows {
			row := &r.Comparison.Rows[i]
			row.Rule, row.AccountID, row.Causes = name, name, []rules.Cause{{Cause: rules.CauseData, Now: name}}
		}
		r.Comparison.Apart = slices.Repeat([]string{name}, 500)
		if text := written(t, f, r); len(text) > 60_000 {
			t.Errorf("%s: %.9s…: %d bytes are more than a comment takes", f.Name, text[3:], len(text))
		}
	}
}

// What is not known of a night is not 0, and a night that stands alone has no course.
func TestHistoryTellsWhatItDoesNotKnow(t *testing.T) {
	one := nights(1)
	one[0].Score, one[0].Coverage, one[0].Grade, one[0].New = nil, nil, "", nil
	page := string(written(t, historyFormats[0], &Report{Result: &rules.Result{}, Nights: one}))
	if strings.Count(page, unknownText) < 3 || strings.Contains(page, "→") {
		t.Errorf("of one night that knows little the table says\n%s", page)
	}
}

func TestSparkline(t *testing.T) {
	for want, values := range map[string][]*float64{
		"":         {},
		"▁▁":       {ptr(3.0), ptr(3.0)},
		"▁█":       {ptr(-1.0), ptr(1.0)},
		"█ ▁":      {ptr(2.0), nil, ptr(1.0)},
		"  ":       {nil, nil},
		"▁▂▃▄▅▆▇█": {ptr(0.0), ptr(1.0), ptr(2.0), ptr(3.0), ptr(4.0), ptr(5.0), ptr(6.0), ptr(7.0)},
	} {
		if got := sparkline(values); got != want {
			t.Errorf("%v is drawn %q, want %q", values, got, want)
		}
	}
}

// nights are so many, of growing worry.
func nights(n int) []Night {
	var list []Night
	for i := range n {
		list = append(list, Night{TakenAt: taken.AddDate(0, 0, i), File: fmt.Sprintf("=%d.json", i), Mode: rules.ModeFast, Narrow: true, Partial: true,
			AccountIDs: []string{"a", "b"}, Functions: 12_000, Score: ptr(float64(90 - i%90)), Grade: "A", Critical: i, High: i, New: ptr(i)})
	}
	return list
}
