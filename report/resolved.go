package report

import (
	"iter"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// reasonGone is why nothing can be said of a finding: what it was about is not
// there any more.
const reasonGone = "gone"

// isResolved reports whether somebody who kept the finding may close it: it was
// judged again and does not fail, or what it was about is gone. What became unknown
// or was not judged again may be there still.
func isResolved(change string) bool {
	return change == rules.ChangeFixed || change == rules.ChangeGone
}

// withResolved are the findings to list, and behind them those of an earlier result
// that can be closed. Each id comes once: that a rule is kept where it was not is
// told by the latter.
func (r *Report) withResolved() iter.Seq[rules.FindingRow] {
	resolved := map[string]bool{}
	for i := range r.Result.Changes {
		if row := &r.Result.Changes[i]; isResolved(row.Change) {
			resolved[row.ID] = true
		}
	}
	return func(yield func(rules.FindingRow) bool) {
		for row := range r.findings() {
			if !resolved[row.ID] && !yield(row) {
				return
			}
		}
		for i := range r.Result.Changes {
			if row := &r.Result.Changes[i]; isResolved(row.Change) && !yield(resolvedRow(row)) {
				return
			}
		}
	}
}

// resolvedRow is the finding as far as the change tells it.
func resolvedRow(change *rules.ChangeRow) rules.FindingRow {
	severity, err := rules.ParseSeverity(change.Severity)
	if err != nil {
		severity = rules.NoSeverity // an older result may hold anything
	}
	row := rules.FindingRow{
		Stamp: change.Stamp, ID: change.ID, Rule: change.Rule, Title: change.Title, Severity: severity, Pillar: rules.Pillar(change.Pillar),
		Outcome: rules.Pass, Confidence: rules.Sure.String(), SubjectKind: change.SubjectKind, Subject: change.Subject, Locus: change.Locus,
		Function: change.Function, FunctionARNs: change.FunctionARNs, Message: "fixed: " + causesText(change.Causes),
		Changed: rules.Changed{Change: change.Change},
	}
	if change.Change == rules.ChangeGone {
		row.Outcome, row.Reason, row.Message = rules.NotApplicable, reasonGone, "not there any more: "+causesText(change.Causes)
	}
	for _, id := range change.FunctionARNs {
		if arn, ok := audit.ParseARN(id); ok {
			row.Functions = append(row.Functions, arn.Name())
		}
	}
	return row
}
