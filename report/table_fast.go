package report

import (
	"cmp"
	"slices"

	"lambda-audit/rules"
)

// notSelected says how many rules a fast run leaves out, and how to judge by
// them, too; where some accounts are of a fast run, which.
func (p *page) notSelected() {
	worst := slices.SortedStableFunc(slices.Values(p.result.NotSelected), func(a, b rules.NotSelectedRow) int { return cmp.Compare(b.Severity, a.Severity) })
	var names, accounts []string
	for _, row := range worst {
		if name := clean(row.Rule); !slices.Contains(names, name) { // each account has a row
			names = append(names, name)
		}
		if id := clean(row.AccountID); !slices.Contains(accounts, id) {
			accounts = append(accounts, id)
		}
	}
	if len(names) == 0 {
		return
	}
	where := ""
	if p.result.Run.Mode == rules.ModeMixed {
		slices.Sort(accounts)
		where = " in " + list(accounts, accountsNamed)
	}
	p.print("")
	p.paragraph("", p.paint(yellow, "Not judged"+where+":")+" "+plural(len(names), "rule")+" that ask more than a fast run does ("+list(names, rulesNamed)+"); leave out --fast to see them")
}

// So many rules, and accounts, are named before the others are only counted.
const rulesNamed, accountsNamed = 3, 3
