package compare

import (
	"encoding/json"
	"testing"

	"lambda-audit/rules"
)

// Text writes all that a record knows, for comparing two.
func (r *Record) Text(t testing.TB) string {
	t.Helper()
	type known struct {
		Row       rules.Account
		Functions map[string]*rules.Function
		Rules     map[string]*rules.RuleCount
		Left      map[string]bool
		Kinds     map[string]*rules.SubjectsRow
		Findings  map[string]*rules.Mark
		Counts    [2]int
	}
	all := map[string]known{}
	for id, a := range r.accounts {
		findings := map[string]*rules.Mark{}
		for finding, m := range a.findings {
			kept := *m
			kept.FunctionARNs = append([]string{}, m.FunctionARNs...)
			findings[finding.String()] = &kept
		}
		all[id] = known{a.row, a.functions, a.rules, a.left, a.kinds, findings, [2]int{a.failures, a.counted}}
	}
	text, err := json.MarshalIndent([]any{r.Run, r.Accounts, all}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Findings are the ids that a record knows: of failures, and of unknowns.
func (r *Record) Findings() (fails, unknowns []rules.ID) {
	for _, a := range r.accounts {
		for id, m := range a.findings {
			if m.Outcome == rules.Fail {
				fails = append(fails, id)
			} else {
				unknowns = append(unknowns, id)
			}
		}
	}
	return fails, unknowns
}

// Mark is a finding of a record; nil where it has none such.
func (r *Record) Mark(id rules.ID) *rules.Mark {
	for _, a := range r.accounts {
		if m := a.findings[id]; m != nil {
			return m
		}
	}
	return nil
}
