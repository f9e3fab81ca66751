package report

import (
	"iter"
	"slices"

	"lambda-audit/rules"
)

// findingsInFull is how many findings the page lists; more would make it slow.
const findingsInFull = 5000

// The ranks of findings: where not all can be listed, the first ranks are.
const (
	rankCritical = iota
	rankHigh
	rankMedium
	rankLow
	rankUnknown
	rankOther // what passes, and what does not apply
	rankManaged
	rankSuppressed
	ranks
)

// rankNames are what is said of findings that are only counted.
var rankNames = [ranks]string{"critical", "high", "medium", "low", "unknown", "others", "managed by others", "suppressed"}

func rankOf(row *rules.FindingRow) int {
	switch {
	case row.Suppressed:
		return rankSuppressed
	case row.ManagedBy != "" && row.Outcome == rules.Fail:
		return rankManaged
	case row.Outcome == rules.Unknown:
		return rankUnknown
	case row.Outcome != rules.Fail:
		return rankOther
	}
	return rankLow - int(max(row.Severity, rules.Low)-rules.Low)
}

// keptFindings are the worst findings, and a count of the others. They never grow
// beyond the limit, however many findings there are.
type keptFindings struct {
	byRank  [ranks][]rules.FindingRow
	left    map[string]*leftOut // by rule
	listed  int
	leftOut int
}

// leftOut counts the findings of a rule that are not listed, by rank.
type leftOut struct {
	row   rules.FindingRow // one of them
	count [ranks]int
}

func keepFindings(rows iter.Seq[rules.FindingRow], limit int) *keptFindings {
	k := &keptFindings{left: map[string]*leftOut{}}
	for row := range rows {
		rank := rankOf(&row)
		k.byRank[rank] = append(k.byRank[rank], row)
		k.listed++
		if k.listed > limit {
			k.dropLast()
		}
	}
	return k
}

// dropLast counts the last finding of the last rank instead of listing it.
func (k *keptFindings) dropLast() {
	rank := ranks - 1
	for len(k.byRank[rank]) == 0 {
		rank--
	}
	last := len(k.byRank[rank]) - 1
	row := k.byRank[rank][last]
	k.byRank[rank] = k.byRank[rank][:last]
	k.listed, k.leftOut = k.listed-1, k.leftOut+1
	if k.left[row.Rule] == nil {
		k.left[row.Rule] = &leftOut{row: row}
	}
	k.left[row.Rule].count[rank]++
}

// An htmlSection is a part of the findings, rule by rule.
type htmlSection struct {
	ID, Title, Remark string
	Groups            []*htmlGroup
	Rows              int // listed and not
}

// An htmlGroup is what one rule found.
type htmlGroup struct {
	rules.FindingRow // the first, for all that is the rule's
	Anchor           bool
	Rows             []htmlFinding
	Left             []rules.Count // findings that are only counted, by rank
	LeftOut          int
}

// sections puts the findings in order: by rule, the worst first.
func (k *keptFindings) sections() []*htmlSection {
	return []*htmlSection{
		k.section(htmlSection{ID: "findings", Title: "Findings"}, rankCritical, rankOther),
		k.section(htmlSection{ID: "managed", Title: "Managed by others",
			Remark: "Their owner cannot edit these functions. What fails here counts for no score and fails no run."}, rankManaged, rankManaged),
		k.section(htmlSection{ID: "suppressed", Title: "Suppressed",
			Remark: "Somebody has accepted these. They count for no score and fail no run."}, rankSuppressed, rankSuppressed),
	}
}

func (k *keptFindings) section(s htmlSection, first, last int) *htmlSection {
	groups := map[string]*htmlGroup{}
	group := func(row rules.FindingRow) *htmlGroup {
		g := groups[row.Rule]
		if g == nil {
			g = &htmlGroup{FindingRow: row, Anchor: first == rankCritical}
			groups[row.Rule] = g
			s.Groups = append(s.Groups, g)
		}
		return g
	}
	for rank := first; rank <= last; rank++ {
		for _, row := range k.byRank[rank] {
			g := group(row)
			g.Rows = append(g.Rows, htmlFinding{row})
			s.Rows++
		}
	}
	for rank := first; rank <= last; rank++ {
		for _, left := range k.leftAt(rank) {
			g := group(left.row)
			g.Left = append(g.Left, rules.Count{Name: rankNames[rank], Count: left.count[rank]})
			g.LeftOut += left.count[rank]
			s.Rows += left.count[rank]
		}
	}
	return &s
}

// leftAt returns the rules with findings of that rank that are only counted.
func (k *keptFindings) leftAt(rank int) []*leftOut {
	var list []*leftOut
	for _, left := range k.left {
		if left.count[rank] > 0 {
			list = append(list, left)
		}
	}
	slices.SortFunc(list, func(a, b *leftOut) int {
		return compareRules(&a.row, &b.row)
	})
	return list
}
