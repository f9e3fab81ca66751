// Package timing holds a function's timeout against what it ran for.
package timing

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// A Clock is what the timeout is held against.
type Clock struct {
	Timeout float64 // ms
	P99     float64 // ms, of the slowest day with enough samples
	Highest float64 // ms, of all days
	Slow    int     // days with a p99 near the timeout
	Cut     int     // days on which the timeout was met
	Samples float64
}

// Read sums the days up. A day's p99 counts from so many samples on, and is near
// the timeout from that share of it on.
func Read(c *facts.Config, a *facts.Activity, minSamples, share float64) Clock {
	k := Clock{Timeout: float64(c.TimeoutS) * 1000, Samples: a.Samples()}
	for _, d := range a.Days {
		if d.P99MS != nil && d.Samples >= minSamples {
			k.P99 = max(k.P99, *d.P99MS)
			if *d.P99MS >= share*k.Timeout {
				k.Slow++
			}
		}
		if d.MaxMS != nil {
			k.Highest = max(k.Highest, *d.MaxMS)
			if *d.MaxMS >= k.Timeout {
				k.Cut++
			}
		}
	}
	return k
}

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
	if a.Samples() == 0 {
		return c, a, rules.One(rules.Inapplicable("it was not invoked in the window"))
	}
	if c.TimeoutS == 0 {
		return c, a, rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS told no timeout"}))
	}
	return c, a, nil
}

// TooFew says that the invocations are too few to tell.
func TooFew(samples, wanted float64) *audit.Unknown {
	return &audit.Unknown{Reason: audit.TooFew, Fact: facts.Metrics.Name,
		Message: fmt.Sprintf("%s invocations in the window, and %s are needed", rules.Number(samples), rules.Number(wanted))}
}
