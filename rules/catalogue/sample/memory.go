package sample

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// Advised is what Compute Optimizer says of a function of that size.
func Advised(memoryMB int, usedMB float64, reasons ...string) audit.Given {
	a := facts.Advice{Finding: "NotOptimized", Reasons: reasons, MemoryMB: memoryMB, Invocations: 70_000, UsedMB: &usedMB}
	if len(reasons) == 0 {
		a.Finding = "Optimized"
	}
	return facts.ComputeOptimizer.Is(Function, a)
}

// NotAdvised is an account that has not opted in to Compute Optimizer.
func NotAdvised() audit.Given {
	return facts.ComputeOptimizer.Broke(Region, audit.Unknown{Reason: audit.NoData, Code: "OptInRequiredException",
		Message: "the account has not opted in to Compute Optimizer"})
}

// Measured is what Lambda Insights saw of a function: the highest share of its
// memory, in so many invocations.
func Measured(memoryMB int, share, invocations float64) []audit.Given {
	used := share * float64(memoryMB)
	return []audit.Given{facts.Insights.Is(Function, true), facts.MemoryUse.Is(Function, facts.Memory{Samples: invocations, Share: &share, UsedMB: &used})}
}

// NotMeasured is a function without Lambda Insights.
func NotMeasured() audit.Given { return facts.Insights.Is(Function, false) }

// Sized is a function of that memory size, invoked as itself every day.
func Sized(memoryMB int, more ...audit.Given) []audit.Given {
	return append([]audit.Given{Config(func(c *facts.Config) { c.MemoryMB = memoryMB }), InvokedAs(), Activity(Days, Busy(5000, 900, 2000), nil)}, more...)
}

// SizedVersion is a function that was invoked by an alias, which serves version 7
// with another memory size than $LATEST.
func SizedVersion(latest, version int, more ...audit.Given) []audit.Given {
	return append([]audit.Given{Config(func(c *facts.Config) { c.MemoryMB = latest }), VersionConfig("7", func(c *facts.Config) { c.MemoryMB = version }),
		InvokedAs("live"), Serving("7"), Activity(Days, Busy(5000, 900, 2000), nil)}, more...)
}
