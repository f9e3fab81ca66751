package rules

import (
	"cmp"
	"maps"
	"slices"

	"lambda-audit/audit"
)

// A gap is what AWS left out of its answers in one region for one reason.
type gap struct {
	region string
	why    audit.Unknown
}

// unreadRows says what checks found to be missing in values that were read:
// no fact tells of it, and somebody can act on it all the same.
func (e *evaluation) unreadRows() []ErrorRow {
	subjects := map[gap][]string{}
	for at := range e.rows {
		r := &e.rows[at]
		if !r.unread || !r.actionable || r.off {
			continue
		}
		g := gap{r.subject.Region, *e.finding(r).Unknown}
		subjects[g] = append(subjects[g], r.subject.ID)
	}
	list := []ErrorRow{}
	for _, g := range slices.SortedFunc(maps.Keys(subjects), gap.compare) {
		slices.Sort(subjects[g])
		missing := slices.Compact(subjects[g]) // several rules may miss it of the same subject
		list = append(list, ErrorRow{e.stamp(g.region), g.why.Fact, string(g.why.Reason), g.why.Code, g.why.Action,
			g.why.Message, len(missing), missing[0]})
	}
	return list
}

func (g gap) compare(other gap) int {
	a, b := &g.why, &other.why
	return cmp.Or(cmp.Compare(a.Fact, b.Fact), cmp.Compare(g.region, other.region), cmp.Compare(a.Reason, b.Reason),
		cmp.Compare(a.Code, b.Code), cmp.Compare(a.Action, b.Action), cmp.Compare(a.Message, b.Message))
}

// ErrorRow says what could not be read, and what would let it be.
type ErrorRow struct {
	Stamp
	Fact     string `json:"fact"`
	Reason   string `json:"reason"`
	Code     string `json:"code"`
	Action   string `json:"action"` // the missing IAM action
	Message  string `json:"message"`
	Subjects int    `json:"subjects"` // how many
	Example  string `json:"example"`  // one of them
}
