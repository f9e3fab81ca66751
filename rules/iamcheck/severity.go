package iamcheck

import (
	"slices"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// shapeSeverities say how much each shape of a grant hurts.
var shapeSeverities = map[iam.Shape]rules.Severity{
	iam.ShapeServiceAny:   rules.High,
	iam.ShapeSensitiveAny: rules.High,
	iam.ShapeServiceNamed: rules.Medium,
	iam.ShapeMinorAny:     rules.Medium,
	iam.ShapeTrace:        rules.Low,
	iam.ShapeEventSource:  rules.Low,
}

// OfGrant says how much a grant hurts: administration is critical, and a condition that narrows or cannot be weighed
// takes one step off.
func OfGrant(g iam.Grant) rules.Severity {
	severity := shapeSeverities[g.Shape]
	if g.Verdict() == iam.VerdictAdmin {
		severity = rules.Critical
	}
	return lowered(severity, steps(g.Judgement.Class))
}

// levelSeverities say how much each level of a path hurts.
var levelSeverities = map[iam.Level]rules.Severity{
	iam.LevelSelf:     rules.Critical,
	iam.LevelPassRole: rules.High,
	iam.LevelExisting: rules.Medium,
}

// OfEscalation says how much an open path hurts: by its level, and less where resources or conditions narrow it.
func OfEscalation(e iam.Escalation) rules.Severity {
	return lowered(levelSeverities[e.Path.Level], e.Lowered())
}

// faultSeverities say how much each fault of a trust policy hurts.
var faultSeverities = map[iam.Fault]rules.Severity{
	iam.FaultAnyPrincipal: rules.Critical,
	iam.FaultCrossAccount: rules.High,
	iam.FaultUnscoped:     rules.High,
	iam.FaultExtraService: rules.Medium,
	iam.FaultDangling:     rules.Low,
}

// OfFault says how much a fault of a trust policy hurts, one step less where conditions narrow it or cannot be weighed; a
// mere note does not.
func OfFault(f iam.TrustFault) rules.Severity {
	if f.Fault.Note() {
		return rules.NoSeverity
	}
	return lowered(faultSeverities[f.Fault], steps(f.Trust.Judgement.Class))
}

// ofSharing follows what the role can do: functions that share an administrator are worst off, and those that only share
// the right to log hardly matter.
func ofSharing(role iam.Role, opinion iam.Opinion) rules.Severity {
	switch {
	case len(opinion.Admin) > 0:
		return rules.High
	case len(role.Unreadable) == 0 && onlyLogs(role):
		return rules.Low
	}
	return rules.Medium
}

// onlyLogs reports whether the role can do no more than what any function needs: to log, to trace, to count, and to lie
// in a VPC.
func onlyLogs(role iam.Role) bool {
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
