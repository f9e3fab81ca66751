package report

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestPrometheusGolden(t *testing.T) { formatGoldens(t, "prometheus", "prom", Options{}) }

// TestPrometheusChanges wants every change to have a number, the zeros too, but for
// what nobody has to mend.
func TestPrometheusChanges(t *testing.T) {
	r := nextNight()
	text := string(inFormat(t, "prometheus", r))
	golden(t, "night.prom.golden", []byte(text))
	if got := strings.Count(text, "\nlambda_audit_changes{"); got != len(rules.Changes)-1 {
		t.Errorf("%d changes have a number, want %d", got, len(rules.Changes)-1)
	}
	for i := range r.Comparison.Rows {
		if row := &r.Comparison.Rows[i]; row.Change == rules.ChangeNew {
			row.Suppressed = i == 0
			if i > 0 {
				row.FunctionARNs = []string{sampleARN("legacy-export")} // which others manage
			}
		}
	}
	text = string(inFormat(t, "prometheus", r))
	for change, n := range map[string]int{rules.ChangeNew: 0, rules.ChangeReopened: 1, rules.ChangeFixed: 3, rules.ChangeFunctionGone: 1, rules.ChangeSuppressed: 1} {
		if want := fmt.Sprintf("lambda_audit_changes{account_id=%q,change=%q} %d\n", sampleAccount, change, n); !strings.Contains(text, want) {
			t.Errorf("%s is missing in\n%s", want, text)
		}
	}
	r.Result.Accounts[0].State = rules.AccountFailed
	if text := string(inFormat(t, "prometheus", r)); strings.Contains(text, "lambda_audit_changes") {
		t.Error("an account that could not be read has numbers of changes")
	}
}

func TestPrometheusCountsWhatIsNotListed(t *testing.T) {
	r := shop()
	all := inFormat(t, "prometheus", r)
	r.Counted = r.Findings
	if got := inFormat(t, "prometheus", telling(r)); !bytes.Equal(got, all) {
		t.Errorf("the numbers hang on what is listed:\n%s", got)
	}
}

func TestPrometheusLeavesOutWhatIsUnknown(t *testing.T) {
	r := shop()
	a := &r.Result.Accounts[0]
	a.State, a.Score, a.Coverage, a.MonthlyCost, a.MonthlySave, a.Grade, a.Regions = rules.AccountFailed, nil, nil, nil, nil, "", nil
	text := string(inFormat(t, "prometheus", telling(r)))
	for _, name := range []string{"run_timestamp_seconds", "score", "grade", "coverage_ratio", "monthly_cost_usd", "monthly_saving_usd", "functions", "findings", "findings_by_pillar", "functions_below_score"} {
		if strings.Contains(text, "lambda_audit_"+name+"{") || strings.Contains(text, "# TYPE lambda_audit_"+name+" ") {
			t.Errorf("an account that could not be read has a number for %s:\n%s", name, text)
		}
	}
	for _, line := range []string{`lambda_audit_partial{account_id="123456789012"} 1`, `lambda_audit_account_state{account_id="123456789012",state="failed"} 1`} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("%s is missing in\n%s", line, text)
		}
	}
}

func TestPrometheusHoldsNoNames(t *testing.T) {
	text := string(inFormat(t, "prometheus", shop()))
	for _, name := range []string{"checkout-api", "shop-worker", `grade="`, "20261123-090000", "STRIPE_KEY"} {
		if strings.Contains(text, name) {
			t.Errorf("%s would begin a series of its own", name)
		}
	}
}

// A thousand functions more, and no series more.
func TestPrometheusDoesNotGrow(t *testing.T) {
	r := shop()
	before := bytes.Count(inFormat(t, "prometheus", r), []byte("\n"))
	rows, functions := shopFindings(), r.Result.Functions
	for i := range 1000 {
		row, f := rows[0], functions[0]
		row.Subject, row.Function, row.Locus, row.ID = fmt.Sprint("f", i), fmt.Sprint("f", i), fmt.Sprint("l", i), fmt.Sprint(i)
		rows, functions = append(rows, row), append(functions, f)
	}
	r.Result.Functions = functions
	if after := bytes.Count(inFormat(t, "prometheus", telling(r, rows...)), []byte("\n")); after != before {
		t.Errorf("%d lines became %d", before, after)
	}
}

func TestPrometheusEscapesLabels(t *testing.T) {
	row := shopFindings()[0]
	row.Rule = "a\"b\\c\nd\x1b"
	text := string(inFormat(t, "prometheus", telling(emptyAccount(), row)))
	want := `lambda_audit_findings{account_id="123456789012",region="eu-west-1",rule="a\"b\\c d` + "\ufffd" + `",severity="critical"} 1` + "\n"
	if !strings.Contains(text, want) {
		t.Errorf("%s is missing in\n%s", want, text)
	}
}

// The node exporter is another user, and other formats hold names.
func TestPrometheusFileIsShared(t *testing.T) {
	folder := t.TempDir()
	for name, want := range map[string]os.FileMode{"prometheus": 0o644, "emf": 0o600} {
		format, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, name)
		if err := WriteAll([]Output{{Format: format, Path: path}}, io.Discard, shop()); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s has mode %v, want %v; %v", name, info.Mode(), want, err)
		}
	}
}

func TestCensusSetsAside(t *testing.T) {
	counts := takeCensus(shop().Findings)
	open, aside := 0, map[string]int{}
	for p, n := range counts {
		aside[p.aside] += n
	}
	for _, n := range counts.open() {
		open += n
	}
	// The sample has 14 failures; one is suppressed, one Control Tower made.
	if open != 12 || aside[""] != open || aside[asideSuppressed] != 1 || aside[asideManaged] != 1 {
		t.Errorf("%d count, by what sets them aside: %v", open, aside)
	}
}
