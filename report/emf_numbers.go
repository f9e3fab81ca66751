package report

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// emfOf returns the account's lines: the account as a whole, each severity, each
// pillar and each region. What is 0 is said, so that an alarm has data; of an
// account that could not be judged only that is said.
func (m *measured) emfOf(a *rules.Account) []emfLine {
	lines := []emfLine{{stamp: a.Stamp, numbers: m.emfAccount(a)}}
	if !wasJudged(a) {
		return lines
	}
	add := func(dimension, value string, numbers ...emfNumber) {
		lines = append(lines, emfLine{a.Stamp, []label{{dimension, value}}, numbers})
	}
	for _, s := range rules.Severities {
		add("Severity", s.String(), m.emfFindings(func(p place) bool { return p.account == a.AccountID && p.severity == s }))
	}
	for _, pillar := range rules.Pillars {
		add("Pillar", string(pillar), m.emfFindings(func(p place) bool { return p.account == a.AccountID && p.pillar == pillar }))
	}
	for _, r := range slices.Concat(a.Regions, []rules.RegionState{{Region: audit.Global, State: rules.AccountAudited}}) {
		if r.State != rules.AccountAudited && r.State != rules.AccountPartial {
			continue
		}
		numbers := []emfNumber{m.emfFindings(func(p place) bool { return p.account == a.AccountID && p.region == r.Region })}
		if r.Region != audit.Global {
			numbers = append(numbers, emfCount("Functions", r.Functions))
		}
		add("Region", r.Region, numbers...)
	}
	return lines
}

// emfAccount are the numbers of an account as a whole.
func (m *measured) emfAccount(a *rules.Account) []emfNumber {
	numbers := []emfNumber{
		{"Partial", "Count", new(asNumber(a.State != rules.AccountAudited))},
		emfCount("Errors", m.sum(errorSamples, a.AccountID)),
		emfCount("ApiCalls", m.sum(callSamples(func(c *rules.CallRow) int { return c.Calls }), a.AccountID)),
		emfCount("ApiThrottles", m.sum(callSamples(func(c *rules.CallRow) int { return c.Throttled }), a.AccountID)),
	}
	if !wasJudged(a) {
		return numbers
	}
	numbers = append(numbers,
		emfNumber{"Score", "None", a.Score},
		emfNumber{"Grade", "None", gradeNumber(a.Grade)},
		emfNumber{"Coverage", "Percent", inPercent(a.Coverage)},
		emfCount("Functions", a.Functions),
		m.emfFindings(func(p place) bool { return p.account == a.AccountID }),
		emfCount("FindingsSetAside", m.sum(asideSamples, a.AccountID)),
		emfCount("Unknown", m.sum(unknownSamples, a.AccountID)),
		emfCount("RulesNotSelected", m.sum(notSelectedSamples, a.AccountID)),
		emfNumber{"MonthlyCostUSD", "None", a.MonthlyCost},
		emfNumber{"MonthlySavingUSD", "None", a.MonthlySave},
	)
	return append(numbers, m.emfChanges(a.AccountID)...)
}

func emfCount(name string, n int) emfNumber { return emfNumber{name, "Count", new(float64(n))} }

// emfFindings counts the failures that count, in some places.
func (m *measured) emfFindings(in func(place) bool) emfNumber {
	n := 0
	for p, count := range m.census {
		if p.aside == "" && in(p) {
			n += count
		}
	}
	return emfCount("Findings", n)
}

// sum adds up the account's samples of a metric.
func (m *measured) sum(of func(*measured) []sample, account string) int {
	n := 0.0
	for _, s := range of(m) {
		if s.labels[0].value == account {
			n += s.value
		}
	}
	return int(n)
}

func inPercent(share *float64) *float64 {
	if share == nil {
		return nil
	}
	return new(*share * 100)
}
