package reliability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var visibilityExamples = []rules.Example{
	{Name: "shorter than the timeout: AWS refuses that of a new mapping only", Want: rules.Fail, Severity: rules.High, Subject: sample.TheQueue(),
		Given: visible(30, 60, 0, nil)},
	{Name: "longer than the timeout, and not than timeout and batch window", Want: rules.Fail, Severity: rules.High, Subject: sample.TheQueue(),
		Given: visible(60, 50, 20, nil)},
	{Name: "twice the timeout", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheQueue(), Given: visible(60, 30, 0, nil)},
	{Name: "twice the timeout, and three receives", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheQueue(),
		Given: visible(60, 30, 0, func(q *facts.Queue) { q.Redrive, q.MaxReceives = sample.Failures, 3 })},
	{Name: "twice the timeout, and throttled", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheQueue(),
		Given: append(visible(60, 30, 0, nil), throttledDays(900, 1))},
	{Name: "no visibility at all", Want: rules.Fail, Severity: rules.High, Subject: sample.TheQueue(), Given: visible(0, 3, 0, nil)},
	{Name: "six times the timeout, and the batch window", Want: rules.Pass, Subject: sample.TheQueue(), Given: visible(185, 30, 5, nil)},
	{Name: "$LATEST would have time, the version that the alias serves has not", Want: rules.Fail, Severity: rules.High, Subject: sample.TheQueue(),
		Given: byLiveAlias(180, 30, 300)},
	{Name: "the version that the alias serves has time, $LATEST would not", Want: rules.Pass, Subject: sample.TheQueue(),
		Given: byLiveAlias(180, 300, 30)},
	{Name: "the version that the alias serves is denied", Want: rules.Unknown, Subject: sample.TheQueue(),
		Given: append(byLiveAlias(180, 30, 30), facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration")))},
	{Name: "a queue of another account that the auditor may not read", Want: rules.Unknown, Subject: sample.TheQueue(),
		Given: append(visible(180, 30, 0, nil), facts.Queues.IsUnknown(sample.Queue, sample.Denied("sqs:GetQueueAttributes")))},
	{Name: "no function reads from it", Want: rules.NotApplicable, Subject: sample.TheQueue(),
		Given: append(visible(30, 60, 0, nil)[1:], sample.Reads(sample.Failures, sample.Function))},
}

// visible is a queue whose messages come back after so many seconds, and a
// function with that timeout and batch window that reads from it.
func visible(visibility, timeout, window int, change func(*facts.Queue)) []audit.Given {
	q := facts.Queue{ARN: sample.Queue, VisibilityS: &visibility}
	if change != nil {
		change(&q)
	}
	return []audit.Given{
		sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.BatchWindowS = window }),
		facts.Queues.Is(sample.Queue, q), lasting(timeout), sample.Idle(), sample.NoAliases(),
	}
}

// byLiveAlias is a queue that is read by the alias live.
func byLiveAlias(visibility, latest, served int) []audit.Given {
	return append(visible(visibility, latest, 0, nil),
		sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.Qualifier = "live" }), sample.Serving("7"),
		sample.VersionConfig("7", func(c *facts.Config) { c.TimeoutS = served }))
}
