package reliability

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/network"
	"lambda-audit/rules/views"
)

// needs are what a function calls, as far as can be seen, and cannot reach. That
// its role may call a service does not say that it does.
type needs struct {
	services []string // by their names in actions
	hosts    []string // variables that name a public host
	shown    []string // what shows that it calls one of these
	unsure   error    // why there may be more
}

func (n *needs) none() bool { return len(n.services)+len(n.hosts) == 0 }

// describe says what is out of reach.
func (n *needs) describe(vpc string) string {
	var parts []string
	if len(n.services) > 0 {
		parts = append(parts, fmt.Sprintf("its role may call %s, for which %s has no endpoint there", strings.Join(n.services, ", "), vpc))
	}
	if len(n.hosts) > 0 {
		parts = append(parts, fmt.Sprintf("a public host is named by %s", strings.Join(n.hosts, ", ")))
	}
	return strings.Join(parts, ", and ")
}

func needsOf(in *rules.Input, c *facts.Config, closed []network.Exit) needs {
	n := needs{hosts: publicHosts(c)}
	for _, name := range n.hosts {
		n.shown = append(n.shown, "the variable "+name)
	}
	if c.EnvironmentError != "" {
		n.unsure = &audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "its variables cannot be decrypted: " + c.EnvironmentError}
	}
	uses, err := usesOf(in, c)
	n.unsure = cmp.Or(n.unsure, err)
	if len(uses) == 0 {
		return n
	}
	services, more := outOfReach(in, c, closed, uses)
	n.services, n.unsure = services, cmp.Or(n.unsure, more)
	if slices.Contains(n.services, "s3") {
		n.shown = append(n.shown, signsOfS3(in, c)...)
	}
	return n
}

// forOthers are parts of the names of variables whose URLs others use: what may
// call the function, where users are sent, what a document calls itself.
var forOthers = []string{"ORIGIN", "CORS", "REDIRECT", "CALLBACK", "NAMESPACE", "XMLNS", "ISSUER", "AUDIENCE"}

// publicHosts are the variables that name a host on the internet to call.
func publicHosts(c *facts.Config) []string {
	var list []string
	for _, v := range c.Variables {
		name := strings.ToUpper(v.Name)
		web := v.Has(secrets.TraitScheme, "https") || v.Has(secrets.TraitScheme, "http")
		if web && v.Has(secrets.TraitHost, string(secrets.HostPublic)) &&
			!slices.ContainsFunc(forOthers, func(part string) bool { return strings.Contains(name, part) }) {
			list = append(list, v.Name)
		}
	}
	return list
}

// usesOf are the services that the role may call from within the VPC.
func usesOf(in *rules.Input, c *facts.Config) ([]iam.Use, error) {
	role, err := views.Role.Of(in.Facts, c.Role)
	if err != nil {
		return nil, err
	}
	handed, unsure := handedOn(in, c)
	uses, err := role.Calls(slices.Concat(network.Elsewhere(), network.Private(), handed))
	return uses, cmp.Or(err, unsure)
}

// handsOn are the actions by which Lambda itself sends on what failed or
// succeeded, by the service of the target (developer guide, destinations, 2026-11).
var handsOn = map[string][]string{
	"events": {"events:PutEvents"}, "lambda": {"lambda:InvokeFunction"}, "s3": {"s3:PutObject", "s3:ListBucket"},
	"sns": {"sns:Publish"}, "sqs": {"sqs:SendMessage"},
}

// handedOn are the actions that the role needs for Lambda to send on the
// function's events; with an error, those that it may need. The destinations of
// one that takes no events send nothing on: they are not even asked for.
func handedOn(in *rules.Input, c *facts.Config) (actions []string, unsure error) {
	takes, err := views.TakesEvents.Of(in.Facts, in.Subject.Functions[0])
	var settings []facts.Async
	if takes {
		settings, err = facts.AsyncSettings.Of(in.Facts, in.Subject.Functions[0])
	}
	mappings, more := views.Mappings.Of(in.Facts, in.Subject.Functions[0])
	if unsure := cmp.Or(err, more); unsure != nil {
		return slices.Concat(slices.Collect(maps.Values(handsOn))...), unsure
	}
	targets := []string{c.DeadLetter}
	for _, s := range settings {
		targets = append(targets, s.OnFailure, s.OnSuccess)
	}
	for _, m := range mappings {
		targets = append(targets, m.OnFailure)
	}
	for _, target := range targets {
		a, _ := audit.ParseARN(target)
		actions = append(actions, handsOn[a.Service]...)
	}
	return actions, nil
}

// outOfReach are the services that no endpoint leads to from one of the subnets
// at least. The error says why others may be like them.
func outOfReach(in *rules.Input, c *facts.Config, closed []network.Exit, uses []iam.Use) (services []string, unsure error) {
	endpoints, err := views.EndpointsAt(in.Facts, in.Subject.Functions[0], c.VPC.ID, closed)
	if err != nil {
		return nil, err
	}
	for _, u := range uses {
		switch reach := fromAll(endpoints, u.Service, closed); {
		case !network.Known(u.Service):
			unsure = cmp.Or[error](unsure, &audit.Unknown{Reason: audit.NoData, Fact: facts.VPCEndpoints.Name,
				Message: "no source at hand tells by which endpoint " + u.Service + " is reached"})
		case reach == network.OwnName:
			unsure = cmp.Or(unsure, network.Unsaid(u.Service))
		case reach == network.Unreached:
			services = append(services, u.Service)
		}
	}
	return services, unsure
}

// fromAll is the worst reach of a service from the subnets.
func fromAll(endpoints []facts.Endpoint, service string, closed []network.Exit) network.Reach {
	worst := network.Reached
	for _, e := range closed {
		switch reach := network.ByEndpoint(endpoints, service, e.Table); {
		case reach == network.Unreached:
			return reach
		case reach == network.OwnName:
			worst = reach
		}
	}
	return worst
}

// signsOfS3 are what shows that a function reads or writes objects: S3 tells it
// no more of an object than its name.
func signsOfS3(in *rules.Input, c *facts.Config) []string {
	var signs []string
	for _, v := range c.Variables {
		if v.Has(secrets.TraitScheme, "s3") {
			signs = append(signs, "the variable "+v.Name)
		}
	}
	targets, _ := views.Targets.Of(in.Facts, in.Subject.Functions[0]) // without them there is a sign less
	if slices.ContainsFunc(targets, func(t views.Target) bool { return slices.Contains(t.Async, "s3.amazonaws.com") }) {
		signs = append(signs, "S3 sends it notifications")
	}
	return signs
}
