package reliability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/network"
	"lambda-audit/rules/views"
)

// NoRouteParams are the thresholds of vpc-no-route.
type NoRouteParams struct {
	// ErrorShare of the invocations may fail in a function that still works.
	ErrorShare float64 `json:"error_share"`
	// MinInvocations is how many it takes to say that a function works.
	MinInvocations float64 `json:"min_invocations"`
}

var _ = rules.Register(rules.Rule{
	ID: "vpc-no-route", Title: "its VPC lets it reach nothing of what it calls",
	Severity: rules.High, Pillar: rules.Reliability,
	Why:   "A function in a VPC has no public address. Without a NAT gateway, or an endpoint for the service it calls, each call hangs until the timeout, and the bill is for the waiting. In a public subnet it is no better: the internet gateway takes nothing of it anywhere.",
	Fix:   noRouteFix,
	Refs:  noRouteRefs,
	Kinds: []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, views.Exits, facts.Subnets, facts.VPCEndpoints, views.Role, views.Targets,
		facts.Metrics, views.MayRun, facts.AsyncSettings, views.TakesEvents, views.Mappings},
	Params:   &NoRouteParams{ErrorShare: 0.01, MinInvocations: 100},
	Check:    checkNoRoute,
	Examples: noRouteExamples,
})

func checkNoRoute(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.VPC == nil {
		return rules.One(rules.Inapplicable("it is attached to no VPC"))
	}
	exits, err := views.Exits.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	closed, unsure := closedExits(exits)
	if len(closed) > 0 {
		return noWayOut(in, &c, closed, unsure)
	}
	if unsure != nil {
		return rules.One(rules.Undecided(unsure))
	}
	return nil
}

// closedExits are the subnets from which nothing gets out; the error says why
// others may be like them.
func closedExits(exits []network.Exit) (closed []network.Exit, unsure error) {
	for _, e := range exits {
		if e.Closed() {
			closed = append(closed, e)
		}
		unsure = cmp.Or(unsure, e.Unsure())
	}
	return closed, unsure
}

// noWayOut judges a function of which some subnets let nothing out: whether it
// needs to get out, and whether it fails for it.
func noWayOut(in *rules.Input, c *facts.Config, closed []network.Exit, unsure error) []rules.Finding {
	n := needsOf(in, c, closed)
	if n.none() {
		if err := cmp.Or(n.unsure, unsure); err != nil {
			return rules.One(rules.Undecided(err))
		}
		return nil
	}
	u, err := usedFrom(in, c)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	p := rules.Params[NoRouteParams](in)
	switch {
	case u.works(p) && u.invocations >= p.MinInvocations:
		return nil
	case u.works(p):
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.TooFew, Fact: facts.Metrics.Name,
			Message: fmt.Sprintf("it ran %s times without failing: whether it calls what it cannot reach would show after %s",
				rules.Number(u.invocations), rules.Number(p.MinInvocations))}))
	}
	return rules.One(noRoute(in, c, closed, &n, &u))
}

func noRoute(in *rules.Input, c *facts.Config, closed []network.Exit, n *needs, u *fared) rules.Finding {
	f := rules.Failed(describeClosed(closed)+"; "+n.describe(c.VPC.ID),
		rules.Configured("way out", eachExit(closed), "a NAT gateway, or an endpoint for each service"))
	f.Severity, f.Confidence = rules.Medium, rules.Likely
	if len(n.shown) > 0 || u.cut > 0 {
		f.Severity = rules.High
	}
	if len(n.services) > 0 {
		f.Evidence = append(f.Evidence, rules.Configured("services without an endpoint", n.services, nil))
	}
	if len(n.shown) > 0 {
		f.Evidence = append(f.Evidence, rules.Configured("shown by", n.shown, nil))
	}
	if u.invocations > 0 {
		f.Message += fmt.Sprintf("; %s of its invocations end in an error", rules.Percent(u.errors/u.invocations))
		f.Evidence = append(f.Evidence, in.Measured("errors", "Sum", u.errors, nil, "", u.invocations))
	}
	if u.cut > 0 {
		f.Message += ", and it met its timeout on " + rules.Plural(u.cut, "day")
	}
	f.Fix = noRouteFixFor(c, closed, n.services)
	return f
}

// describeClosed says what the subnets lack, those alike together.
func describeClosed(closed []network.Exit) string {
	lacks := map[string][]string{}
	for _, e := range closed {
		lacks[lack(&e)] = append(lacks[lack(&e)], e.Subnet)
	}
	var parts []string
	for _, e := range closed {
		what := lack(&e)
		if subnets := lacks[what]; subnets != nil {
			parts = append(parts, strings.Join(subnets, " and ")+" "+what)
			lacks[what] = nil
		}
	}
	return strings.Join(parts, ", and ")
}

// lack says why nothing gets out of a subnet, of one or of several.
func lack(e *network.Exit) string {
	switch {
	case e.Way == network.Public:
		return "can only send to the internet through " + strings.Join(e.Targets, " and ") + ", which takes nothing of a function: it has no public address"
	case len(e.Targets) > 0:
		return "would send everything through " + strings.Join(e.Targets, " and ") + ", which is gone"
	}
	return "cannot send anything out of the VPC, for want of a default route"
}

// eachExit lists the subnets with their route tables.
func eachExit(closed []network.Exit) []string {
	list := make([]string, len(closed))
	for i, e := range closed {
		to := "no default route"
		if len(e.Targets) > 0 {
			to = "to " + strings.Join(e.Targets, ", ")
		}
		list[i] = e.Subnet + " by " + e.Table + ": " + to
	}
	slices.Sort(list)
	return list
}
