package report

import (
	"slices"

	"lambda-audit/rules"
)

// savingsListed is how many of the largest savings are listed.
const savingsListed = 5

// addSaving keeps the row if it is among the largest savings. What another finding
// tells better for all its functions is none.
func (t *tally) addSaving(row rules.FindingRow) {
	told := len(row.ExplainedBy) > 0 && len(row.ExplainedBy) >= len(row.Functions)
	if row.MonthlySaving == nil || *row.MonthlySaving < 0.005 || told {
		return
	}
	at, _ := slices.BinarySearchFunc(t.savings, *row.MonthlySaving, func(other rules.FindingRow, saving float64) int {
		if *other.MonthlySaving >= saving {
			return -1 // of equal ones the first stays first
		}
		return 1
	})
	t.savings = slices.Insert(t.savings, at, row)
	t.moreSavings = t.moreSavings || len(t.savings) > savingsListed
	t.savings = t.savings[:min(len(t.savings), savingsListed)]
}

// savings lists what would save most, best first.
func (p *page) savings() {
	if len(p.tally.savings) == 0 {
		return
	}
	heading := "Savings"
	if p.tally.moreSavings {
		heading = "Largest savings"
	}
	p.section(heading, "")
	g := &grid{columns: []column{{title: "A MONTH", right: true}, {title: "RULE", bare: true, elastic: true, late: true}, {title: "FUNCTION", bare: true, elastic: true}}}
	for _, row := range p.tally.savings {
		g.add(cell{dollars(row.MonthlySaving), bold}, cell{clean(row.Rule), plain}, cell{p.subject(row), plain})
	}
	p.grid(g)
}

// subject names what a finding is about, with its account where that is needed.
func (p *page) subject(row rules.FindingRow) string {
	return p.tally.named(subject(row), clean(row.AccountID))
}
