package cli

import (
	"iter"
	"slices"

	"lambda-audit/rules"
)

// showNames are the values of --show, and the outcomes they stand for.
var showNames = map[string][]rules.Outcome{
	"fails":          {rules.Fail},
	"unknown":        {rules.Unknown},
	"not-applicable": {rules.NotApplicable},
	"pass":           {rules.Pass},
	"all":            {rules.Fail, rules.Unknown, rules.NotApplicable, rules.Pass},
}

// outcomes are those to be listed; the empty one leaves the choice to the result.
type outcomes []rules.Outcome

func outcomesFrom(values []string) (outcomes, error) {
	var chosen outcomes
	for _, name := range words(values) {
		list, ok := showNames[name]
		if !ok {
			return nil, unknown("outcome", name, []string{"fails", "unknown", "not-applicable", "pass", "all"})
		}
		chosen = append(chosen, list...)
	}
	return chosen, nil
}

// of returns the result's rows with these outcomes.
func (o outcomes) of(result *rules.Result) iter.Seq[rules.FindingRow] {
	if len(o) == 0 {
		return result.Findings(rules.Show{})
	}
	rows := result.Findings(rules.Show{
		Pass:          slices.Contains(o, rules.Pass),
		NotApplicable: slices.Contains(o, rules.NotApplicable),
		AllUnknown:    slices.Contains(o, rules.Unknown),
	})
	return func(yield func(rules.FindingRow) bool) {
		for row := range rows {
			if slices.Contains(o, row.Outcome) && !yield(row) {
				return
			}
		}
	}
}
