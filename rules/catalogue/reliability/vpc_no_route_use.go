package reliability

import (
	"slices"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/timing"
	"lambda-audit/rules/views"
)

// fared is how a function fared in the window, in the network that is judged;
// empty where it was not invoked, or also runs in another network.
type fared struct {
	invocations, errors float64
	cut                 int // days on which the timeout was met
}

// works reports whether the function was invoked and hardly ever failed: then
// what it cannot reach is not what it needs.
func (u *fared) works(p *NoRouteParams) bool {
	return u.invocations > 0 && u.errors <= p.ErrorShare*u.invocations
}

// usedFrom reads the metrics, which are those of $LATEST and of all versions
// together: they speak of this network only where all of them are in it.
func usedFrom(in *rules.Input, c *facts.Config) (fared, error) {
	function := in.Subject.Functions[0]
	activity, err := facts.Metrics.Of(in.Facts, function)
	if err != nil || activity.Invocations() == 0 {
		return fared{}, err
	}
	alone, err := oneNetwork(in, c, function)
	if err != nil || !alone {
		return fared{}, err
	}
	clock := timing.Read(c, &activity, 0, 1)
	return fared{activity.Invocations(), activity.Total(func(d *facts.Day) float64 { return d.Errors }), len(clock.Cut)}, nil
}

// oneNetwork reports whether $LATEST and all served versions are attached to the
// same subnets as the configuration that is judged.
func oneNetwork(in *rules.Input, c *facts.Config, function string) (bool, error) {
	all, err := views.MayRun.Of(in.Facts, function)
	return !slices.ContainsFunc(all, func(other facts.Config) bool {
		return other.VPC == nil || !slices.Equal(other.VPC.Subnets, c.VPC.Subnets)
	}), err
}
