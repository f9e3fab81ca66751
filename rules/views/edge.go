package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// Edge tells functions of Lambda@Edge: replicas name their master, and masters
// lie in us-east-1 under a role that edgelambda may take. It takes the ARN of a
// function or of a version that an alias serves.
var Edge = audit.RegisterView(audit.View[bool]{
	Name: "edge", From: []audit.Dep{Configuration, Role, facts.Functions},
	Compute: func(r audit.Reader, id string) (bool, error) {
		c, err := Configuration.Of(r, id)
		if a, _ := audit.ParseARN(id); err != nil || c.Master != "" || a.Region != "us-east-1" {
			return c.Master != "", err
		}
		role, err := Role.Of(r, c.Role)
		return role.Trusts("edgelambda.amazonaws.com"), first(err, role.TrustWhy)
	},
})
