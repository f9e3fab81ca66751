package report

import (
	"cmp"
	"slices"

	"lambda-audit/rules"
)

// suppressionsInFull is how many suppressions the page lists: tags may make one
// for each function.
const suppressionsInFull = 1000

// An htmlSuppression is one suppression, and what there is to do about it.
type htmlSuppression struct {
	rules.SuppressionRow
	rank int // of its state, the most urgent first
}

// htmlSuppressions are those that the page lists.
type htmlSuppressions struct {
	Listed []htmlSuppression
	Others int // that are only counted
	Duties int // that somebody has to look after, listed or not
}

// newHTMLSuppressions puts first what somebody has to look after.
func newHTMLSuppressions(rows []rules.SuppressionRow) htmlSuppressions {
	var s htmlSuppressions
	for _, row := range rows {
		rank := slices.IndexFunc(duties, func(d duty) bool { return d.state == row.State })
		if rank < 0 {
			rank = len(duties)
		} else {
			s.Duties++
		}
		s.Listed = append(s.Listed, htmlSuppression{row, rank})
	}
	slices.SortStableFunc(s.Listed, func(a, b htmlSuppression) int { return cmp.Compare(a.rank, b.rank) })
	s.Others = max(0, len(s.Listed)-suppressionsInFull)
	s.Listed = s.Listed[:len(s.Listed)-s.Others]
	return s
}

// Mark is how the state is coloured: what no longer holds like a high finding,
// what soon will not like a medium one.
func (s htmlSuppression) Mark() string {
	switch s.State {
	case rules.SuppressionMalformed, rules.SuppressionRefused, rules.SuppressionExpired:
		return "high"
	case rules.SuppressionExpiring:
		return "medium"
	case rules.SuppressionUsed:
		return "pass"
	}
	return "unknown"
}

// Meets says what beside the rule narrows it.
func (s htmlSuppression) Meets() []string {
	var parts []string
	for _, part := range []struct{ what, value string }{
		{"function", s.Function}, {"tag", s.Tag}, {"account", s.ForAccount}, {"region", s.ForRegion}, {"subject", s.Subject}, {"at", s.Locus},
	} {
		if part.value != "" {
			parts = append(parts, part.what+" "+part.value)
		}
	}
	return parts
}

// Task says what to do about it; empty where nothing is.
func (s htmlSuppression) Task() string {
	if s.rank == len(duties) {
		return s.Message
	}
	return cmp.Or(s.Message, duties[s.rank].what)
}
