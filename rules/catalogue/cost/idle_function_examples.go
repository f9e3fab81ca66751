package cost

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var idleExamples = []rules.Example{
	{Name: "silent and unchanged", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: silent("2026-02-02T09:14:03Z", true)},
	{Name: "with provisioned concurrency", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: silent("2026-02-02T09:14:03Z", true),
		Results: map[string]rules.Outcome{"provisioned-concurrency-idle": rules.Fail}},
	{Name: "with an administrator's role", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: silent("2026-02-02T09:14:03Z", true),
		Results: map[string]rules.Outcome{"role-admin": rules.Fail, "role-wildcard": rules.Fail}},
	{Name: "with a role that may log everywhere", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: silent("2026-02-02T09:14:03Z", true),
		Found: map[string][]rules.Found{"role-wildcard": {{Ref: rules.Ref{Rule: "role-wildcard", Subject: sample.Role}, Severity: rules.Low}}}},
	{Name: "silent for two weeks (Service Screener flags seven days)", Want: rules.Pass, Subject: sample.TheFunction(), Given: silent("2026-02-02T09:14:03Z", false)},
	{Name: "new, and not yet used (ElectricEye excuses it too)", Want: rules.Pass, Subject: sample.TheFunction(), Given: silent("2026-11-02T09:14:03Z", false)},
	{Name: "invoked", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{unchanged("2026-02-02T09:14:03Z"), sample.Activity(1, sample.Busy(3, 90, 200), nil), facts.LastQuarter.Is(sample.Function, facts.Quarter{})}},
	{Name: "every call was throttled", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{unchanged("2026-02-02T09:14:03Z"), sample.Activity(1, facts.Day{Throttles: 40}, nil), facts.LastQuarter.Is(sample.Function, facts.Quarter{Idle: true})}},
	{Name: "the last ninety days are denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{unchanged("2026-02-02T09:14:03Z"), sample.Idle(), facts.LastQuarter.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData"))}},
	{Name: "AWS does not tell when it was changed", Want: rules.Unknown, Subject: sample.TheFunction(), Given: silent("", true)},
	{Name: "a replica of Lambda@Edge", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(func(c *facts.Config) { c.LastModified, c.Master = "2026-02-02T09:14:03Z", sample.Second }), sample.Idle(),
			facts.LastQuarter.Is(sample.Function, facts.Quarter{Idle: true})}},
	{Name: "a master of Lambda@Edge, whose metrics lie in other regions", Want: rules.NotApplicable, Subject: inVirginia(),
		Given: []audit.Given{virginian(), trusting("edgelambda.amazonaws.com"), facts.Metrics.Is(virginia, facts.Activity{}), facts.LastQuarter.Is(virginia, facts.Quarter{Idle: true})}},
	{Name: "in us-east-1, and its role is denied: it may be Lambda@Edge's", Want: rules.Unknown, Subject: inVirginia(),
		Given: []audit.Given{virginian(), facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole")), facts.Metrics.Is(virginia, facts.Activity{}),
			facts.LastQuarter.Is(virginia, facts.Quarter{Idle: true})}},
}

func unchanged(since string) audit.Given {
	return sample.Config(func(c *facts.Config) { c.LastModified = since })
}

// silent is a function that was last changed then, and not invoked in the window.
func silent(changed string, idle bool) []audit.Given {
	return []audit.Given{unchanged(changed), sample.Idle(), facts.LastQuarter.Is(sample.Function, facts.Quarter{Idle: idle})}
}
