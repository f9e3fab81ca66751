package report

import (
	"cmp"
	"slices"

	"lambda-audit/rules"
)

// notSelected says how many rules a fast run leaves out, and how to judge by
// them, too.
func (p *page) notSelected() {
	left := len(p.result.NotSelected)
	if left == 0 {
		return
	}
	p.print("")
	worst := slices.SortedStableFunc(slices.Values(p.result.NotSelected), func(a, b rules.NotSelectedRow) int { return cmp.Compare(b.Severity, a.Severity) })
	names := make([]string, left)
	for i, row := range worst {
		names[i] = clean(row.Rule)
	}
	p.paragraph("", p.paint(yellow, "Not judged:")+" "+plural(left, "rule")+" that ask more than a fast run does ("+list(names, rulesNamed)+"); leave out --fast to see them")
}

// rulesNamed is how many rules are named before the others are only counted.
const rulesNamed = 3
