package report

import (
	"fmt"
	"strings"

	"lambda-audit/rules"
)

// functionsNamed is how many functions a shared subject's finding names.
const functionsNamed = 5

// details prints every finding whole, those that the owner can mend and has not
// accepted first. Fixes
// are commands to paste: they are never wrapped, and not repeated while they stay
// the same.
func (p *page) details() {
	if !p.report.Options.Details {
		return
	}
	p.section("Findings", "")
	if !p.findings("", func(row rules.FindingRow) bool { return row.ManagedBy == "" && !row.Suppressed }) {
		p.print("none")
	}
	p.findings("Findings that are suppressed", func(row rules.FindingRow) bool { return row.ManagedBy == "" && row.Suppressed })
	p.findings("Findings of functions managed by others", func(row rules.FindingRow) bool { return row.ManagedBy != "" })
}

// findings prints the chosen findings under a heading of their own, if they have
// one, and reports whether there are any.
func (p *page) findings(heading string, chosen func(rules.FindingRow) bool) bool {
	lastFix, any := "", false
	for row := range p.report.findings() {
		if !chosen(row) {
			continue
		}
		if heading != "" && !any {
			p.section(heading, "")
		}
		any = true
		p.finding(row, row.Fix == lastFix)
		if row.Outcome == rules.Fail {
			lastFix = row.Fix
		}
		if p.err != nil {
			break
		}
	}
	return any
}

func (p *page) finding(row rules.FindingRow, sameFix bool) {
	p.print("")
	p.items(p.title(row)...)
	p.labelled("", row.Message)
	p.labelled("evidence", row.EvidenceText)
	if !strings.Contains(row.Message, row.Reason) {
		p.labelled("reason", row.Reason)
	}
	if row.MonthlySaving != nil {
		p.labelled("saves", dollars(row.MonthlySaving)+" a month")
	}
	if row.Suppressed {
		p.labelled("accepted", accepted(row))
	} else if len(row.SuppressedFor) > 0 {
		p.labelled("accepted", "for "+list(row.SuppressedFor, functionsNamed)+" only: it counts for the others")
	}
	if row.ManagedBy != "" {
		p.labelled("made by", row.ManagedBy)
	}
	if by := explainers(row); by != "" {
		p.labelled("told by", by)
	}
	if row.Outcome == rules.Fail {
		p.fix(row.Fix, sameFix)
	}
}

// title says which rule, how bad, and of what.
func (p *page) title(row rules.FindingRow) []string {
	verdict := row.Outcome.String()
	if row.Outcome == rules.Fail {
		verdict = row.Severity.String()
	}
	confidence := ""
	if row.Outcome == rules.Fail && row.Confidence != "" && row.Confidence != rules.Sure.String() {
		confidence = "confidence " + clean(row.Confidence)
	}
	change := ""
	if row.Outcome == rules.Fail && isFresh(row.Change) {
		change = p.paint(changeStyle(row.Change), row.Change)
	}
	return []string{
		p.paint(outcomeStyle(row.Outcome, row.Severity), verdict),
		p.paint(bold, clean(row.Rule)),
		subject(row), clean(row.Locus), p.place(row), clean(row.Region), confidence, change,
	}
}

// subject names the function, or whatever else was judged and whom it concerns.
func subject(row rules.FindingRow) string {
	if row.Function != "" {
		return clean(row.Function)
	}
	name := clean(row.SubjectKind + " " + row.Subject)
	if len(row.Functions) == 0 {
		return name
	}
	return fmt.Sprintf("%s (%s)", name, clean(list(row.Functions, functionsNamed)))
}

// labelled prints a text under the finding, behind its label.
func (p *page) labelled(label, text string) {
	head := "  "
	if label != "" {
		head = p.head(label)
	}
	p.paragraph(head, clean(text))
}

// head is a label with the space that lets the texts behind it line up.
func (p *page) head(label string) string {
	return "  " + p.paint(faint, label) + strings.Repeat(" ", 10-len(label))
}

func (p *page) fix(fix string, same bool) {
	if fix == "" {
		return
	}
	if same {
		p.print(p.head("fix") + "as above")
		return
	}
	head, indent := p.head("fix"), strings.Repeat(" ", 12)
	if p.width < narrow {
		p.print(strings.TrimRight(head, " "))
		head, indent = "  ", "  "
	}
	for line := range strings.Lines(strings.TrimSpace(fix)) {
		p.print(head + clean(strings.TrimRight(line, "\r\n")))
		head = indent
	}
}

func accepted(row rules.FindingRow) string {
	text := row.SuppressReason
	if row.SuppressUntil != "" {
		text += " (until " + row.SuppressUntil + ")"
	}
	return text
}

// explainers names the rules that tell a function the same better.
func explainers(row rules.FindingRow) string {
	var texts []string
	for _, e := range row.ExplainedBy {
		texts = append(texts, e.Rule+" for "+e.Function)
	}
	return list(texts, functionsNamed)
}
