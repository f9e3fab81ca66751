package report

import (
	"cmp"
	"strings"

	"lambda-audit/rules"
)

// A refusal is one reason why AWS did not tell something, with all the facts that
// are missing for it.
type refusal struct {
	rules.ErrorRow
	facts []string
}

// refusals puts together what has the same cause in the same place: who mends it
// mends it once.
func refusals(errors []rules.ErrorRow) []*refusal {
	type cause struct{ reason, what, account, region, message string }
	var list []*refusal
	byCause := map[cause]*refusal{}
	for _, e := range errors {
		c := cause{reason: e.Reason, what: refused(e), account: e.AccountID, region: e.Region}
		if e.Action == "" && !capped(e) {
			c.message = e.Fact + e.Message // no permission mends it: each says what it is
		}
		r := byCause[c]
		if r == nil {
			r = &refusal{ErrorRow: e}
			r.Subjects = 0
			byCause[c] = r
			list = append(list, r)
		}
		r.Subjects += e.Subjects
		r.facts = append(r.facts, clean(e.Fact))
	}
	return list
}

// refused is what AWS refused, as far as it said so.
func refused(e rules.ErrorRow) string { return clean(cmp.Or(e.Action, e.Code, unknownText)) }

// notRead lists what AWS did not tell, with the permission that is missing.
func (p *page) notRead() {
	if len(p.result.Errors) == 0 {
		return
	}
	p.section("Could not be read", "these answers are unknown, not good")
	account, region := never, 80
	if p.several() {
		account, region = 0, 100
	}
	g := &grid{columns: []column{
		{title: "REASON", bare: true},
		{title: "ACTION OR ERROR", bare: true, elastic: true, late: true},
		{title: "FACTS", elastic: true, from: 70},
		{title: "ACCOUNT", bare: true, from: account},
		{title: "REGION", bare: true, from: region},
		{title: "SUBJECTS", right: true},
		{title: "FOR EXAMPLE", elastic: true, from: 100},
		{title: "AWS SAID", bare: true, elastic: true, from: 140},
	}}
	for _, r := range refusals(p.result.Errors) {
		g.add(
			cell{clean(r.Reason), yellow},
			cell{refused(r.ErrorRow), bold},
			cell{strings.Join(r.facts, ", "), plain},
			cell{clean(r.AccountID), plain},
			cell{clean(r.Region), plain},
			cell{count(r.Subjects), plain},
			cell{clean(r.Example), plain},
			cell{clean(cmp.Or(r.Message, r.Code)), plain},
		)
	}
	p.grid(g)
}
