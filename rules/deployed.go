package rules

import (
	"slices"

	"lambda-audit/audit/facts"
)

// Deployed tells a function's code and settings from those of another time.
type Deployed struct {
	CodeSHA256   string `json:"code_sha256"`   // as AWS says it
	ConfigDigest string `json:"config_digest"` // of all settings but the variables' values; empty where they are unknown
}

// deployedOf takes no value of a variable into the digest, and nothing that
// hangs on one: somebody could try values until the digest is right.
func deployedOf(c *facts.Config) Deployed {
	if c.EnvironmentError != "" {
		return Deployed{CodeSHA256: c.CodeSHA256} // whatever made it unreadable, nobody need have changed a setting
	}
	names := make([]string, len(c.Variables))
	for i := range c.Variables {
		names[i] = c.Variables[i].Name
	}
	slices.Sort(names)
	kept := *c
	kept.LastModified, kept.CodeSHA256, kept.CodeBytes, kept.EnvironmentFill, kept.Variables = "", "", 0, 0, nil
	return Deployed{CodeSHA256: c.CodeSHA256, ConfigDigest: digest([]any{kept, names})}
}
