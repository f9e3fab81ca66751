package reliability

import (
	"strconv"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var missingDLQExamples = []rules.Example{
	{Name: "S3 events and nowhere to fail to", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(1000), settings())},
	{Name: "wired, but no event came", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: asynchronous(sample.InvokedBy("events.amazonaws.com"), sample.Idle(), settings())},
	{Name: "events without a policy: Scheduler invokes by role", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: asynchronous(sample.NoPolicy(), events(30), settings())},
	{Name: "an on-failure destination is as good (Prowler and Cloud Custodian report it)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(1000), settings(facts.Async{Qualifier: latest, OnFailure: sample.Failures}))},
	{Name: "a dead-letter queue", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: append(asynchronous(sample.InvokedBy("sns.amazonaws.com"), events(1000), settings())[1:], withDeadLetter())},
	{Name: "the destination is the alias's, and the alias is invoked", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: byAlias(facts.Async{Qualifier: "live", OnFailure: sample.Failures})},
	{Name: "the destination is $LATEST's, and the alias is invoked", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: byAlias(facts.Async{Qualifier: latest, OnFailure: sample.Failures})},
	{Name: "the alias that S3 may invoke is not in use, and events come", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: aliased(sample.NoPolicy(), sample.Allows("s3.amazonaws.com"), unusedAlias())},
	{Name: "what S3 invokes is covered, and an alias in use is not", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: aliased(sample.InvokedBy("s3.amazonaws.com"), "", usedAlias())},
	{Name: "what S3 invokes is covered, and the alias is not in use", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: aliased(sample.InvokedBy("s3.amazonaws.com"), "", unusedAlias())},
	{Name: "what S3 invokes is covered, and whether the alias is in use is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: aliased(sample.InvokedBy("s3.amazonaws.com"), "", facts.Presence.IsUnknown(sample.Function, sample.Denied("cloudwatch:ListMetrics")))},
	{Name: "the alias serves two versions, and each has a dead-letter queue", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: weighted(sample.Failures, sample.Failures)},
	{Name: "the alias serves two versions, and the one that takes a share has no dead-letter queue", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: weighted(sample.Failures, "")},
	{Name: "a version that the alias serves may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(weighted(sample.Failures, sample.Failures), facts.VersionConfig.IsUnknown(sample.Function+":8", sample.Denied("lambda:GetFunctionConfiguration")))},
	{Name: "an API waits for the answer (checkov 2194)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: asynchronous(sample.InvokedBy("apigateway.amazonaws.com"), sample.Idle(), settings())},
	{Name: "a queue or stream feeds it, which has a failure path of its own (checkov 2194)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: append(asynchronous(sample.NoPolicy(), throttledDays(900, 0), settings()), sample.Reads(sample.Queue, sample.Function))},
	{Name: "the metric may not be read, and no policy tells", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: asynchronous(sample.NoPolicy(), facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")), settings())},
	{Name: "the settings may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: asynchronous(sample.InvokedBy("s3.amazonaws.com"), events(1000),
			facts.AsyncSettings.IsUnknown(sample.Function, sample.Denied("lambda:ListFunctionEventInvokeConfigs")))},
}

// asynchronous is a function without aliases; its configuration comes first.
func asynchronous(policy, activity, settings audit.Given) []audit.Given {
	return []audit.Given{sample.Config(nil), policy, activity, settings, sample.NoAliases(), facts.Presence.Is(sample.Function, facts.Seen{Active: true})}
}

func withDeadLetter() audit.Given {
	return sample.Config(func(c *facts.Config) { c.DeadLetter = sample.Failures })
}

func events(perDay float64) audit.Given {
	return sample.Activity(14, facts.Day{Invocations: perDay, AsyncEvents: perDay}, nil)
}

func settings(list ...facts.Async) audit.Given { return facts.AsyncSettings.Is(sample.Function, list) }

// byAlias is a function that S3 invokes by its alias.
func byAlias(setting facts.Async) []audit.Given {
	return append(served(""), sample.NoPolicy(), events(1000), settings(setting),
		facts.AliasPolicy.Is(sample.Alias, sample.Allows("s3.amazonaws.com")), usedAlias())
}

// aliased is a function with an alias; what fails is kept of $LATEST only.
func aliased(policy audit.Given, aliasPolicy facts.Policy, presence audit.Given) []audit.Given {
	return append(served(""), policy, events(1000), facts.AliasPolicy.Is(sample.Alias, aliasPolicy), presence,
		settings(facts.Async{Qualifier: latest, OnFailure: sample.Failures}))
}

// weighted is a function that S3 invokes by an alias of two versions.
func weighted(deadLetters ...string) []audit.Given {
	return append(served(deadLetters...), sample.NoPolicy(), events(1000), settings(),
		facts.AliasPolicy.Is(sample.Alias, sample.Allows("s3.amazonaws.com")), usedAlias())
}

// served is a function with an alias, and the dead-letter queue of each version
// that it serves, from 7 on.
func served(deadLetters ...string) []audit.Given {
	given := []audit.Given{sample.Config(nil)}
	var versions []string
	for i, deadLetter := range deadLetters {
		number := strconv.Itoa(7 + i)
		versions = append(versions, number)
		given = append(given, sample.VersionConfig(number, func(c *facts.Config) { c.DeadLetter = deadLetter }))
	}
	return append(given, sample.Serving(versions...))
}

func usedAlias() audit.Given {
	return facts.Presence.Is(sample.Function, facts.Seen{Active: true, Qualifiers: []string{"live"}})
}

func unusedAlias() audit.Given { return facts.Presence.Is(sample.Function, facts.Seen{Active: true}) }
