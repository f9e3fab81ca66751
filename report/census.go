package report

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"lambda-audit/rules"
)

// Why a failure is not counted among those that the owner of the account has to
// mend.
const (
	asideSuppressed = "suppressed"
	asideManaged    = "managed" // all of its functions are made by others
)

// A place is what failures are counted by. A field that a count does not go by is
// empty.
type place struct {
	account, region, rule string
	severity              rules.Severity
	pillar                rules.Pillar
	aside                 string // why they are not counted with the others; empty: they are
}

// A census counts failures. Formats for numbers are made from it: it hangs on no
// choice of what is listed, and does not grow with the findings.
type census map[place]int

func takeCensus(rows iter.Seq[rules.FindingRow]) census {
	counts := census{}
	for row := range rows {
		if row.Outcome == rules.Fail {
			counts[placeOf(&row)]++
		}
	}
	return counts
}

func placeOf(row *rules.FindingRow) place {
	p := place{account: row.AccountID, region: row.Region, rule: row.Rule, severity: row.Severity, pillar: row.Pillar}
	switch {
	case row.Suppressed:
		p.aside = asideSuppressed
	case row.ManagedBy != "":
		p.aside = asideManaged
	}
	return p
}

// by counts by what is left of each place.
func (c census) by(left func(place) place) census {
	counts := census{}
	for p, n := range c {
		counts[left(p)] += n
	}
	return counts
}

// open are the failures that count.
func (c census) open() census {
	counts := maps.Clone(c)
	maps.DeleteFunc(counts, func(p place, _ int) bool { return p.aside != "" })
	return counts
}

// aside are the failures that do not count.
func (c census) aside() census {
	counts := maps.Clone(c)
	maps.DeleteFunc(counts, func(p place, _ int) bool { return p.aside == "" })
	return counts
}

// sorted returns the places by account, region, rule, and worst severity first.
func (c census) sorted() []place {
	return slices.SortedFunc(maps.Keys(c), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region), cmp.Compare(a.rule, b.rule),
			-cmp.Compare(a.severity, b.severity), cmp.Compare(a.pillar, b.pillar), cmp.Compare(a.aside, b.aside))
	})
}

// fill counts 0 for the severities and pillars that nothing of the account fails in.
func (c census) fill(account string) {
	for _, s := range rules.Severities {
		for _, p := range rules.Pillars {
			c[place{account: account, severity: s, pillar: p}] += 0
		}
	}
}
