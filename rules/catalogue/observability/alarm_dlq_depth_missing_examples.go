package observability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var depthExamples = []rules.Example{
	{Name: "the dead-letter queue of a queue that a function reads from", Want: rules.Fail, Severity: rules.Medium, Subject: failures(), Given: redriven(sample.NoAlarms())},
	{Name: "the dead-letter queue of a function", Want: rules.Fail, Severity: rules.Medium, Subject: failures(), Given: deadLetters(sample.NoAlarms())},
	{Name: "an alarm on messages sent does not see what a redrive policy moves", Want: rules.Fail, Severity: rules.Medium, Subject: failures(),
		Given: redriven(onQueue("NumberOfMessagesSent", "orders-failed"))},
	{Name: "an alarm on another queue", Want: rules.Fail, Subject: failures(), Given: redriven(onQueue("ApproximateNumberOfMessagesVisible", "orders"))},
	{Name: "an alarm on no queue at all: SQS has no metric of all together", Want: rules.Fail, Subject: failures(), Given: redriven(sample.Alarm("queues",
		facts.AlarmMetric{Namespace: "AWS/SQS", Name: "ApproximateNumberOfMessagesVisible", Statistic: "Maximum"}))},
	{Name: "an alarm on its depth", Want: rules.Pass, Subject: failures(), Given: redriven(onQueue("ApproximateNumberOfMessagesVisible", "orders-failed"))},
	{Name: "an alarm on how old its oldest message is", Want: rules.Pass, Subject: failures(), Given: redriven(onQueue("ApproximateAgeOfOldestMessage", "orders-failed"))},
	{Name: "a Metrics Insights query over all queues", Want: rules.Pass, Subject: failures(), Given: redriven(sample.Alarm("queues",
		facts.AlarmMetric{Expression: `SELECT MAX(ApproximateNumberOfMessagesVisible) FROM SCHEMA("AWS/SQS", QueueName) GROUP BY QueueName`}))},
	{Name: "the dead-letter queue of a function that takes no events (Prowler has every function have one)", Want: rules.NotApplicable, Subject: failures(),
		Given: append(deadLetters(sample.NoAlarms()), sample.Idle())},
	{Name: "a dead-letter queue that is gone", Want: rules.NotApplicable, Subject: failures(),
		Given: deadLettersTo(facts.Queues.IsUnknown(sample.Failures, audit.Unknown{Reason: audit.Gone}), sample.NoAlarms())},
	{Name: "whether the queue is there is denied", Want: rules.Unknown, Subject: failures(),
		Given: deadLettersTo(facts.Queues.IsUnknown(sample.Failures, sample.Denied("sqs:GetQueueAttributes")), sample.NoAlarms())},
	{Name: "whether its function takes events is denied", Want: rules.Unknown, Subject: failures(), Given: append(deadLetters(sample.NoAlarms()),
		facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")))},
	{Name: "the destination of a function that takes no events", Want: rules.NotApplicable, Subject: failures(),
		Given: append(idle(sample.NoAlarms()), facts.AsyncSettings.Is(sample.Function, []facts.Async{{Qualifier: "$LATEST", OnFailure: sample.Failures}}))},
	{Name: "a metric stream carries the metrics elsewhere", Want: rules.Unknown, Subject: failures(), Given: append(redriven(sample.NoAlarms()), sample.Streamed())},
	{Name: "another account's queue", Want: rules.Unknown, Subject: audit.Subject{Kind: facts.KindFailureQueue, ID: theirs, Account: "999988887777", Region: sample.Region},
		Given: append(deadLetters(sample.NoAlarms()), sample.Config(func(c *facts.Config) { c.DeadLetter = theirs }))},
	{Name: "what fails to it is denied", Want: rules.Unknown, Subject: failures(), Given: append(idle(sample.NoAlarms()),
		facts.EventSources.Broke(sample.Region, sample.Denied("lambda:ListEventSourceMappings")))},
	{Name: "alarms are denied", Want: rules.Unknown, Subject: failures(), Given: redriven(facts.Alarms.Broke(sample.Region, sample.Denied("cloudwatch:DescribeAlarms")))},
}

// theirs is a queue of an account that is not audited.
const theirs = "arn:aws:sqs:eu-west-1:999988887777:theirs"

// failures is the examples' dead-letter queue as a subject.
func failures() audit.Subject {
	return audit.Subject{Kind: facts.KindFailureQueue, ID: sample.Failures, Account: sample.Account, Region: sample.Region, Functions: []string{sample.Function}}
}

// idle is a function that takes no events and reads nothing.
func idle(alarms audit.Given) []audit.Given {
	return []audit.Given{sample.Config(nil), sample.Idle(), sample.NoPolicy(), sample.NoAliases(), facts.AsyncSettings.Is(sample.Function, nil),
		sample.WatchedHere(), sample.LinkedNowhere(), alarms}
}

// redriven is a queue that a function reads from, and that fails to another one.
func redriven(alarms audit.Given) []audit.Given {
	return append(idle(alarms), sample.Reads(sample.Queue, sample.Function),
		facts.Queues.Is(sample.Queue, facts.Queue{ARN: sample.Queue, Redrive: sample.Failures, MaxReceives: 5}))
}

// deadLetters is a function that takes events and has a dead-letter queue.
func deadLetters(alarms audit.Given) []audit.Given {
	return deadLettersTo(facts.Queues.Is(sample.Failures, facts.Queue{ARN: sample.Failures}), alarms)
}

// deadLettersTo is the same with what is known of the queue.
func deadLettersTo(queue, alarms audit.Given) []audit.Given {
	return append(idle(alarms), queue, sample.Config(func(c *facts.Config) { c.DeadLetter = sample.Failures }), sample.Activity(14, facts.Day{Invocations: 9, AsyncEvents: 9}, nil))
}

func onQueue(metric, queue string) audit.Given {
	return sample.Alarm(metric, facts.AlarmMetric{Namespace: "AWS/SQS", Name: metric, Statistic: "Maximum", Dimensions: map[string]string{"QueueName": queue}})
}
