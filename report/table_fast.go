package report

import (
	"cmp"
	"slices"

	"lambda-audit/rules"
)

// notSelected says how many rules a fast run leaves out, and how to judge by
// them, too.
func (p *page) notSelected() {
	worst := slices.SortedStableFunc(slices.Values(p.result.NotSelected), func(a, b rules.NotSelectedRow) int { return cmp.Compare(b.Severity, a.Severity) })
	var names []string
	for _, row := range worst {
		if name := clean(row.Rule); !slices.Contains(names, name) { // each account has a row
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return
	}
	p.print("")
	p.paragraph("", p.paint(yellow, "Not judged:")+" "+plural(len(names), "rule")+" that ask more than a fast run does ("+list(names, rulesNamed)+"); leave out --fast to see them")
}

// rulesNamed is how many rules are named before the others are only counted.
const rulesNamed = 3
