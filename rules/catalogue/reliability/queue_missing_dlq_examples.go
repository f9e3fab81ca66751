package reliability

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var queueDLQExamples = []rules.Example{
	{Name: "no redrive policy", Want: rules.Fail, Severity: rules.High, Subject: sample.TheQueue(),
		Given: read(sample.Reads(sample.Queue, sample.Function), facts.Queue{}, sample.Config(nil))},
	{Name: "one function reads by two mappings, of which one is disabled", Want: rules.Fail, Severity: rules.High, Subject: sample.TheQueue(),
		Given: append(read(sample.Reads(sample.Queue, sample.Function), facts.Queue{}, sample.Config(nil)),
			sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.ARN += "2"; m.State = "Disabled"; m.Qualifier = "live" }))},
	{Name: "the function that reads from it also fails to it: in circles", Want: rules.Fail, Severity: rules.High, Subject: sample.TheQueue(),
		Given: read(sample.Reads(sample.Queue, sample.Function), facts.Queue{}, sample.Config(func(c *facts.Config) { c.DeadLetter = sample.Queue }))},
	{Name: "with a redrive policy", Want: rules.Pass, Subject: sample.TheQueue(),
		Given: read(sample.Reads(sample.Queue, sample.Function), facts.Queue{Redrive: sample.Failures, MaxReceives: 5}, sample.Config(nil))},
	{Name: "a function empties a dead-letter queue (sls-mentor leaves it out too)", Want: rules.NotApplicable, Subject: sample.TheQueue(),
		Given: append(read(sample.Reads(sample.Queue, sample.Function), facts.Queue{}, sample.Config(nil)),
			facts.DeadLetterSources.Is(sample.Queue, []string{"https://sqs.eu-west-1.amazonaws.com/111122223333/other"}))},
	{Name: "it is another function's dead-letter queue", Want: rules.NotApplicable, Subject: sample.TheQueue(),
		Given: read(sample.Reads(sample.Queue, sample.Second), facts.Queue{}, sample.Config(func(c *facts.Config) { c.DeadLetter = sample.Queue }))},
	{Name: "it is another function's on-failure destination", Want: rules.NotApplicable, Subject: sample.TheQueue(),
		Given: append(read(sample.Reads(sample.Queue, sample.Second), facts.Queue{}, sample.Config(nil)),
			settings(facts.Async{Qualifier: "$LATEST", OnFailure: sample.Queue}), events(100))},
	{Name: "the destination of a function that takes no events", Want: rules.Fail, Subject: sample.TheQueue(),
		Given: append(read(sample.Reads(sample.Queue, sample.Second), facts.Queue{}, sample.Config(nil)),
			settings(facts.Async{Qualifier: "$LATEST", OnFailure: sample.Queue}))},
	{Name: "it takes what failed of a stream", Want: rules.NotApplicable, Subject: sample.TheQueue(),
		Given: append(read(sample.Reads(sample.Queue, sample.Second), facts.Queue{}, sample.Config(nil)),
			sample.Mapped("arn:aws:kinesis:eu-west-1:111122223333:stream/clicks", sample.Function, func(m *facts.Mapping) { m.ARN += "2"; m.OnFailure = sample.Queue }))},
	{Name: "its only mapping is disabled", Want: rules.NotApplicable, Subject: sample.TheQueue(),
		Given: read(sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.State = "Disabled" }), facts.Queue{}, sample.Config(nil))},
	{Name: "nobody reads from it by a mapping", Want: rules.NotApplicable, Subject: sample.TheQueue(),
		Given: read(sample.Reads(sample.Failures, sample.Function), facts.Queue{}, sample.Config(nil))},
	{Name: "a queue of another account that the auditor may not read", Want: rules.Unknown, Subject: sample.TheQueue(),
		Given: append(read(sample.Reads(sample.Queue, sample.Function), facts.Queue{}, sample.Config(nil)),
			facts.Queues.IsUnknown(sample.Queue, sample.Denied("sqs:GetQueueAttributes")))},
	{Name: "a function may fail to it: its settings are denied", Want: rules.Unknown, Subject: sample.TheQueue(),
		Given: append(read(sample.Reads(sample.Queue, sample.Second), facts.Queue{}, sample.Config(nil)),
			facts.AsyncSettings.IsUnknown(sample.Function, sample.Denied("lambda:ListFunctionEventInvokeConfigs")))},
}

// read is a queue that a mapping reads from, in an account of one idle function;
// what is given later replaces it.
func read(mapping audit.Given, queue facts.Queue, function audit.Given) []audit.Given {
	queue.ARN = sample.Queue
	return slices.Concat([]audit.Given{mapping, function, facts.Queues.Is(sample.Queue, queue), facts.DeadLetterSources.Is(sample.Queue, nil)},
		called(sample.Idle(), sample.NoPolicy(), settings()))
}
