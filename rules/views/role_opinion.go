package views

import (
	"lambda-audit/audit"
	"lambda-audit/rules/iam"
)

// RoleOpinion is what the policies of the execution role of that ARN come to by
// themselves, as far as Role has them; it is formed once for all the rules that ask.
// Its error is that of Role.
var RoleOpinion = audit.RegisterView(audit.View[iam.Opinion]{
	Name: "role-opinion", From: []audit.Dep{Role}, Keep: 1 << 14,
	Compute: func(r audit.Reader, arn string) (iam.Opinion, error) {
		role, err := Role.Of(r, arn)
		if err != nil {
			return iam.Opinion{}, err
		}
		return role.Judge(nil, false), nil
	},
})
