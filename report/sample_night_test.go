package report

import (
	"slices"
	"testing"
	"time"

	"lambda-audit/rules"
)

// nextNight is the shop compared with the night before, with every change: what
// the findings and the result say of their past, and the comparison.
func nextNight() *Report {
	r := shop()
	rows := shopFindings()
	was := taken.Add(-24 * time.Hour)
	for i := range rows {
		rows[i].Change, rows[i].Causes = rules.ChangeStill, []string{}
	}
	changed := func(i int, change string, causes ...string) {
		rows[i].Change, rows[i].Causes = change, causes
	}
	changed(0, rules.ChangeNew, rules.CauseCode, rules.CauseConfig)
	changed(2, rules.ChangeReopened, rules.CauseSuppression)
	changed(3, rules.ChangeBecameUnknown, rules.CauseData)
	changed(14, rules.ChangeNew, rules.CauseFunctionNew)
	c := &Comparison{Old: &rules.Run{RunID: "20261122-090000-11aa", TakenAt: was}, Apart: []string{"program of account 123456789012: 0.8.0 before, 0.9.0 now"}}
	for _, i := range []int{0, 14, 2, 3} {
		c.Rows = append(c.Rows, nightRow(rows[i].Change, &rows[i], rows[i].Causes...))
	}
	r.Result.Changes = nightChanges()
	c.Rows = append(c.Rows, r.Result.Changes...)
	slices.SortStableFunc(c.Rows, func(a, b rules.ChangeRow) int {
		return slices.Index(rules.Changes, a.Change) - slices.Index(rules.Changes, b.Change)
	})
	for _, change := range rules.Changes {
		n := 15 // as before
		if change != rules.ChangeStill {
			n = len(slices.DeleteFunc(slices.Clone(c.Rows), func(row rules.ChangeRow) bool { return row.Change != change }))
		}
		c.Counts = append(c.Counts, rules.Count{Name: change, Count: n})
	}
	r.Result.Run.Compared = rules.Compared{BaselineRunID: c.Old.RunID, BaselineTakenAt: &was, ChangeCounts: c.Counts}
	r.Comparison, r.Findings = c, slices.Values(rows)
	return r
}

// nightChanges are the changes that no finding of the night tells.
func nightChanges() []rules.ChangeRow {
	row := func(change, rule, function, locus string, causes ...string) rules.ChangeRow {
		f := sampleFinding(rules.Fail, rule, function, locus, "", "")
		return nightRow(change, &f, causes...)
	}
	function := func(change, name string) rules.ChangeRow {
		return rules.ChangeRow{Stamp: stamp("eu-west-1"), Change: change, Severity: "none", SubjectKind: "function",
			Subject: sampleARN(name), Function: name, FunctionARNs: []string{sampleARN(name)}, Causes: []rules.Cause{}}
	}
	shared := sharedRoleFinding()
	list := []rules.ChangeRow{
		row(rules.ChangeWorse, "env-secret", "invoice-mailer", "SMTP_PASSWORD", rules.CauseParameters),
		row(rules.ChangeBecameUnknown, "policy-public", "session-gc", "AllowAll", rules.CauseData),
		row(rules.ChangeNotJudged, "env-secret", "nightly-report", "TOKEN", rules.CauseScope),
		row(rules.ChangeFixed, "runtime-deprecated", "thumbnails", "", rules.CauseConfig),
		row(rules.ChangeFixed, "env-secret", "invoice-mailer", "OLD\x1b[2J_KEY", rules.CauseConfig, rules.CauseProgram),
		nightRow(rules.ChangeFixed, &shared, rules.CauseSurroundings),
		row(rules.ChangeBecameKnown, "missing-dlq", "webhooks", "", rules.CauseData),
		row(rules.ChangeMilder, "missing-dlq", "image-resizer", "$LATEST", rules.CauseSeverity),
		row(rules.ChangeSuppressed, "tracing-off", "nightly-report", "", rules.CauseSuppression),
		row(rules.ChangeGone, "tracing-off", "old-<b>import", "", rules.CauseFunctionGone),
		function(rules.ChangeFunctionNew, evilName), function(rules.ChangeFunctionGone, "old-<b>import"),
	}
	list[0].WasSeverity, list[7].Severity = "high", "medium"
	list[5].ID, list[5].Locus = "role-wildcard-00", "Sid0"
	list[8].Suppressed = true
	return list
}

// nightRow is a change of what the finding tells.
func nightRow(change string, f *rules.FindingRow, causes ...string) rules.ChangeRow {
	row := rules.ChangeRow{Stamp: f.Stamp, Change: change, ID: f.ID, Rule: f.Rule, Title: f.Title, Severity: f.Severity.String(), Pillar: string(f.Pillar),
		SubjectKind: f.SubjectKind, Subject: f.Subject, Locus: f.Locus, Function: f.Function, FunctionARNs: f.FunctionARNs}
	if change != rules.ChangeNew {
		row.WasSeverity = row.Severity
	}
	for _, name := range causes {
		row.Causes = append(row.Causes, rules.Cause{Cause: name, Was: "what was", Now: "what is"})
	}
	return row
}

// TestTemplatesSeeChanges wants what a template reads of a comparison to be there.
func TestTemplatesSeeChanges(t *testing.T) {
	format, err := templateOf(templateFile(t, `{{.run.baseline_run_id}}{{range .changes}}{{if eq .change "fixed"}} {{.rule}}{{end}}{{end}}{{range .findings}}{{if eq .change "new"}} {{.id}}{{end}}{{end}}`))
	if err != nil {
		t.Fatal(err)
	}
	text := string(written(t, format, nextNight()))
	want := "20261122-090000-11aa runtime-deprecated env-secret role-wildcard " + shopFindings()[0].ID + " " + shopFindings()[14].ID
	if text != want {
		t.Errorf("a template sees %q, want %q", text, want)
	}
}
