package report

import (
	"cmp"
	"fmt"
	"strings"

	"lambda-audit/rules"
)

// An htmlFinding is one finding as the page shows it.
type htmlFinding struct{ rules.FindingRow }

// Verdict is how bad it is, or why it is not bad.
func (f htmlFinding) Verdict() string {
	if f.Outcome == rules.Fail {
		return f.Severity.String()
	}
	return f.Outcome.String()
}

// Name is the function, or whatever else was judged, by its shortest name.
func (f htmlFinding) Name() string {
	if f.Function != "" {
		return f.Function
	}
	return f.SubjectKind + " " + lastOf(f.Subject)
}

// lastOf is the end of an ARN that names the thing itself.
func lastOf(subject string) string {
	parts := strings.SplitN(subject, ":", 6)
	if len(parts) < 6 {
		return subject
	}
	kind, name, found := strings.Cut(parts[5], "/")
	if !found || strings.Contains(kind, ":") {
		return parts[5]
	}
	return name
}

// Sentence is the message, or the reason where there is none.
func (f htmlFinding) Sentence() string { return cmp.Or(f.Message, f.Reason, f.Title) }

// Proof is the evidence, a line each.
func (f htmlFinding) Proof() []string {
	lines := make([]string, 0, len(f.Evidence))
	for i := range f.Evidence {
		lines = append(lines, rules.EvidenceText(f.Evidence[i:i+1]))
	}
	if len(lines) == 0 && f.EvidenceText != "" {
		lines = append(lines, f.EvidenceText)
	}
	return lines
}

// A labelled is one thing more that is told of a finding.
type labelled struct{ Label, Text string }

// More is what else there is to tell, as far as it is known.
func (f htmlFinding) More() []labelled {
	var more []labelled
	add := func(label, text string) {
		if text != "" {
			more = append(more, labelled{label, text})
		}
	}
	if f.Subject != "" {
		add("Subject", f.Subject)
	}
	if !strings.Contains(f.Message, f.Reason) {
		add("Reason", f.Reason)
	}
	if f.Function == "" && len(f.Functions) > 0 {
		add("Concerns", fmt.Sprintf("%s: %s", plural(len(f.Functions), "function"), list(f.Functions, functionsInFull)))
	}
	if f.Outcome == rules.Fail && f.Confidence != rules.Sure.String() {
		add("Confidence", f.Confidence)
	}
	if f.MonthlySaving != nil {
		add("Saves", dollars(f.MonthlySaving)+" a month")
	}
	add("Changed by", f.since())
	add("Made by", f.ManagedBy)
	if f.Suppressed {
		add("Accepted", accepted(f.FindingRow))
	} else if len(f.SuppressedFor) > 0 {
		add("Accepted for", list(f.SuppressedFor, functionsInFull))
	}
	if by := explainers(f.FindingRow); by != "" {
		add("Told better by", by)
	}
	return more
}

// functionsInFull is how many functions the page names of a subject that many share.
const functionsInFull = 50

// Mend is the fix of what fails; of what is unknown it would be a guess.
func (f htmlFinding) Mend() string {
	if f.Outcome != rules.Fail {
		return ""
	}
	return strings.TrimSpace(f.Fix)
}

// Past marks what an earlier result did not say of the finding; what it is in is
// not marked.
func (f htmlFinding) Past() string {
	if f.Change == rules.ChangeStill {
		return ""
	}
	return cmp.Or(countTexts[f.Change], f.Change)
}

// since says why the finding is not as it was in an earlier result.
func (f htmlFinding) since() string {
	causes := make([]rules.Cause, len(f.Causes))
	for i, name := range f.Causes {
		causes[i].Cause = name
	}
	return causesText(causes)
}
