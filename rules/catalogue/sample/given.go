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

// Serving is a function whose alias serves these versions, the main one first.
func Serving(versions ...string) audit.Given {
	return facts.Aliases.Is(Function, []facts.Alias{{Name: "live", ARN: Alias, Versions: versions}})
}

// VersionConfig is the configuration of a version that the alias serves, changed
// as the example needs it.
func VersionConfig(number string, change func(*facts.Config)) audit.Given {
	c := ordinary(change)
	c.Version = number
	return facts.VersionConfig.Is(Function+":"+number, c)
}

// InvokedBy is a function that a service may invoke by policy.
func InvokedBy(service string) audit.Given {
	return facts.ResourcePolicy.Is(Function, Allows(service))
}

// Allows is a policy by which a service may invoke.
func Allows(service string) facts.Policy {
	return facts.Policy(fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Sid":"invoke","Effect":"Allow",`+
		`"Principal":{"Service":%q},"Action":"lambda:InvokeFunction","Resource":"*"}]}`, service))
}

// OpenURL is a function whose URL anybody may call.
func OpenURL() audit.Given {
	return facts.ResourcePolicy.Is(Function, `{"Version":"2012-10-17","Statement":[{"Sid":"url","Effect":"Allow","Principal":"*",`+
		`"Action":"lambda:InvokeFunctionUrl","Resource":"*","Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}}]}`)
}

// Reads is a mapping by which a function reads from a queue.
func Reads(queue, function string) audit.Given { return Mapped(queue, function, nil) }

// Mapped is a mapping by which a function reads from a queue, changed as the
// example needs it.
func Mapped(queue, function string, change func(*facts.Mapping)) audit.Given {
	m := facts.Mapping{ARN: "arn:aws:lambda:eu-west-1:111122223333:event-source-mapping:1",
		Function: function, Source: queue, State: "Enabled", BatchSize: 10}
	if change != nil {
		change(&m)
	}
	return facts.EventSources.Is(m.ARN, m)
}

// Ptr is a number that may be missing.
func Ptr(v float64) *float64 { return &v }

// Timed is a function with that timeout, nothing unusual else.
func Timed(seconds int, activity audit.Given) []audit.Given {
	return []audit.Given{Config(func(c *facts.Config) { c.TimeoutS = seconds }), activity, NoPolicy(), NoAliases(), Reads(Queue, Function)}
}
