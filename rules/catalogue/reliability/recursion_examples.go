package reliability

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var recursionExamples = []rules.Example{
	{Name: "Lambda stopped a loop", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: looping(mayDo("sqs:SendMessage", sample.Queue), sample.Troubled(1, facts.TroubleDay{LoopsStopped: 16}, nil))},
	{Name: "its role may write to the queue that feeds it, and the guard is off", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: looping(mayDo("sqs:SendMessage", sample.Queue), guard(facts.LoopsAllowed))},
	{Name: "its results go to the queue that feeds it, and the guard is off", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: looping(mayDo("sqs:ReceiveMessage", sample.Queue), guard(facts.LoopsAllowed), settings(facts.Async{Qualifier: latest, OnSuccess: sample.Queue}))},
	{Name: "its results go to its own alias, and the guard is off", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: looping(mayDo("sqs:ReceiveMessage", sample.Queue), guard(facts.LoopsAllowed), settings(facts.Async{Qualifier: latest, OnSuccess: sample.Alias}))},
	{Name: "it may write to a part of the bucket that triggers it, and the guard is off", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: triggered(byBucket(), mayDo("s3:PutObject", "arn:aws:s3:::photos/small/*"), guard(facts.LoopsAllowed))},
	{Name: "it may write to the bucket that triggers it, and the guard is on", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: triggered(byBucket(), mayDo("s3:*", "*"), guard(facts.LoopsTerminated))},
	{Name: "the guard is off, and it writes to nothing that triggers it", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: looping(mayDo("sqs:SendMessage", sample.Failures), guard(facts.LoopsAllowed))},
	{Name: "the guard is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: looping(mayDo("sqs:SendMessage", sample.Queue), facts.RecursionGuard.IsUnknown(sample.Function, sample.Denied("lambda:GetFunctionRecursionConfig")))},
	{Name: "the role is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: looping(facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole")), guard(facts.LoopsTerminated))},
}

// looping is a function that a queue feeds.
func looping(role audit.Given, more ...audit.Given) []audit.Given {
	return triggered(sample.NoPolicy(), role, more...)
}

// triggered is a function that a queue feeds, with such a policy.
func triggered(policy, role audit.Given, more ...audit.Given) []audit.Given {
	return append([]audit.Given{sample.Config(nil), policy, role, sample.Reads(sample.Queue, sample.Function), sample.NoAliases(),
		settings(), sample.Calm(), events(10)}, more...)
}

func guard(g facts.LoopGuard) audit.Given { return facts.RecursionGuard.Is(sample.Function, g) }

// byBucket is a function that objects of a bucket trigger.
func byBucket() audit.Given {
	policy := strings.Replace(string(sample.Allows("s3.amazonaws.com")), `"Resource":"*"`,
		`"Resource":"*","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::photos"}}`, 1)
	return facts.ResourcePolicy.Is(sample.Function, facts.Policy(policy))
}
