package timing

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/running"
)

// Activity reads what the rules on durations rest on; findings that are not nil
// end the check. The error says that CloudWatch did not tell all of it.
func Activity(in *rules.Input) (a facts.Activity, ended []rules.Finding, unsure error) {
	a, unsure = facts.Metrics.Of(in.Facts, in.Subject.ID)
	switch {
	case a.Samples() > 0:
		return a, nil, unsure
	case unsure != nil:
		return a, rules.One(rules.Undecided(unsure)), unsure
	case a.Invocations() == 0:
		return a, rules.One(rules.Inapplicable("it was not invoked in the window")), nil
	}
	return a, rules.One(rules.Undecided(noDurations(&a))), nil
}

// AtLeast is what a verdict comes to where more may have run, and longer: what
// fails already fails all the more, and nothing passes.
func AtLeast(unsure error, verdict []rules.Finding) []rules.Finding {
	if unsure != nil && len(verdict) == 0 {
		return rules.One(rules.Undecided(unsure))
	}
	return verdict
}

// overrun is how far a run may go beyond its timeout until it is ended, in
// milliseconds: our own careful figure.
const overrun = 1000

// Judge asks the check about the timeout of each configuration that may have run
// for these durations.
func Judge(in *rules.Input, a *facts.Activity, check func(*running.Case) []rules.Finding) []rules.Finding {
	longest := a.Max(func(d *facts.Day) *float64 { return d.MaxMS })
	possible := func(c *facts.Config) bool {
		return longest == nil || *longest <= float64(c.TimeoutS)*1000+overrun
	}
	return running.Judge(in, func(c *facts.Config) int { return c.TimeoutS }, possible, func(c *running.Case) []rules.Finding {
		if c.TimeoutS == 0 {
			return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS told no timeout"}))
		}
		return check(c)
	})
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
