package iamcheck

import (
	"fmt"

	"lambda-audit/rules"
	"lambda-audit/rules/gravity"
	"lambda-audit/rules/iam"
)

// A Path is a way to more rights that is open to the role.
type Path struct {
	ID         string         `json:"id"`
	Title      string         `json:"title"`
	Level      iam.Level      `json:"level"`
	Severity   rules.Severity `json:"severity"`
	Actions    []string       `json:"actions"`
	GrantedBy  []string       `json:"granted_by"` // the statements that allow the actions
	Conditions []string       `json:"conditions"` // what they do to the path
	Story      string         `json:"story"`
	Source     string         `json:"source"`
	Also       []string       `json:"also"` // ids of longer paths that are open too and add nothing
}

func paths(open []iam.Escalation) []Path {
	rows := []Path{}
	for _, e := range open {
		row := Path{
			ID: e.Path.ID, Title: e.Path.Title, Level: e.Path.Level, Severity: gravity.OfEscalation(&e), Actions: list(e.Path.Actions),
			GrantedBy: origins(e.Grants()), Conditions: []string{}, Story: e.Path.Story, Source: e.Path.Source,
			Also: list(e.Also),
		}
		if e.Judgement.Reason != "" {
			row.Conditions = append(row.Conditions, e.Judgement.Reason)
		}
		rows = append(rows, row)
	}
	return rows
}

// origins names the statements of the grants, each once.
func origins(grants []iam.Grant) []string {
	names := []string{}
	seen := map[string]bool{}
	for _, g := range grants {
		name := fmt.Sprintf("%s, %s", g.Policy, g.Statement)
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

// A Trust is a principal that the trust policy should not let in, or not so.
type Trust struct {
	Fault      iam.Fault      `json:"fault"`
	Severity   rules.Severity `json:"severity"` // none for a mere note
	Principal  string         `json:"principal"`
	Statement  string         `json:"statement"`
	Why        string         `json:"why"`
	Conditions []string       `json:"conditions"` // what they do to who may come
}

func faults(bundle iam.Bundle) []Trust {
	rows := []Trust{}
	if bundle.Trust == nil {
		return rows
	}
	for _, f := range iam.TrustFaults(*bundle.Trust, bundle.Role.Account) {
		row := Trust{
			Fault: f.Fault, Severity: gravity.OfFault(&f), Principal: f.Trust.Principal.ID,
			Statement: f.Trust.Statement, Why: f.Why, Conditions: []string{},
		}
		if f.Trust.Judgement.Reason != "" {
			row.Conditions = append(row.Conditions, f.Trust.Judgement.Reason)
		}
		rows = append(rows, row)
	}
	return rows
}
