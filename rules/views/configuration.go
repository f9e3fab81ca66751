package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// Configuration is the configuration of a function, or of a version that an
// alias serves: rules of a setting judge both.
var Configuration = audit.RegisterView(audit.View[facts.Config]{
	Name: "configuration", From: []audit.Dep{facts.Functions, facts.VersionConfig},
	Compute: func(r audit.Reader, id string) (facts.Config, error) {
		if _, qualifier := audit.FunctionARN(id); qualifier != "" {
			return facts.VersionConfig.Of(r, id)
		}
		return facts.Functions.Of(r, id)
	},
})
