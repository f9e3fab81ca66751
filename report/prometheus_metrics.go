package report

import (
	"slices"

	"lambda-audit/rules"
)

// metrics are all of them, in the order in which they are written. A name that
// was published keeps its meaning and its labels.
var metrics = []metric{
	{"info", "What the numbers were made by; always 1.", infoSamples},
	{"run_timestamp_seconds", "When the account was audited, in seconds since 1970; absent where it could not be.", timeSamples},
	{"partial", "1 where something of the account could not be read, 0 where all was.",
		eachAccount(func(a *rules.Account) *float64 { return new(asNumber(a.State != rules.AccountAudited)) })},
	{"errors", "What could not be read, by the reason.", errorSamples},
	{"account_state", "1 for what became of the account, 0 for what did not.", stateSamples},
	{"functions", "Functions, by region.", functionSamples},
	{"functions_below_score", "Functions whose score is below this one.", belowSamples},
	{"score", "Score of the account, 0 to 100; absent where too little could be judged.",
		eachAccount(func(a *rules.Account) *float64 { return a.Score })},
	{"grade", "Grade of the account: A is 4, B is 3, C is 2, D is 1, F is 0.",
		eachAccount(func(a *rules.Account) *float64 { return gradeNumber(a.Grade) })},
	{"coverage_ratio", "Share of what the rules ask that could be judged, 0 to 1.",
		eachAccount(func(a *rules.Account) *float64 { return a.Coverage })},
	{"findings", "Failures that count, where there are any: neither suppressed nor of functions that others manage.", findingSamples},
	{"findings_by_pillar", "Failures that count, by severity and pillar, with 0 where there are none.", pillarSamples},
	{"findings_set_aside", "Failures that do not count, because they are suppressed, or because others manage the functions.", asideSamples},
	{"changes", "What changed since the result that was compared with, by what became of it; absent without one.", changeSamples},
	{"unknown", "Subjects that a rule could not judge, by the reason.", unknownSamples},
	{"rules_not_selected", "Rules that did not judge, because a fast run does not ask what they need.", notSelectedSamples},
	{"monthly_cost_usd", "What the functions cost a month at list prices, as far as it is known.",
		eachAccount(func(a *rules.Account) *float64 { return a.MonthlyCost })},
	{"monthly_saving_usd", "What the fixes would save a month.",
		eachAccount(func(a *rules.Account) *float64 { return a.MonthlySave })},
	{"api_calls", "Requests that the audit made of AWS.", callSamples(func(c *rules.CallRow) int { return c.Calls })},
	{"api_throttles", "Requests that AWS refused because they came too fast.", callSamples(func(c *rules.CallRow) int { return c.Throttled })},
}

// ofAccount begins the labels of all samples: files of several accounts may lie
// side by side, and then no two samples are the same.
func ofAccount(id string, more ...label) []label {
	return append([]label{{"account_id", id}}, more...)
}

func asNumber(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func gradeNumber(grade string) *float64 {
	if at := slices.Index([]string{"F", "D", "C", "B", "A"}, grade); at >= 0 {
		return new(float64(at))
	}
	return nil
}

// eachAccount gives a sample for each account of which the number is known. One
// that was not meant to be read has none.
func eachAccount(of func(*rules.Account) *float64) func(*measured) []sample {
	return func(m *measured) []sample {
		var samples []sample
		for i := range m.Result.Accounts {
			a := &m.Result.Accounts[i]
			if v := of(a); v != nil && a.State != rules.AccountSkipped {
				samples = append(samples, sample{ofAccount(a.AccountID), *v})
			}
		}
		return samples
	}
}
