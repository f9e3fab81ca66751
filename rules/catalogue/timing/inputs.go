package timing

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// Inputs reads what the rules on timeouts rest on; findings that are not nil end
// the check.
func Inputs(in *rules.Input) (facts.Config, facts.Activity, []rules.Finding) {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return c, facts.Activity{}, rules.One(rules.Undecided(err))
	}
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return c, a, rules.One(rules.Undecided(err))
	}
	switch {
	case a.Samples() == 0 && a.Invocations() == 0:
		return c, a, rules.One(rules.Inapplicable("it was not invoked in the window"))
	case a.Samples() == 0:
		return c, a, rules.One(rules.Undecided(noDurations(&a)))
	case c.TimeoutS == 0:
		return c, a, rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS told no timeout"}))
	}
	return c, a, nil
}

func noDurations(a *facts.Activity) *audit.Unknown {
	return &audit.Unknown{Reason: audit.NoData, Fact: facts.Metrics.Name,
		Message: fmt.Sprintf("CloudWatch counts %s invocations and tells no duration", rules.Number(a.Invocations()))}
}

// NoMaximum says that the longest run is not known.
func (k *Clock) NoMaximum() *audit.Unknown {
	return &audit.Unknown{Reason: audit.NoData, Fact: facts.Metrics.Name,
		Message: fmt.Sprintf("CloudWatch tells no longest duration on %s with invocations", rules.Plural(k.Unmeasured, "day"))}
}

// TooFew says that the days with enough samples for a p99 are too few.
func (k *Clock) TooFew(days int, minSamples float64) *audit.Unknown {
	return &audit.Unknown{Reason: audit.TooFew, Fact: facts.Metrics.Name,
		Message: fmt.Sprintf("a p99 takes %s invocations a day: %s had so many (%s invocations in the window), and at least %d must",
			rules.Number(minSamples), rules.Plural(k.Judged, "day"), rules.Number(k.Samples), days)}
}
