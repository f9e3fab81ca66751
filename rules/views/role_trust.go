package views

import (
	"cmp"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/iam"
)

// RoleTrust is the trust policy of the role of that ARN. Every role has one: the
// error says why it is not known.
var RoleTrust = audit.RegisterView(audit.View[iam.Document]{
	Name: "role-trust", From: []audit.Dep{facts.Roles},
	Compute: func(r audit.Reader, arn string) (iam.Document, error) {
		role, err := facts.Roles.Of(r, arn)
		if role.Trust == "" {
			return iam.Document{}, cmp.Or[error](err, &audit.Unknown{Reason: audit.NoData, Fact: facts.Roles.Name, Message: "IAM tells no trust policy"})
		}
		return parse(r, facts.Roles.Name, "the trust policy of ", arn, role.Trust)
	},
})
