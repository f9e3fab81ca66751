package reliability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var throttledExamples = []rules.Example{
	{Name: "callers of an API see it", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: called(throttledDays(900, 100), sample.InvokedBy("apigateway.amazonaws.com"), sample.Reads(sample.Queue, sample.Second))},
	{Name: "nothing is known to call it: callers with a role of their own see it", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: called(throttledDays(900, 100), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))},
	{Name: "an open function URL", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: called(throttledDays(900, 100), sample.OpenURL(), sample.Reads(sample.Queue, sample.Second))},
	{Name: "a service of unknown mode, and no asynchronous event", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: called(throttledDays(900, 100), sample.InvokedBy("novelty.amazonaws.com"), sample.Reads(sample.Queue, sample.Second))},
	{Name: "a queue tries again", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: called(throttledDays(900, 100), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Function))},
	{Name: "an API and a queue: whose calls were throttled is not known", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: called(throttledDays(900, 100), sample.InvokedBy("apigateway.amazonaws.com"), sample.Reads(sample.Queue, sample.Function))},
	{Name: "asynchronous events are tried again", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: called(sample.Activity(14, facts.Day{Invocations: 900, Throttles: 100, AsyncEvents: 900}, nil), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))},
	{Name: "asynchronous events are tried again, and dropped in the end", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: append(called(sample.Activity(14, facts.Day{Invocations: 900, Throttles: 100, AsyncEvents: 900}, nil), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second)),
			sample.Troubled(2, facts.TroubleDay{Dropped: 17}, nil))},
	{Name: "a stream tries again, and its records wait longer from day to day", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: append(called(throttledDays(900, 100), sample.NoPolicy(), sample.Reads(sample.Stream, sample.Function)), sample.Waiting(0.1, 0.1, 2, 5))},
	{Name: "a stream tries again, and its records wait no longer than before", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: append(called(throttledDays(900, 100), sample.NoPolicy(), sample.Reads(sample.Stream, sample.Function)), sample.Waiting(1, 0.8, 1, 0.9))},
	{Name: "the mappings are denied: a queue may try again", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: called(throttledDays(900, 100), sample.NoPolicy(), facts.EventSources.Broke(sample.Region, sample.Denied("lambda:ListEventSourceMappings")))},
	{Name: "switched off by a reservation of zero: throttles without invocations", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: called(throttledDays(0, 20), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))},
	{Name: "one throttle a day (Service Screener fails it)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: called(throttledDays(90_000, 1), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))},
	{Name: "called three times, and never throttled", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: called(sample.Activity(1, facts.Day{Invocations: 3}, nil), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))},
	{Name: "one of three calls: too few to tell", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: called(sample.Activity(1, facts.Day{Invocations: 2, Throttles: 1}, nil), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))},
	{Name: "never called", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: called(sample.Idle(), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))},
	{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: called(facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")), sample.NoPolicy(), sample.Reads(sample.Queue, sample.Second))},
}

// called is a function without aliases and reservation.
func called(activity, policy, mapping audit.Given) []audit.Given {
	return []audit.Given{activity, policy, mapping, sample.NoAliases(), sample.Calm(), sample.Unreserved()}
}

func throttledDays(invocations, throttles float64) audit.Given {
	return sample.Activity(14, facts.Day{Invocations: invocations, Throttles: throttles}, nil)
}
