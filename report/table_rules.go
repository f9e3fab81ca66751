package report

import (
	"slices"
	"strings"

	"lambda-audit/rules"
)

// byRule lists the rules that fail, worst first: one fix often mends many
// functions.
func (p *page) byRule() {
	failing := p.tally.failing()
	if len(failing) == 0 {
		p.nothingFails()
		return
	}
	p.section("Findings by rule", "fix once, gain many")
	g := &grid{columns: ruleColumns(failing, p.report.Comparison != nil)}
	for _, sum := range failing {
		g.add(
			cell{sum.worst.String(), severityStyle(sum.worst)},
			cell{clean(sum.Rule), bold},
			cell{clean(sum.Title), plain},
			cell{failed(sum), plain},
			cell{p.freshOf(sum), red},
			cell{unknowns(sum.Unknown), plain},
			cell{saving(sum), plain},
			cell{examples(sum), plain},
		)
	}
	p.grid(g)
}

// freshOf counts what is new of a rule; empty where nothing is.
func (p *page) freshOf(sum *ruleTally) string {
	if p.report.Comparison == nil {
		return ""
	}
	return unknowns(p.report.Comparison.freshOf(sum.Rule))
}

func ruleColumns(failing []*ruleTally, compared bool) []column {
	saving := column{title: "SAVES/MONTH", right: true}
	if !slices.ContainsFunc(failing, func(sum *ruleTally) bool { return sum.MonthlySaving != nil }) {
		saving.from = never
	}
	fresh := column{title: "NEW", right: true}
	if !compared {
		fresh.from = never
	}
	return []column{
		{title: "SEVERITY", bare: true},
		{title: "RULE", bare: true, elastic: true, late: true},
		{title: "WHAT IS WRONG", bare: true, elastic: true, from: 140},
		{title: "FAILED", right: true},
		fresh,
		{title: "UNKNOWN", right: true, from: 100},
		saving,
		{title: "FOR EXAMPLE", elastic: true},
	}
}

// failed counts the subjects a rule fails for that their owner can edit, and says
// when there may be more.
func failed(sum *ruleTally) string {
	if !sum.Complete {
		return "≥ " + count(sum.owned())
	}
	return count(sum.owned())
}

// saving is what mending all of them saves. Only of a rule about cost is a
// missing saving one that is not known; the others save something else.
func saving(sum *ruleTally) string {
	if sum.MonthlySaving == nil && sum.Pillar != rules.Cost {
		return ""
	}
	return dollars(sum.MonthlySaving)
}

// unknowns leaves a place empty where there are none.
func unknowns(n int) string {
	if n == 0 {
		return ""
	}
	return count(n)
}

func examples(sum *ruleTally) string {
	text := clean(strings.Join(sum.examples, ", "))
	if sum.more {
		text += ", …"
	}
	return text
}

// nothingFails says so, and does not let the unknown pass for clean.
func (p *page) nothingFails() {
	total := p.tally.total()
	if total.Judged+total.Unknown == 0 {
		return
	}
	p.print("")
	switch {
	case total.Unknown > 0:
		p.paragraph("", "No rule fails"+forOwner(total)+", but "+plural(total.Unknown, "question")+" could not be answered.")
	default:
		p.paragraph("", p.paint(green, "No rule fails"+forOwner(total)+"."))
	}
}

// forOwner limits what is said to what the owner can edit and nobody accepts,
// where something else fails.
func forOwner(total rules.RuleCount) string {
	text := ""
	if total.Managed > 0 {
		text = " for what its owner can edit"
	}
	if total.Suppressed > 0 {
		text += ", except for what is suppressed"
	}
	return text
}
