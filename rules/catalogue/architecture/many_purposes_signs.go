package architecture

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

// triggerKind is the service behind a principal that may invoke a function; ""
// for those by which Lambda@Edge copies it.
func triggerKind(principal string) string {
	name := iam.ServiceName(principal)
	name = name[strings.LastIndexByte(name, '.')+1:] // lambda.alarms.cloudwatch, batchoperations.s3
	if name == "edgelambda" || name == "lambda" {
		return ""
	}
	return name
}

// catchAllRoute looks for an API whose every request ends in the function. Tools
// let an API through as a whole that has a function for each route, and a default
// route takes what the others leave: where the policy names no route that is for
// all, other functions of the API disprove it.
func catchAllRoute(in *rules.Input) (*sign, error) {
	sources, unsure := views.APISources.Of(in.Facts, in.Subject.ID)
	for _, s := range sources {
		named, any := catchAll(s.Route)
		if !any || webSocket(sources, s.API) {
			continue
		}
		found := &sign{
			text:       fmt.Sprintf("every request to the API %s may end in it (%s)", s.API, s.Route),
			evidence:   rules.Configured("route of "+s.API, s.Route, "one method and path"),
			confidence: rules.Likely,
		}
		if named {
			return found, nil
		}
		functions, more := views.APIFunctions.Of(in.Facts, s.API)
		switch {
		case len(functions) > 1:
		case more != nil:
			unsure = cmp.Or(unsure, more)
		default:
			found.text += ", and no other function serves it"
			found.confidence = rules.Possible
			return found, nil
		}
	}
	return nil, unsure
}

// catchAll reports whether a route is every request of its API, and whether it
// names one that is made to be: a policy with wildcards may only be generous.
func catchAll(route string) (named, any bool) {
	parts := strings.SplitN(route, "/", 3) // stage, method, path
	switch last := parts[len(parts)-1]; {
	case last == "{proxy+}" && len(parts) == 3 && anyMethod(parts[1]):
		return true, true
	case last == "$default":
		return false, true
	case last != "*":
		return false, false
	case len(parts) == 3:
		return false, anyMethod(parts[1])
	}
	return false, true
}

// webSocket reports whether the API keeps connections, whose opening and closing
// are routes of their own beside the default one.
func webSocket(sources []views.APISource, api string) bool {
	return slices.ContainsFunc(sources, func(s views.APISource) bool {
		return s.API == api && (strings.HasSuffix(s.Route, "/$connect") || strings.HasSuffix(s.Route, "/$disconnect"))
	})
}

func anyMethod(method string) bool { return method == "*" || strings.EqualFold(method, "ANY") }

// manyServices looks for too many services that the function's role reaches. What
// a role that others run under reaches says nothing of one of them.
func manyServices(in *rules.Input) (*sign, error) {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return nil, err
	}
	users := in.Facts.Subject(facts.KindRole, c.Role)
	if users == nil || len(users.Functions) > 1 {
		return nil, nil
	}
	role, err := views.Role.Of(in.Facts, c.Role)
	if err == nil {
		err = role.Why
	}
	if err != nil || role.Missing {
		return nil, err
	}
	atMost := rules.Params[PurposesParams](in).Services - 1
	if named := slices.DeleteFunc(role.Named(), func(service string) bool { return slices.Contains(basics, service) }); len(named) <= atMost {
		return nil, nil
	}
	reach := role.Reach()
	maps.DeleteFunc(reach, func(service string, patterns []string) bool { return isBasic(service, patterns) })
	services := sortedKeys(reach)
	switch {
	case len(services) <= atMost:
		return nil, nil
	case users.Open:
		return nil, &audit.Unknown{Reason: audit.NotAsked, Fact: facts.Functions.Name, Message: "whether others run under its role is not known"}
	}
	return &sign{
		text:     fmt.Sprintf("its role reaches %d services: %s", len(services), rules.Some(services)),
		evidence: rules.Configured("services", services, fmt.Sprintf("at most %d", atMost)),
	}, nil
}

// basics are the services whose rights any function needs to be seen at all.
var basics = []string{"logs", "xray", "cloudwatch"}

// isBasic reports whether a role reaches a service only for what Lambda itself
// needs: to log, to trace, to count, and to lie in a VPC.
func isBasic(service string, patterns []string) bool {
	return slices.Contains(basics, service) ||
		service == "ec2" && !slices.ContainsFunc(patterns, func(p string) bool { return !iam.Unscoped(p) })
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
