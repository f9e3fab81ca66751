package report

import (
	"cmp"
	"slices"
	"strings"

	"lambda-audit/rules"
)

// A pardon is what the suppressed findings of one rule that are suppressed for
// the same reason have in common.
type pardon struct {
	rule, reason, until string
	severity            rules.Severity // the worst
	findings            int
	example             string
	more                bool // functions than the example
}

// addSuppressed counts a suppressed finding among those of the same reason.
func (t *tally) addSuppressed(row rules.FindingRow) {
	i := slices.IndexFunc(t.suppressed, func(p *pardon) bool {
		return p.rule == row.Rule && p.reason == row.SuppressReason && p.until == row.SuppressUntil
	})
	name := t.subjectOf(row)
	if len(row.Functions) > 0 {
		name = row.Functions[0]
	}
	name = t.named(name, row.AccountID)
	if i < 0 {
		t.suppressed = append(t.suppressed, &pardon{rule: row.Rule, reason: row.SuppressReason, until: row.SuppressUntil, example: name})
		i = len(t.suppressed) - 1
	}
	p := t.suppressed[i]
	p.severity = max(p.severity, row.Severity)
	p.findings++
	p.more = p.more || name != p.example || len(row.Functions) > 1
}

// suppressedFindings lists apart what somebody accepts: it fails, but neither the
// score nor the exit code says so.
func (p *page) suppressedFindings() {
	if len(p.tally.suppressed) == 0 {
		return
	}
	p.section("Suppressed", "accepted: neither scored nor failing the run")
	g := &grid{columns: []column{
		{title: "SEVERITY", bare: true},
		{title: "RULE", bare: true, elastic: true, late: true},
		{title: "FINDINGS", right: true},
		{title: "UNTIL"},
		{title: "FUNCTION", bare: true, elastic: true},
		{title: "REASON", bare: true, elastic: true},
	}}
	list := slices.SortedStableFunc(slices.Values(p.tally.suppressed), func(a, b *pardon) int { return -cmp.Compare(a.severity, b.severity) })
	for _, s := range list {
		example := s.example
		if s.more {
			example += ", …"
		}
		g.add(
			cell{s.severity.String(), faint}, cell{clean(s.rule), plain}, cell{count(s.findings), plain},
			cell{cmp.Or(clean(s.until), "–"), plain}, cell{clean(example), plain}, cell{clean(s.reason), plain},
		)
	}
	p.grid(g)
}

// A duty is a state of suppressions that somebody has to do something about, and
// what that is.
type duty struct{ state, what string }

// duties are all of them, most urgent first.
var duties = []duty{
	{rules.SuppressionMalformed, "mend the tag"},
	{rules.SuppressionRefused, "mend the function, or accept it in the configuration"},
	{rules.SuppressionExpired, "what it met counts again: mend that, or take it out"},
	{rules.SuppressionExpiring, "mend what it meets"},
	{rules.SuppressionUnused, "nothing fails there: take it out"},
}

// dutiesShown is how many suppressions of one state are listed.
const dutiesShown = 10

// suppressionDuties lists the suppressions that somebody has to look after.
func (p *page) suppressionDuties() {
	any := false
	for _, duty := range duties {
		shown, more := 0, 0
		for _, s := range p.result.Suppressions {
			switch {
			case s.State != duty.state:
			case shown == dutiesShown:
				more++
			default:
				if !any {
					p.section("Suppressions to look after", "")
				}
				any = true
				shown++
				p.duty(s.State, dutyText(s, duty.what))
			}
		}
		if more > 0 {
			p.duty(duty.state, "and "+count(more)+" more")
		}
	}
}

func (p *page) duty(state, text string) {
	p.paragraph(p.paint(yellow, state)+strings.Repeat(" ", 11-len(state)), text)
}

// dutyText says which suppression it is, and what to do about it.
func dutyText(s rules.SuppressionRow, what string) string {
	text := s.Rule
	if s.Function != "" {
		text += " for " + s.Function
	}
	if s.Until != "" {
		text += " until " + s.Until
	}
	by := s.Where
	if s.Owner != "" {
		by += ", " + s.Owner
	}
	return clean(text + " (" + by + "): " + cmp.Or(s.Message, what))
}
