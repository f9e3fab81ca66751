package report

import (
	"slices"

	"lambda-audit/rules"
)

// countedChanges are the changes that are counted for dashboards: what stayed as it
// is stands among the findings.
var countedChanges = slices.DeleteFunc(slices.Clone(rules.Changes), func(change string) bool { return change == rules.ChangeStill })

// changeSamples count what changed since an earlier result, with 0 where nothing
// did. Without one there are none, nor of an account that could not be judged.
// Failures that are suppressed, or of functions that others manage, do not count.
func changeSamples(m *measured) []sample {
	if m.Comparison == nil {
		return nil
	}
	managed, counts := managedFunctions(m.Result.Functions), map[pile]int{}
	for i := range m.Comparison.Rows {
		row := &m.Comparison.Rows[i]
		accepted := row.Suppressed && row.Change != rules.ChangeSuppressed
		if !accepted && !allManaged(row, managed) {
			counts[pile{row.AccountID, row.Change, ""}]++
		}
	}
	var samples []sample
	for i := range m.Result.Accounts {
		a := &m.Result.Accounts[i]
		for _, change := range countedChanges {
			if wasJudged(a) {
				labels := ofAccount(a.AccountID, label{"change", change})
				samples = append(samples, sample{labels, float64(counts[pile{a.AccountID, change, ""}])})
			}
		}
	}
	return samples
}

func managedFunctions(functions []rules.Function) map[string]bool {
	managed := map[string]bool{}
	for i := range functions {
		if functions[i].ManagedBy != "" {
			managed[functions[i].FunctionARN] = true
		}
	}
	return managed
}

// allManaged reports whether the change is about functions none of which its
// owner can edit.
func allManaged(row *rules.ChangeRow, managed map[string]bool) bool {
	return row.Rule != "" && len(row.FunctionARNs) > 0 && !slices.ContainsFunc(row.FunctionARNs, func(arn string) bool { return !managed[arn] })
}

// emfChanges are the numbers of an account that is compared with an earlier result.
func (m *measured) emfChanges(account string) []emfNumber {
	counts := map[string]int{}
	for _, s := range changeSamples(m) {
		if s.labels[0].value == account {
			counts[s.labels[1].value] += int(s.value)
		}
	}
	if len(counts) == 0 {
		return nil
	}
	return []emfNumber{
		emfCount("FindingsNew", counts[rules.ChangeNew]+counts[rules.ChangeReopened]),
		emfCount("FindingsFixed", counts[rules.ChangeFixed]),
		emfCount("BecameUnknown", counts[rules.ChangeBecameUnknown]),
	}
}
