package compare

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// A findingLine is what is read of a finding.
type findingLine struct {
	AccountID    string         `json:"account_id"`
	Region       string         `json:"region"`
	ID           rules.ID       `json:"id"`
	Rule         string         `json:"rule"`
	Severity     rules.Severity `json:"severity"`
	Outcome      rules.Outcome  `json:"outcome"`
	SubjectKind  string         `json:"subject_kind"`
	Subject      string         `json:"subject"`
	Locus        string         `json:"locus"`
	Function     string         `json:"function"`
	FunctionARNs []string       `json:"function_arns"`
	Reason       audit.Reason   `json:"reason"`
	Suppressed   bool           `json:"suppressed"`
	ManagedBy    string         `json:"managed_by"`
}

// finding keeps failures, and the unknowns that every result lists.
func (f *file) finding(l *findingLine) {
	actionable := l.Outcome == rules.Unknown && l.Reason.Actionable()
	if l.Outcome != rules.Fail && !actionable {
		return
	}
	if actionable {
		f.unknown++
	}
	for i, arn := range l.FunctionARNs {
		l.FunctionARNs[i] = f.once(arn)
	}
	f.record.addMark(&rules.Mark{
		AccountID: f.once(l.AccountID), Region: f.once(l.Region), ID: l.ID, Rule: f.once(l.Rule), Severity: l.Severity, Outcome: l.Outcome,
		SubjectKind: f.once(l.SubjectKind), Subject: f.once(l.Subject), Locus: f.once(l.Locus), Function: f.once(l.Function),
		FunctionARNs: l.FunctionARNs, Suppressed: l.Suppressed, Actionable: actionable, Managed: l.ManagedBy != "",
	})
}

// rule keeps the state of a rule, and how much of it could not be told.
func (f *file) rule(row *rules.RuleCount) {
	slices.Sort(row.UnknownIDs)
	slices.Sort(row.DisabledIDs)
	for _, c := range row.UnknownBy {
		if audit.Reason(c.Name).Actionable() {
			f.lacking += c.Count
		}
	}
	f.record.addRule(row)
}

// once returns the first copy of a text, so that no other is kept.
func (f *file) once(text string) string {
	if kept, ok := f.names[text]; ok {
		return kept
	}
	f.names[text] = text
	return text
}
