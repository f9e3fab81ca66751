package report

import (
	"iter"

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
	byRank  [ranks][]*keptRule
	listed  int
	leftOut int
}

// keptRule are the findings of one rule and rank. Those that are left out are only
// counted.
type keptRule struct {
	first rules.FindingRow
	rows  []rules.FindingRow
	left  int
}

func keepFindings(rows iter.Seq[rules.FindingRow], limit int) *keptFindings {
	k := &keptFindings{}
	for row := range rows {
		rule := k.rule(rankOf(&row), &row)
		rule.rows = append(rule.rows, row)
		k.listed++
		if k.listed > limit {
			k.dropOne()
		}
	}
	return k
}

func (k *keptFindings) rule(rank int, row *rules.FindingRow) *keptRule {
	for _, rule := range k.byRank[rank] {
		if rule.first.Rule == row.Rule {
			return rule
		}
	}
	rule := &keptRule{first: *row}
	k.byRank[rank] = append(k.byRank[rank], rule)
	return rule
}

// dropOne counts a finding of the last rank instead of listing it: the last one of
// the rule that has most, so that each rule keeps examples.
func (k *keptFindings) dropOne() {
	for rank := ranks - 1; rank >= 0; rank-- {
		var most *keptRule
		for _, rule := range k.byRank[rank] {
			if len(rule.rows) > 0 && (most == nil || len(rule.rows) >= len(most.rows)) {
				most = rule
			}
		}
		if most != nil {
			most.rows = most.rows[:len(most.rows)-1]
			most.left++
			k.listed, k.leftOut = k.listed-1, k.leftOut+1
			return
		}
	}
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
	Left             []string // how many are only counted, by rank
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

// section gathers the findings of some ranks. A rule's are together, where its
// worst one stands.
func (k *keptFindings) section(s htmlSection, first, last int) *htmlSection {
	groups := map[string]*htmlGroup{}
	for rank := first; rank <= last; rank++ {
		for _, rule := range k.byRank[rank] {
			g := groups[rule.first.Rule]
			if g == nil {
				g = &htmlGroup{FindingRow: rule.first, Anchor: first == rankCritical}
				groups[g.Rule] = g
				s.Groups = append(s.Groups, g)
			}
			g.add(rule, rank)
			s.Rows += len(rule.rows) + rule.left
		}
	}
	return &s
}

func (g *htmlGroup) add(rule *keptRule, rank int) {
	for _, row := range rule.rows {
		g.Rows = append(g.Rows, htmlFinding{row})
	}
	if rule.left > 0 {
		g.Left = append(g.Left, count(rule.left)+" "+rankNames[rank])
		g.LeftOut += rule.left
	}
}
