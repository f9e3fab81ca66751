package sample

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// NoPolicy is a function without a policy of its own.
func NoPolicy() audit.Given { return facts.ResourcePolicy.Is(Function, "") }

// NoAliases is a function without aliases.
func NoAliases() audit.Given { return facts.Aliases.Is(Function, []facts.Alias{}) }

// InvokedBy is a function that a service may invoke by policy.
func InvokedBy(service string) audit.Given {
	return facts.ResourcePolicy.Is(Function, Allows(service))
}

// Allows is a policy by which a service may invoke.
func Allows(service string) facts.Policy {
	return facts.Policy(fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Sid":"invoke","Effect":"Allow",`+
		`"Principal":{"Service":%q},"Action":"lambda:InvokeFunction","Resource":"*"}]}`, service))
}

// Reads is a mapping by which the function reads from a queue.
func Reads(queue string) audit.Given {
	id := "arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:1"
	return facts.EventSources.Is(id, facts.Mapping{ARN: id, Function: Function, Source: queue, State: "Enabled", BatchSize: 10})
}

// Ptr is a number that may be missing.
func Ptr(v float64) *float64 { return &v }

// Timed is a function with that timeout, nothing unusual else.
func Timed(seconds int, activity audit.Given) []audit.Given {
	return []audit.Given{Config(func(c *facts.Config) { c.TimeoutS = seconds }), activity, NoPolicy(), NoAliases(), Reads(Failures)}
}
