// Package gravity says how much it hurts what package iam finds about roles. The rules on live roles and the command
// iam-check both weigh by it, so that they never differ.
package gravity

import (
	"slices"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// shapes say how much each shape of a grant hurts.
var shapes = map[iam.Shape]rules.Severity{
	iam.ShapeServiceAny:   rules.High,
	iam.ShapeSensitiveAny: rules.High,
	iam.ShapeServiceNamed: rules.Medium,
	iam.ShapeMinorAny:     rules.Medium,
	iam.ShapeTrace:        rules.Low,
	iam.ShapeEventSource:  rules.Low,
}

// OfGrant says how much a grant hurts: administration is critical, and a condition that narrows or cannot be weighed
// takes one step off.
func OfGrant(g *iam.Grant) rules.Severity {
	severity := shapes[g.Shape]
	if g.Verdict() == iam.VerdictAdmin {
		severity = rules.Critical
	}
	return lowered(severity, steps(g.Judgement.Class))
}

// levels say how much each level of a path hurts.
var levels = map[iam.Level]rules.Severity{
	iam.LevelSelf:     rules.Critical,
	iam.LevelPassRole: rules.High,
	iam.LevelExisting: rules.Medium,
}

// OfEscalation says how much an open path hurts: by its level, and less where resources or conditions narrow it.
func OfEscalation(e *iam.Escalation) rules.Severity {
	return lowered(levels[e.Path.Level], e.Lowered())
}

// faults say how much each fault of a trust policy hurts; those that it lacks are notes.
var faults = map[iam.Fault]rules.Severity{
	iam.FaultAnyPrincipal: rules.Critical,
	iam.FaultCrossAccount: rules.High,
	iam.FaultUnscoped:     rules.High,
	iam.FaultExtraService: rules.Medium,
	iam.FaultDangling:     rules.Low,
}

// OfFault says how much a fault of a trust policy hurts, one step less where conditions narrow it or cannot be weighed; a
// mere note does not.
func OfFault(f *iam.TrustFault) rules.Severity {
	if f.Fault.Note() {
		return rules.NoSeverity
	}
	return lowered(faults[f.Fault], steps(f.Trust.Judgement.Class))
}

// OfSharing says how much it hurts that functions share a role. Power is the worst that was found of it, as an
// administrator and as one that can get itself more rights. Functions that share so much are worst off, and those that
// only share the right to log hardly matter.
func OfSharing(role *iam.Role, power rules.Severity) rules.Severity {
	switch {
	case power >= rules.High:
		return rules.High
	case len(role.Unreadable) == 0 && OnlyLogs(role):
		return rules.Low
	}
	return rules.Medium
}

// OnlyLogs reports whether the role can do no more than what any function needs, by what could be read of it: to log, to
// trace, to count, and to lie in a VPC.
func OnlyLogs(role *iam.Role) bool {
	uses, every := role.Uses(nil)
	return !every && !slices.ContainsFunc(uses, func(u iam.Use) bool {
		switch u.Service {
		case "logs", "xray":
			return false
		case "ec2", "cloudwatch":
			return slices.ContainsFunc(u.Actions, func(pattern string) bool { return !iam.Unscoped(pattern) })
		}
		return true
	})
}

// steps is how much conditions of a class take off.
func steps(class iam.Class) int {
	if class == iam.Narrows || class == iam.Unknown {
		return 1
	}
	return 0
}

// lowered takes steps off a severity, which never goes below low.
func lowered(s rules.Severity, down int) rules.Severity {
	return rules.Severity(max(int(rules.Low), int(s)-down))
}
