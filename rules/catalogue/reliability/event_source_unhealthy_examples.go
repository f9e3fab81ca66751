package reliability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var unhealthySourceExamples = []rules.Example{
	{Name: "Lambda disabled it", Want: rules.Fail, Severity: rules.High, Subject: sample.TheMapping(),
		Given: source(func(m *facts.Mapping) { m.State, m.StateReason = "Disabled", "Lambda action" })},
	{Name: "a user disabled it a month ago", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheMapping(),
		Given: source(func(m *facts.Mapping) {
			m.State, m.StateReason, m.LastModified = "Disabled", "USER_INITIATED", "2026-10-20T08:00:00Z"
		})},
	{Name: "somebody disabled it a month ago", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheMapping(),
		Given: source(func(m *facts.Mapping) { m.State, m.LastModified = "Disabled", "2026-10-20T08:00:00Z" })},
	{Name: "a broker refuses the credentials", Want: rules.Fail, Severity: rules.High, Subject: sample.TheMapping(),
		Given: source(func(m *facts.Mapping) {
			m.Source, m.StateReason = "arn:aws:mq:eu-west-1:111122223333:broker:jobs:b-1", "EVENT_SOURCE_AUTHN_ERROR"
		})},
	{Name: "its queue was deleted", Want: rules.Fail, Severity: rules.High, Subject: sample.TheMapping(),
		Given: append(source(func(m *facts.Mapping) { m.Source = sample.Queue }), facts.Queues.IsUnknown(sample.Queue, audit.Unknown{Reason: audit.Gone}))},
	{Name: "records cannot be processed, and the function fails", Want: rules.Fail, Severity: rules.High, Subject: sample.TheMapping(),
		Given: append(source(problem), sample.Activity(14, facts.Day{Invocations: 900, Errors: 800}, nil))},
	{Name: "records cannot be processed, and wait", Want: rules.Fail, Severity: rules.High, Subject: sample.TheMapping(),
		Given: append(source(problem), sample.Waiting(0.1, 3, 9))},
	{Name: "records cannot be read, and none reached the function: neither error nor age is measured", Want: rules.Fail, Severity: rules.High, Subject: sample.TheMapping(),
		Given: source(problem)},
	{Name: "records could not be processed once, and nothing shows that it lasts", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheMapping(),
		Given: append(source(problem), sample.Activity(14, facts.Day{Invocations: 900}, nil))},
	{Name: "records cannot be processed, and the metrics are denied", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheMapping(),
		Given: append(source(problem), facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")))},
	{Name: "enabled", Want: rules.Pass, Subject: sample.TheMapping(), Given: source(func(m *facts.Mapping) { m.LastResult = "No records processed" })},
	{Name: "a user paused it yesterday", Want: rules.Pass, Subject: sample.TheMapping(),
		Given: source(func(m *facts.Mapping) {
			m.State, m.StateReason, m.LastModified = "Disabled", "User action", "2026-11-22T08:00:00Z"
		})},
	{Name: "its queue is another account's, which SQS does not show", Want: rules.Pass, Subject: sample.TheMapping(),
		Given: append(source(func(m *facts.Mapping) { m.Source = theirs }), facts.Queues.IsUnknown(theirs, audit.Unknown{Reason: audit.Gone}))},
	{Name: "being deleted", Want: rules.NotApplicable, Subject: sample.TheMapping(), Given: source(func(m *facts.Mapping) { m.State = "Deleting" })},
	{Name: "whether its queue exists is denied", Want: rules.Unknown, Subject: sample.TheMapping(),
		Given: append(source(func(m *facts.Mapping) { m.Source = sample.Queue }), facts.Queues.IsUnknown(sample.Queue, sample.Denied("sqs:GetQueueAttributes")))},
	{Name: "disabled yesterday, and AWS does not say by whom", Want: rules.Unknown, Subject: sample.TheMapping(),
		Given: source(func(m *facts.Mapping) { m.State, m.LastModified = "Disabled", "2026-11-22T08:00:00Z" })},
	{Name: "disabled, and AWS does not say since when", Want: rules.Unknown, Subject: sample.TheMapping(),
		Given: source(func(m *facts.Mapping) { m.State, m.StateReason = "Disabled", "User action" })},
	{Name: "a state that nobody has heard of", Want: rules.Unknown, Subject: sample.TheMapping(), Given: source(func(m *facts.Mapping) { m.State = "Paused" })},
}

// theirs is a queue of another account.
const theirs = "arn:aws:sqs:eu-west-1:999988887777:theirs"

// source is a mapping to a stream, of a function that does nothing.
func source(change func(*facts.Mapping)) []audit.Given {
	return []audit.Given{sample.Mapped(sample.Stream, sample.Function, change), sample.Idle(), sample.Calm()}
}

func problem(m *facts.Mapping) { m.LastResult = "PROBLEM: Function call failed" }
