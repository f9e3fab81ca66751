package report

import (
	"cmp"
	"maps"
	"slices"

	"lambda-audit/rules"
)

// A pile is what numbers that are added up have in common, beside their account.
type pile struct{ account, first, second string }

// totals are numbers added up pile by pile.
type totals map[pile]int

func (t totals) samples(first, second string) []sample {
	order := slices.SortedFunc(maps.Keys(t), func(a, b pile) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second))
	})
	var samples []sample
	for _, p := range order {
		labels := ofAccount(p.account, label{first, p.first})
		if second != "" {
			labels = append(labels, label{second, p.second})
		}
		samples = append(samples, sample{labels, float64(t[p])})
	}
	return samples
}

func errorSamples(m *measured) []sample {
	counts := totals{}
	for i := range m.Result.Errors {
		e := &m.Result.Errors[i]
		counts[pile{e.AccountID, e.Reason, ""}]++
	}
	return counts.samples("reason", "")
}

func unknownSamples(m *measured) []sample {
	counts := totals{}
	for i := range m.Result.Rules {
		r := &m.Result.Rules[i]
		for _, by := range r.UnknownBy {
			counts[pile{r.AccountID, r.Rule, by.Name}] += by.Count
		}
	}
	return counts.samples("rule", "reason")
}

func notSelectedSamples(m *measured) []sample {
	counts := totals{}
	for i := range m.Result.NotSelected {
		r := &m.Result.NotSelected[i]
		counts[pile{r.AccountID, r.Severity.String(), ""}]++
	}
	return counts.samples("severity", "")
}

// callSamples add up what was asked of a service, whatever the operation.
func callSamples(of func(*rules.CallRow) int) func(*measured) []sample {
	return func(m *measured) []sample {
		counts := totals{}
		for i := range m.Result.APICalls {
			c := &m.Result.APICalls[i]
			counts[pile{c.AccountID, c.Region, c.Service}] += of(c)
		}
		return counts.samples("region", "service")
	}
}
