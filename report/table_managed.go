package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A manager is somebody who keeps functions in the account, and how many.
type manager struct {
	name      string
	functions int
}

// managers counts the functions by those who manage them, most first.
func (p *page) managers() []manager {
	var list []manager
	for _, f := range p.result.Functions {
		if f.ManagedBy == "" {
			continue
		}
		i := slices.IndexFunc(list, func(m manager) bool { return m.name == f.ManagedBy })
		if i < 0 {
			i = len(list)
			list = append(list, manager{name: f.ManagedBy})
		}
		list[i].functions++
	}
	slices.SortFunc(list, func(a, b manager) int {
		return cmp.Or(cmp.Compare(b.functions, a.functions), cmp.Compare(a.name, b.name))
	})
	return list
}

// managed says in one line what fails for functions that somebody else made and
// would make again: their owner cannot mend it.
func (p *page) managed() {
	total := p.tally.total()
	if total.Managed == 0 {
		return
	}
	functions := 0
	var names []string
	for _, m := range p.managers() {
		functions += m.functions
		names = append(names, fmt.Sprintf("%s %s", clean(m.name), count(m.functions)))
	}
	text := fmt.Sprintf("%s managed by others (%s): rules fail %s there. Their owner cannot edit them, and they do not fail the run",
		plural(functions, "function"), strings.Join(names, ", "), plural(total.Managed, "time"))
	if !p.report.Options.Details {
		text += "; --details lists them"
	}
	p.print("")
	p.paragraph("", p.paint(faint, "Apart: ")+text+".")
}
