package report

import (
	"fmt"
	"strings"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/iamcheck"
)

// headed writes one finding's first line, behind its severity.
func (p *page) headed(s rules.Severity, text string) {
	name := s.String()
	if s == rules.NoSeverity {
		name = "note"
	}
	head, indent := fmt.Sprintf("  %-8s  ", name), strings.Repeat(" ", 12)
	for i, line := range wrap(clean(text), p.width-len(indent)) {
		if i == 0 {
			p.print(p.paint(severityStyle(s), head) + line)
		} else {
			p.print(indent + line)
		}
	}
}

// remark writes a line below a finding; an empty text is left out.
func (p *page) remark(name, text string) {
	if text != "" {
		p.paragraph(fmt.Sprintf("    %7s  ", name), clean(text))
	}
}

// policyText names a policy and says whose it is, which decides who can mend it.
func policyText(s iamcheck.Statement) string {
	switch s.Kind {
	case iam.AWSManaged:
		return "AWS's policy " + s.Policy
	case iam.CustomerManaged:
		return "managed policy " + s.Policy
	}
	return s.Policy
}

// resourcesShown is how many resources of a statement are named.
const resourcesShown = 3

// objects says what a statement is about, as it is written.
func objects(s iamcheck.Statement) string {
	text := list(s.Resources, resourcesShown)
	if len(s.NotResources) > 0 {
		text = "all but " + list(s.NotResources, resourcesShown)
	}
	if s.AnyResource && text != "*" {
		text += " (any resource)"
	}
	return text
}

// someOf lists names, and says how many of all are left out.
func someOf(names []string, all int) string {
	text := strings.Join(names, ", ")
	if more := all - len(names); more > 0 {
		text += fmt.Sprintf(" and %s more", count(more))
	}
	return text
}

// suggestion writes what to put instead, ready to paste: it is never wrapped.
func (p *page) suggestion(s *iamcheck.Suggestion) error {
	if s == nil {
		return nil
	}
	for _, r := range s.Replacements {
		p.print("")
		head := fmt.Sprintf("Instead of %s in %s", r.Statement, r.Policy)
		if r.Note != "" {
			head += ": " + r.Note
		}
		p.paragraph("  ", clean(head))
		if len(r.Placeholders) > 0 {
			p.paragraph("  ", clean("Fill in "+strings.Join(r.Placeholders, ", ")+"."))
		}
		if len(r.Statements) == 0 {
			continue
		}
		var text strings.Builder
		if err := WriteJSON(&text, r.Statements); err != nil {
			return fmt.Errorf("write the suggestion for %s: %w", r.Policy, err)
		}
		p.print(strings.TrimSuffix(text.String(), "\n"))
	}
	return nil
}
