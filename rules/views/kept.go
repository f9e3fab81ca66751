package views

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// A KeptCapacity is the provisioned concurrency of an alias or a version, and
// what runs on it.
type KeptCapacity struct {
	facts.Provisioned
	Version   string
	Aliases   []string // that serve the version, or hold it
	Config    facts.Config
	ConfigErr error // why Config is not known
}

// Kept is the provisioned concurrency by the ARN of its alias or version.
var Kept = audit.RegisterView(audit.View[KeptCapacity]{
	Name: "kept", From: []audit.Dep{facts.ProvisionedConcurrency, facts.Aliases, facts.Versions, facts.VersionConfig},
	Compute: func(r audit.Reader, id string) (KeptCapacity, error) {
		function, qualifier := audit.FunctionARN(id)
		list, err := facts.ProvisionedConcurrency.Of(r, function)
		i := slices.IndexFunc(list, func(p facts.Provisioned) bool { return p.Qualifier == qualifier })
		switch {
		case i < 0 && err != nil:
			return KeptCapacity{}, err
		case i < 0:
			return KeptCapacity{}, &audit.Unknown{Reason: audit.NoData, Fact: facts.ProvisionedConcurrency.Name, Message: "there is none for " + qualifier}
		}
		k := KeptCapacity{Provisioned: list[i], Version: qualifier}
		aliases, err := facts.Aliases.Of(r, function)
		for _, a := range aliases {
			if a.Name == qualifier && len(a.Versions) > 0 {
				k.Version = a.Versions[0]
			}
			if a.Name == qualifier || slices.Contains(a.Versions, qualifier) {
				k.Aliases = append(k.Aliases, a.Name)
			}
		}
		k.Config, k.ConfigErr = versionOf(r, function, k.Version)
		return k, err
	},
})

// versionOf is the configuration of a published version, whether or not an alias
// serves it.
func versionOf(r audit.Reader, function, version string) (facts.Config, error) {
	c, err := facts.VersionConfig.Of(r, function+":"+version)
	if err == nil {
		return c, nil
	}
	versions, unlisted := facts.Versions.Of(r, function)
	for _, v := range versions {
		if v.Version == version {
			return v, nil
		}
	}
	return facts.Config{}, first(unlisted, err)
}
