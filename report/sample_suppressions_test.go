package report

import "lambda-audit/rules"

// shopSuppressions are suppressions of every state.
func shopSuppressions() []rules.SuppressionRow {
	s := func(line, rule, function, until, state string, findings int) rules.SuppressionRow {
		return rules.SuppressionRow{Stamp: stamp("global"), Where: "lambda-audit.yaml:" + line, Rule: rule, Function: function,
			Reason: "runs at night, nobody waits", Owner: "team-nights", Until: until, State: state, Findings: findings}
	}
	tag := func(rule, state, message string) rules.SuppressionRow {
		row := s("", rule, "webhooks", "", state, 1)
		row.Region, row.Where, row.Owner, row.Message = "us-east-1", "tag "+rules.TagPrefix+rule, "", message
		return row
	}
	return []rules.SuppressionRow{
		s("12", "tracing-off", "nightly-*", "2027-01-31", rules.SuppressionUsed, 1),
		s("16", "missing-dlq", "legacy-*", "2027-01-31", rules.SuppressionUnused, 0),
		s("20", "role-*", "orders-stream", "2026-12-01", rules.SuppressionExpiring, 1),
		s("24", "runtime-deprecated", "webhooks", "2026-10-01", rules.SuppressionExpired, 1),
		s("28", "pillar:cost", "gone", "2027-01-31", rules.SuppressionNotJudged, 0),
		tag("policy-public", rules.SuppressionRefused, "critical is worse than what a tag may suppress (medium)"),
		tag("runtime-deprecated", rules.SuppressionMalformed, "no reason stands behind the day"),
	}
}
