package security

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// datedRuntime finds the subject's runtime in the table of dates. Findings say
// why there is none, and settle the rule.
func datedRuntime(in *rules.Input) (rules.Runtime, []rules.Finding) {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.Runtime{}, rules.One(rules.Undecided(err))
	}
	if c.Image() {
		return rules.Runtime{}, rules.One(rules.Inapplicable("a container image brings its own runtime"))
	}
	table := in.Runtimes()
	runtime, known := table.Find(c.Runtime)
	if !known || runtime.State == rules.CustomerManaged {
		return rules.Runtime{}, rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque,
			Message: fmt.Sprintf("the table of runtimes (%s) has no dates for %q", table.AsOf, c.Runtime)}))
	}
	return runtime, nil
}
