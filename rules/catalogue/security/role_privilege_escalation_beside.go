package security

import (
	"slices"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// beside decides which counts where a path stands beside a wildcard of the same
// statement, by which the path is open. The wildcard does if it hurts more and is
// all that opens the path. The path does if it hurts as much and the wildcard
// reaches nothing sensitive but what leads to more rights. Else both count.
func (g wayGroup) beside(f *rules.Finding, in *rules.Input, wildcards []grantGroup) {
	decides := g.told().FirstDeciding()
	for _, found := range onStatement(in, "role-wildcard", &decides) {
		i := slices.IndexFunc(wildcards, func(w grantGroup) bool { return w.locus == found.Locus })
		switch {
		case i < 0 || !slices.Contains(wildcards[i].patterns(), decides.Pattern):
		case found.Severity > f.Severity && g.openedBy(wildcards[i]):
			f.ExplainedBy = append(f.ExplainedBy, found.Ref)
		case found.Severity <= f.Severity && g.tellsAll(wildcards[i]):
			f.Explains = append(f.Explains, found.Ref)
		}
	}
}

// openedBy reports whether the wildcard opens all of the group's paths.
func (g wayGroup) openedBy(wildcard grantGroup) bool {
	patterns := wildcard.patterns()
	for i := range g.paths {
		if grant := g.paths[i].FirstDeciding(); !slices.Contains(patterns, grant.Pattern) {
			return false
		}
	}
	return true
}

// tellsAll reports whether all that is sensitive about the wildcard is for coming
// to more rights. Who writes permissions has no need of IAM's other calls.
func (g wayGroup) tellsAll(wildcard grantGroup) bool {
	e := g.told()
	leads := func(action string) bool {
		group := iam.KnownSensitive().Group(action)
		return group == iam.SelfEscalation || group == iam.PrivilegeEscalation || slices.Contains(e.Path.Actions, action) ||
			e.Path.Level == iam.LevelSelf && iam.Covers("iam:*", action, true)
	}
	sensitive := wildcard.sensitive()
	return len(sensitive) > 0 && !slices.ContainsFunc(sensitive, func(action string) bool { return !leads(action) })
}
