package iamcheck

import (
	"slices"
	"strings"

	"lambda-audit/rules/iam"
)

// A Suggestion is what to write instead of the statements that grant too much. The members beside Replacements put all
// of them together, for a role with one policy.
type Suggestion struct {
	Policy       string          `json:"policy"` // several are separated by commas
	Statements   []iam.Statement `json:"statements"`
	Placeholders []string        `json:"placeholders"` // what stands in the statements for what only people know
	Note         string          `json:"note"`
	Replacements []Replacement   `json:"replacements"`
}

// A Replacement is what to write instead of one statement.
type Replacement struct {
	Policy       string          `json:"policy"`
	PolicyARN    string          `json:"policy_arn"` // empty for an inline policy
	Kind         iam.PolicyKind  `json:"kind"`       // aws: it cannot be edited, another is attached in its place
	Statement    string          `json:"statement"`  // its Sid, or "statement N" counted from 1
	Index        int             `json:"index"`      // the same, from 0
	Statements   []iam.Statement `json:"statements"`
	Placeholders []string        `json:"placeholders"`
	Note         string          `json:"note"`
}

// suggestion is nil where nothing is to be replaced.
func suggestion(role iam.Role, opinion iam.Opinion) *Suggestion {
	grants := wide(opinion)
	for _, e := range opinion.Escalations {
		for _, g := range e.Deciding() {
			if !slices.ContainsFunc(grants, func(known iam.Grant) bool { return sameGrant(known, g) }) {
				grants = append(grants, g)
			}
		}
	}
	replacements := role.Replace(grants, iam.Known{})
	if len(replacements) == 0 {
		return nil
	}
	whole := &Suggestion{Statements: []iam.Statement{}, Placeholders: []string{}, Replacements: []Replacement{}}
	var policies, notes []string
	for _, r := range replacements {
		whole.Statements = append(whole.Statements, r.Statements...)
		whole.Placeholders = append(whole.Placeholders, r.Placeholders...)
		whole.Replacements = append(whole.Replacements, Replacement{
			r.Policy, r.PolicyARN, r.Kind, r.Statement, r.Index, list(r.Statements), list(r.Placeholders), r.Note,
		})
		policies, notes = append(policies, r.Policy), append(notes, r.Note)
	}
	slices.Sort(whole.Placeholders)
	whole.Placeholders = slices.Compact(whole.Placeholders)
	whole.Policy, whole.Note = once(policies, ", "), once(notes, " ")
	return whole
}

// once joins what is not empty of the texts, each once, in their order.
func once(texts []string, between string) string {
	var list []string
	for _, text := range texts {
		if text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return strings.Join(list, between)
}
