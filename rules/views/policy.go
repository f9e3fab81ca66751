package views

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/iam"
)

// Policy is the parsed policy of a function or alias; one without statements
// where it has none.
var Policy = audit.RegisterView(audit.View[iam.Document]{
	Name: "policy", From: []audit.Dep{facts.ResourcePolicy, facts.AliasPolicy},
	Compute: func(r audit.Reader, id string) (iam.Document, error) {
		fact := facts.ResourcePolicy
		if _, qualifier := audit.FunctionARN(id); qualifier != "" {
			fact = facts.AliasPolicy
		}
		text, err := fact.Of(r, id)
		if err != nil {
			return iam.Document{}, err
		}
		return parse(fact.Name, "the policy of "+id, text)
	},
})

// parse reads a policy; what cannot be read is not known.
func parse(fact, what string, text facts.Policy) (iam.Document, error) {
	if text == "" {
		return iam.Document{}, nil
	}
	doc, err := iam.Parse(string(text))
	if err != nil {
		return iam.Document{}, &audit.Unknown{Reason: audit.Opaque, Fact: fact, Message: fmt.Sprintf("%s cannot be read: %v", what, err)}
	}
	return doc, nil
}
