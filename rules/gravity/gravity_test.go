package gravity

import (
	"testing"

	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

func TestOfGrant(t *testing.T) {
	for _, c := range []struct {
		shape  iam.Shape
		reason string
		class  iam.Class
		want   rules.Severity
	}{
		{iam.ShapeServiceAny, "every action on every resource", iam.Open, rules.Critical},
		{iam.ShapeServiceAny, "every action on every resource", iam.Unknown, rules.High},
		{iam.ShapeServiceAny, "", iam.Open, rules.High},
		{iam.ShapeServiceAny, "", iam.Narrows, rules.Medium},
		{iam.ShapeSensitiveAny, "", iam.Open, rules.High},
		{iam.ShapeSensitiveAny, "", iam.Unknown, rules.Medium},
		{iam.ShapeServiceNamed, "", iam.Open, rules.Medium},
		{iam.ShapeServiceNamed, "", iam.Narrows, rules.Low},
		{iam.ShapeTrace, "", iam.Open, rules.Low},
		{iam.ShapeEventSource, "", iam.Narrows, rules.Low},
	} {
		if got := OfGrant(&iam.Grant{Shape: c.shape, Reason: c.reason, Judgement: iam.Judgement{Class: c.class}}); got != c.want {
			t.Errorf("%s (%s), %s: %s, want %s", c.shape, c.reason, c.class, got, c.want)
		}
	}
}

func TestOfEscalation(t *testing.T) {
	for _, c := range []struct {
		level iam.Level
		class iam.Class
		named bool
		want  rules.Severity
	}{
		{iam.LevelSelf, iam.Open, false, rules.Critical},
		{iam.LevelSelf, iam.Open, true, rules.High},
		{iam.LevelSelf, iam.Unknown, false, rules.High},
		{iam.LevelSelf, iam.Narrows, false, rules.Medium},
		{iam.LevelPassRole, iam.Open, false, rules.High},
		{iam.LevelPassRole, iam.Narrows, false, rules.Medium},
		{iam.LevelExisting, iam.Open, false, rules.Medium},
		{iam.LevelExisting, iam.Narrows, true, rules.Low},
	} {
		e := iam.Escalation{Path: iam.Path{Level: c.level}, Judgement: iam.Judgement{Class: c.class}, Named: c.named}
		if got := OfEscalation(&e); got != c.want {
			t.Errorf("%s, %s, named %t: %s, want %s", c.level, c.class, c.named, got, c.want)
		}
	}
}

func TestOfFault(t *testing.T) {
	for _, c := range []struct {
		fault iam.Fault
		class iam.Class
		want  rules.Severity
	}{
		{iam.FaultAnyPrincipal, iam.Open, rules.Critical},
		{iam.FaultAnyPrincipal, iam.Unknown, rules.High},
		{iam.FaultCrossAccount, iam.Open, rules.High},
		{iam.FaultUnscoped, iam.Open, rules.High},
		{iam.FaultExtraService, iam.Open, rules.Medium},
		{iam.FaultDangling, iam.Open, rules.Low},
		{iam.FaultOwnAccount, iam.Open, rules.NoSeverity},
		{iam.FaultCannotBeTaken, "", rules.NoSeverity},
	} {
		if got := OfFault(&iam.TrustFault{Fault: c.fault, Trust: iam.Trust{Judgement: iam.Judgement{Class: c.class}}}); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.fault, c.class, got, c.want)
		}
	}
}
