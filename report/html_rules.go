package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"lambda-audit/rules"
)

// An htmlRule is one rule of the overview, over all accounts.
type htmlRule struct{ *ruleTally }

// Verdict is the worst that the rule found.
func (r htmlRule) Verdict() string {
	if r.owned() > 0 {
		return r.worst.String()
	}
	return rules.Unknown.String()
}

// Owned is how many subjects it fails for that their owner can edit.
func (r htmlRule) Owned() int { return r.owned() }

// RuleRows are the rules that fail, worst first, and then those that are unknown.
func (p *htmlPage) RuleRows() []htmlRule {
	var rows []htmlRule
	for _, sum := range p.Tally.failing() {
		rows = append(rows, htmlRule{sum})
	}
	return append(rows, p.rulesWhere(func(sum *ruleTally) bool { return sum.owned() == 0 && sum.Unknown > 0 })...)
}

// Passing are the rules that found nothing.
func (p *htmlPage) Passing() []htmlRule {
	return p.rulesWhere(func(sum *ruleTally) bool { return sum.owned() == 0 && sum.Unknown == 0 })
}

// Unknowns are the rules that could not answer everywhere.
func (p *htmlPage) Unknowns() []htmlRule {
	return p.rulesWhere(func(sum *ruleTally) bool { return sum.Unknown > 0 })
}

// Why counts the reasons why the rule could not answer, over all accounts.
func (p *htmlPage) Why(rule string) string {
	reasons := map[string]int{}
	for _, row := range p.Rules {
		if row.Rule != rule {
			continue
		}
		for _, by := range row.UnknownBy {
			reasons[by.Name] += by.Count
		}
	}
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(reasons)) {
		texts = append(texts, name+" "+count(reasons[name]))
	}
	return strings.Join(texts, ", ")
}

// rulesWhere returns the rules that are meant, by name.
func (p *htmlPage) rulesWhere(meant func(*ruleTally) bool) []htmlRule {
	var rows []htmlRule
	for _, sum := range p.Tally.rules {
		if meant(sum) {
			rows = append(rows, htmlRule{sum})
		}
	}
	slices.SortFunc(rows, func(a, b htmlRule) int { return cmp.Compare(a.Rule, b.Rule) })
	return rows
}

// Savings are the largest savings, best first.
func (t *tally) Savings() []rules.FindingRow { return t.savings }

// Facts are the facts that are missing for one reason.
func (r *refusal) Facts() []string { return r.facts }
