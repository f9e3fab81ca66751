package reliability

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var failurePathExamples = []rules.Example{
	{Name: "failures did not reach the dead-letter queue", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: kept(mayDo("sqs:SendMessage", sample.Failures), sample.Troubled(2, facts.TroubleDay{DeadLetterErrors: 4}, nil), there())},
	{Name: "results did not reach their destination", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: kept(mayDo("sqs:SendMessage", sample.Failures), sample.Troubled(2, facts.TroubleDay{DestinationErrors: 4}, nil), there())},
	{Name: "the dead-letter queue was deleted", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: kept(mayDo("sqs:SendMessage", sample.Failures), sample.Calm(), facts.Queues.IsUnknown(sample.Failures, audit.Unknown{Reason: audit.Gone}))},
	{Name: "the role may not send to it", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: kept(mayDo("sqs:ReceiveMessage", sample.Failures), sample.Calm(), there())},
	{Name: "the role may not send where a stream fails to", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: append(keptAt("", mayDo("sqs:SendMessage", sample.Queue), sample.Calm(), there()),
			sample.Mapped(sample.Stream, sample.Function, func(m *facts.Mapping) { m.ARN += "2"; m.OnFailure = sample.Failures }))},
	{Name: "the role of the version that the alias serves may not", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: append(kept(mayDo("sqs:SendMessage", sample.Failures), sample.Calm(), there()), sample.Serving("7"), facts.AliasPolicy.Is(sample.Alias, ""),
			sample.VersionConfig("7", func(c *facts.Config) { c.DeadLetter, c.Role = sample.Failures, oldRole }),
			facts.Roles.Is(oldRole, facts.Role{ARN: oldRole}))},
	{Name: "neither the function's role nor that of the version may: one target, one finding", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: append(kept(mayDo("sqs:ReceiveMessage", sample.Failures), sample.Calm(), there()), sample.Serving("7"),
			facts.AliasPolicy.Is(sample.Alias, ""), sample.VersionConfig("7", func(c *facts.Config) { c.DeadLetter, c.Role = sample.Failures, oldRole }),
			facts.Roles.Is(oldRole, facts.Role{ARN: oldRole}))},
	{Name: "the role may", Want: rules.Pass, Subject: sample.TheFunction(), Given: kept(mayDo("sqs:Send*", "*"), sample.Calm(), there())},
	{Name: "the role may not, and every dropped event arrived: the queue lets it in", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: kept(mayDo("sqs:ReceiveMessage", sample.Failures), sample.Troubled(2, facts.TroubleDay{Dropped: 4}, nil), there())},
	{Name: "a bucket, below the prefix that Lambda writes to", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: keptAt("", mayDo("s3:PutObject", "arn:aws:s3:::failed/aws/lambda/*"), sample.Calm(), settings(facts.Async{Qualifier: latest, OnFailure: "arn:aws:s3:::failed"}))},
	{Name: "another account's queue, which the role may send to", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: keptAt(theirs, mayDo("sqs:SendMessage", "*"), sample.Calm(), facts.Queues.IsUnknown(theirs, sample.Denied("sqs:GetQueueAttributes")))},
	{Name: "it takes no events", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{withDeadLetter(), mayDo("sqs:ReceiveMessage", sample.Failures), sample.Calm(), sample.Idle(), sample.NoPolicy(), sample.NoAliases(),
			settings(), there(), sample.Reads(sample.Queue, sample.Second)}},
	{Name: "nothing is to be kept: another rule's", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: keptAt("", mayDo("sqs:SendMessage", sample.Failures), sample.Calm())},
	{Name: "the role is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: kept(facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole")), sample.Calm(), there())},
	{Name: "a condition decides", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: kept(facts.Roles.Is(sample.Role, roleWith(strings.Replace(statement("sqs:SendMessage", sample.Failures), `"Effect"`,
			`"Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}},"Effect"`, 1))), sample.Calm(), there())},
	{Name: "the queue may not be read: it may be gone", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: kept(mayDo("sqs:SendMessage", sample.Failures), sample.Calm(), facts.Queues.IsUnknown(sample.Failures, sample.Denied("sqs:GetQueueAttributes")))},
	{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: kept(mayDo("sqs:ReceiveMessage", sample.Failures), facts.Troubles.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")), there())},
}

// oldRole is the role of an old version.
const oldRole = "arn:aws:iam::111122223333:role/old"

// kept is a function that takes events and has a dead-letter queue.
func kept(role, troubles, queue audit.Given) []audit.Given {
	return keptAt(sample.Failures, role, troubles, queue)
}

// keptAt is a function that takes events and has that dead-letter queue, or none.
func keptAt(deadLetter string, role, troubles audit.Given, more ...audit.Given) []audit.Given {
	return append([]audit.Given{sample.Config(func(c *facts.Config) { c.DeadLetter = deadLetter }), role, troubles, events(1000), settings(),
		sample.InvokedBy("s3.amazonaws.com"), sample.NoAliases(), sample.Reads(sample.Queue, sample.Second)}, more...)
}

// there is the dead-letter queue.
func there() audit.Given { return facts.Queues.Is(sample.Failures, facts.Queue{ARN: sample.Failures}) }

// mayDo is the function's role with one action on one resource.
func mayDo(action, resource string) audit.Given {
	return facts.Roles.Is(sample.Role, roleWith(statement(action, resource)))
}

func statement(action, resource string) string {
	return `{"Effect":"Allow","Action":"` + action + `","Resource":"` + resource + `"}`
}

func roleWith(statement string) facts.Role {
	return facts.Role{ARN: sample.Role, Inline: []facts.InlinePolicy{{Name: "own", Document: facts.Policy(`{"Version":"2012-10-17","Statement":[` + statement + `]}`)}}}
}
