package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"lambda-audit/rules"
)

// accountsListed is how many accounts are listed before they are only counted.
const accountsListed = 20

// accounts lists what became of each account of several, worst first: those that
// failed, then by score, and those that nobody meant to read last.
func (p *page) accounts() {
	rows := slices.Clone(p.result.Accounts)
	if len(rows) < 2 {
		return
	}
	slices.SortStableFunc(rows, func(a, b rules.Account) int {
		return cmp.Or(cmp.Compare(accountRank(&a), accountRank(&b)), cmp.Compare(a.AccountID, b.AccountID))
	})
	remark := "worst first"
	if len(rows) > accountsListed {
		remark = fmt.Sprintf("the worst %s of %s", count(accountsListed), count(len(rows)))
		rows = rows[:accountsListed]
	}
	p.section("Accounts", remark)
	g := &grid{columns: []column{
		{title: "ACCOUNT", bare: true}, {title: "NAME", bare: true, elastic: true}, {title: "STATE", bare: true}, {title: "FUNCTIONS", right: true},
		{title: "SCORE", right: true}, {title: "C/H/M/L"}, {title: "COST/MONTH", right: true}, {title: "SAVES/MONTH", right: true, from: 100},
	}}
	for i := range rows {
		g.add(accountCells(&rows[i])...)
	}
	p.grid(g)
	p.whyUnjudged(rows)
}

// accountRank orders accounts by score: one that failed stands before, one without
// a score behind, and one that was skipped last.
func accountRank(a *rules.Account) float64 {
	switch {
	case a.State == rules.AccountFailed:
		return math.Inf(-1)
	case a.State == rules.AccountSkipped:
		return math.Inf(1)
	case a.Score == nil:
		return math.MaxFloat64
	}
	return *a.Score
}

// accountCells leaves a place empty where an account could not be judged.
func accountCells(a *rules.Account) []cell {
	cells := []cell{{clean(a.AccountID), bold}, {clean(a.Name), plain}, {clean(a.State), stateStyle(a.State)}}
	if !judged(a) {
		return append(cells, make([]cell, 5)...)
	}
	score := points(a.Score)
	if a.Score != nil {
		score += " " + clean(a.Grade)
	}
	return append(cells,
		cell{count(a.Functions), plain},
		cell{score, gradeStyle(a.Grade)},
		cell{fmt.Sprintf("%d/%d/%d/%d", a.Critical, a.High, a.Medium, a.Low), plain},
		cell{dollars(a.MonthlyCost), plain},
		cell{dollars(a.MonthlySave), plain},
	)
}

func judged(a *rules.Account) bool {
	return a.State != rules.AccountFailed && a.State != rules.AccountSkipped
}

// whyUnjudged says of each listed account that has no result why it has none.
func (p *page) whyUnjudged(rows []rules.Account) {
	for i := range rows {
		if a := &rows[i]; !judged(a) {
			p.paragraph(p.paint(stateStyle(a.State), clean(a.AccountID)+" "+clean(a.State)+": "), clean(a.Reason))
		}
	}
}

// named is a function's name, with its account where another one has a function
// of that name.
func (t *tally) named(name, account string) string {
	if !t.ambiguous[name] {
		return name
	}
	return name + " in " + account
}

// ambiguousNames are the names of functions that lie in several accounts.
func ambiguousNames(functions []rules.Function) map[string]bool {
	owner, ambiguous := map[string]string{}, map[string]bool{}
	for i := range functions {
		f := &functions[i]
		if other, seen := owner[f.Function]; seen && other != f.AccountID {
			ambiguous[f.Function] = true
		}
		owner[f.Function] = f.AccountID
	}
	return ambiguous
}

// place is the account that a finding lies in, where there are several.
func (p *page) place(row rules.FindingRow) string {
	if !p.several() {
		return ""
	}
	return clean(row.AccountID)
}
