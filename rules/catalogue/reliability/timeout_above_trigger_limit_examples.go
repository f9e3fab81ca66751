package reliability

import (
	"encoding/json"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var triggerLimitExamples = []rules.Example{
	{Name: "an API's p99 above half a minute", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: awaited("apigateway.amazonaws.com", 60, sample.Busy(5000, 33_000, 41_000))},
	{Name: "a user pool's trigger that takes seven seconds", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: awaited("cognito-idp.amazonaws.com", 10, sample.Busy(500, 7000, 8000))},
	{Name: "one run outlasted it", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: []audit.Given{lasting(60), sample.InvokedBy("appsync.amazonaws.com"), sample.NoAliases(), feedsAnother,
			sample.Activity(14, sample.Busy(5000, 900, 2000), func(a *facts.Activity) { a.Days[3].MaxMS = sample.Ptr(45_000) })}},
	{Name: "the runs may have come from the queue", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: []audit.Given{lasting(60), sample.InvokedBy("apigateway.amazonaws.com"), sample.NoAliases(), sample.Reads(sample.Queue, sample.Function),
			sample.Activity(14, sample.Busy(5000, 33_000, 41_000), nil)}},
	{Name: "the setting alone", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: awaited("apigateway.amazonaws.com", 60, sample.Busy(5000, 900, 2000))},
	{Name: "an alias's API, and the version's timeout", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: awaitedByAlias("apigateway.amazonaws.com", 10, 60)},
	{Name: "an alias's API, and only $LATEST takes so long", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: awaitedByAlias("apigateway.amazonaws.com", 60, 10)},
	{Name: "a load balancer waits as long as it is told to", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: awaited("elasticloadbalancing.amazonaws.com", 60, sample.Busy(5000, 33_000, 41_000))},
	{Name: "a function URL waits as long as the function runs", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{lasting(60), sample.OpenURL(), sample.NoAliases(), feedsAnother, sample.Activity(14, sample.Busy(5000, 33_000, 41_000), nil)}},
	{Name: "an API, and a timeout within its limit", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: awaited("apigateway.amazonaws.com", 29, sample.Busy(5000, 900, 2000))},
	{Name: "a REST API whose quota was raised, as the configuration says (sls-mentor takes 29 s for granted)", Want: rules.Pass, Subject: sample.TheFunction(),
		Params: json.RawMessage(`{"gateway_s": 60}`), Given: awaited("apigateway.amazonaws.com", 60, sample.Busy(5000, 33_000, 41_000))},
	{Name: "a timeout within the limit, though other versions ran longer", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: awaited("apigateway.amazonaws.com", 10, sample.Busy(5000, 33_000, 41_000))},
	{Name: "the policy is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{lasting(60), facts.ResourcePolicy.IsUnknown(sample.Function, sample.Denied("lambda:GetPolicy")), sample.NoAliases(), feedsAnother,
			sample.Activity(14, sample.Busy(5000, 33_000, 41_000), nil)}},
	{Name: "within the API's limit, and an alias's policy is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{lasting(10), sample.InvokedBy("apigateway.amazonaws.com"), sample.Serving("7"), sample.VersionConfig("7", nil), feedsAnother,
			facts.AliasPolicy.IsUnknown(sample.Alias, sample.Denied("lambda:GetPolicy")), sample.Activity(14, sample.Busy(5000, 900, 2000), nil)}},
	{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{lasting(60), sample.InvokedBy("apigateway.amazonaws.com"), sample.NoAliases(), feedsAnother, sample.Idle()}},
}

// feedsAnother is a mapping to another function.
var feedsAnother = sample.Reads(sample.Queue, sample.Second)

func lasting(seconds int) audit.Given {
	return sample.Config(func(c *facts.Config) { c.TimeoutS = seconds })
}

// awaited is a function that one service alone invokes.
func awaited(service string, timeout int, each facts.Day) []audit.Given {
	return []audit.Given{lasting(timeout), sample.InvokedBy(service), sample.NoAliases(), feedsAnother, sample.Activity(14, each, nil)}
}

// awaitedByAlias is a function that a service invokes by an alias, which serves a version
// with a timeout of its own.
func awaitedByAlias(service string, latest, version int) []audit.Given {
	return []audit.Given{lasting(latest), sample.NoPolicy(), sample.Serving("7"), facts.AliasPolicy.Is(sample.Alias, sample.Allows(service)),
		sample.VersionConfig("7", func(c *facts.Config) { c.TimeoutS = version }), feedsAnother, sample.Activity(14, sample.Busy(5000, 900, 2000), nil)}
}
