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
		return parse(r, fact.Name, "the policy of ", id, text)
	},
})

// documents are the policies by their texts: each is parsed once for all the roles
// and functions that have the same one, and for all the rules that ask.
var documents = audit.RegisterView(audit.View[iam.Document]{
	Name: "documents", From: []audit.Dep{facts.ResourcePolicy, facts.AliasPolicy, facts.Roles, facts.ManagedPolicies}, Keep: 1 << 14,
	Compute: func(r audit.Reader, text string) (iam.Document, error) {
		kept, err := archive.Of(r, theArchive)
		if err != nil {
			return iam.Document{}, err
		}
		return kept.Parse(text)
	},
})

// archive is where they are read: it keeps once what they have in common.
var archive = audit.RegisterView(audit.View[*iam.Archive]{
	Name: "archive", From: []audit.Dep{facts.ResourcePolicy, facts.AliasPolicy, facts.Roles, facts.ManagedPolicies},
	Compute: func(audit.Reader, string) (*iam.Archive, error) { return &iam.Archive{}, nil },
})

// theArchive is the one subject that there is of it. It is none of the whole
// snapshot, which would have to be known in whole.
const theArchive = "archive"

// parse reads a policy; what cannot be read is not known.
func parse(r audit.Reader, fact, what, whose string, text facts.Policy) (iam.Document, error) {
	if text == "" {
		return iam.Document{}, nil
	}
	doc, err := documents.Of(r, string(text))
	if err != nil {
		return iam.Document{}, &audit.Unknown{Reason: audit.Opaque, Fact: fact, Message: fmt.Sprintf("%s%s cannot be read: %v", what, whose, err)}
	}
	return doc, nil
}
