package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"lambda-audit/rules"
)

var _ = register(&Format{
	Name:  "sarif",
	Doc:   "SARIF 2.1.0, for GitHub code scanning and viewers",
	Write: writeSARIF,
})

// sarifMost is how many results a run has at most: GitHub takes no more, and shows
// the first 5,000. (https://docs.github.com/en/code-security/code-scanning/
// integrating-with-code-scanning/sarif-support-for-code-scanning, read 2026-11-24.)
const sarifMost = 25_000

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// writeSARIF writes one run. Findings come worst first and those that are absent last,
// so those that are left out are the least; a notification says how many, and others
// what could not be read.
func writeSARIF(w io.Writer, r *Report) error {
	s := newSARIF(r)
	left := 0
	for row := range r.withResolved() {
		if len(s.run.Results) == sarifMost {
			left++
			continue
		}
		s.run.Results = append(s.run.Results, s.result(row))
	}
	s.run.Invocations = []*sarif.Invocation{sarifInvocation(r, left)}
	log := sarif.NewReport()
	log.Schema = sarifSchema
	log.AddRun(s.run)
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(log); err != nil {
		return fmt.Errorf("encode the log: %w", err)
	}
	_, err := io.WriteString(w, escapeUnprintable(text.String()))
	return err
}

// A sarifRun is a run that grows, and where its rules stand in it.
type sarifRun struct {
	run   *sarif.Run
	rules map[string]int
}

func newSARIF(r *Report) *sarifRun {
	driver := sarif.NewToolComponent().WithName(r.Result.Run.Tool)
	if version := r.Result.Run.Version; version != "" {
		driver.WithVersion(version)
	}
	s := &sarifRun{run: sarif.NewRun().WithTool(sarif.NewTool().WithDriver(driver)), rules: map[string]int{}}
	s.run.AutomationDetails = sarif.NewRunAutomationDetails().WithID("lambda-audit/" + r.Result.Run.RunID)
	for _, count := range r.Result.Rules {
		s.ruleAt(count.Rule, count.Title, count.Severity, count.Pillar)
	}
	return s
}

func (s *sarifRun) result(row rules.FindingRow) *sarif.Result {
	at := s.ruleAt(row.Rule, row.Title, row.Severity, row.Pillar)
	result := sarif.NewResult().WithRuleID(row.Rule).WithRuleIndex(at).WithMessage(sarifMessage(cleanLines(row.Message)))
	result.Kind, result.Level = sarifKind(row)
	result.Locations = []*sarif.Location{sarifLocation(row)}
	// GitHub takes what has the same line hash for the same alert.
	result.PartialFingerprints = map[string]string{"findingId/v1": row.ID, "primaryLocationLineHash": row.ID + ":1"}
	properties := sarif.NewPropertyBag()
	properties.Properties = sarif.Properties{
		"severity": row.Severity.String(), "outcome": row.Outcome.String(), "confidence": row.Confidence, "reason": row.Reason,
		"evidence": row.EvidenceText, "fix": row.Fix, "managed_by": row.ManagedBy, "functions": list(row.Functions, 50),
	}
	result.Properties = properties
	if state := sarifState(&row); state != "" {
		result.WithBaselineState(state)
	}
	if row.Suppressed {
		result.Suppressions = []*sarif.Suppression{sarif.NewSuppression().WithKind("external").WithStatus("accepted").
			WithJustification(fmt.Sprintf("%s (until %s)", row.SuppressReason, row.SuppressUntil))}
	}
	return result
}

// sarifKind is what a result says, and how bad it is: only failures are, of what somebody can
// mend.
func sarifKind(row rules.FindingRow) (kind, level string) {
	switch row.Outcome {
	case rules.Pass:
		return "pass", "none"
	case rules.NotApplicable:
		return "notApplicable", "none"
	case rules.Unknown:
		return "open", "none"
	}
	if row.ManagedBy != "" {
		return "informational", "none" // nobody here can mend it
	}
	return "fail", sarifLevel(row.Severity)
}

func sarifLevel(s rules.Severity) string {
	switch s {
	case rules.Critical, rules.High:
		return "error"
	case rules.Medium:
		return "warning"
	}
	return "note"
}

// sarifInvocation tells how the run went, and what it does not show.
func sarifInvocation(r *Report, left int) *sarif.Invocation {
	run := &r.Result.Run
	invocation := sarif.NewInvocation().WithExecutionSuccessful(run.ExitCode != 7).WithExitCode(run.ExitCode)
	invocation.WithExitCodeDescription(run.Outcome)
	invocation.WithEndTimeUtc(run.TakenAt.UTC().Format("2006-01-02T15:04:05Z"))
	tell := func(text string) {
		notification := sarif.NewNotification().WithMessage(sarifMessage(clean(text)))
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, notification)
	}
	if left > 0 {
		tell(fmt.Sprintf("the %s worst findings are listed, %s more are not", count(sarifMost), count(left)))
	}
	for _, a := range r.Result.Accounts {
		if a.State == rules.AccountFailed {
			tell(fmt.Sprintf("account %s could not be read: %s", a.AccountID, a.Reason))
		}
	}
	for _, e := range refusals(r.Result.Errors) {
		tell(fmt.Sprintf("could not be read in %s of %s: %s (%s, %s), %s", e.Region, e.AccountID, list(e.facts, 10), e.Reason, refused(e.ErrorRow), plural(e.Subjects, "subject")))
	}
	return invocation
}
