package views

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// RoleUsers are the functions that run under a role as $LATEST, those outside of
// the run's scope too, in the order of their ARNs. The replicas of Lambda@Edge
// are their master. The error says that there may be more.
var RoleUsers = audit.RegisterView(audit.View[[]string]{
	Name: "role-users", From: []audit.Dep{roleUsersIndex},
	Compute: func(r audit.Reader, role string) ([]string, error) {
		index, err := roleUsersIndex.Of(r, "")
		return index[role], err
	},
})

var roleUsersIndex = audit.RegisterView(audit.View[map[string][]string]{
	Name: "role-users-index", From: []audit.Dep{facts.Functions},
	Compute: func(r audit.Reader, _ string) (map[string][]string, error) {
		index := map[string][]string{}
		err := facts.Functions.All(r, func(arn string, c facts.Config) {
			if original := Original(arn, &c); !slices.Contains(index[c.Role], original) {
				index[c.Role] = append(index[c.Role], original)
			}
		})
		return index, err
	},
})

// Original is the ARN of the function that one is a copy of: the master of a
// replica of Lambda@Edge, and else the function itself.
func Original(arn string, c *facts.Config) string {
	if c.Master == "" {
		return arn
	}
	master, _ := audit.FunctionARN(c.Master)
	return master
}
