package architecture

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// allHours is how many hours the examples' window has.
const allHours = 24 * sample.Days

var steadyExamples = []rules.Example{
	{Name: "ten at once, day and night", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: loaded(2048, facts.HourlyPeaks{Hours: allHours, Lowest: 9, Highest: 11})},
	{Name: "busy by day and quiet by night", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: loaded(2048, facts.HourlyPeaks{Hours: allHours, Lowest: 2, Highest: 24})},
	{Name: "an outage of three hours", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: loaded(2048, facts.HourlyPeaks{Hours: allHours - 3, Lowest: 9, Highest: 11})},
	{Name: "some hours without an invocation", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: loaded(2048, facts.HourlyPeaks{Hours: allHours - 5, Lowest: 9, Highest: 11})},
	{Name: "steady, and its peaks need as many containers as it costs", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: loaded(2048, facts.HourlyPeaks{Hours: allHours, Lowest: 16, Highest: 30})},
	{Name: "steady and small: nobody moves for ten dollars", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: loaded(128, facts.HourlyPeaks{Hours: allHours, Lowest: 9, Highest: 11})},
	{Name: "somebody asks from ten dollars on, and of those nobody has asked CloudWatch", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: loaded(64, facts.HourlyPeaks{}), Params: []byte(`{"min_usd": 10}`)},
	{Name: "costly, and CloudWatch tells no concurrency", Want: rules.Unknown, Subject: sample.TheFunction(), Given: loaded(2048, facts.HourlyPeaks{})},
	{Name: "costly, and its concurrency is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{sized(2048), sample.InvokedAs(), load(nil), facts.HourlyConcurrency.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData"))}},
	{Name: "a day that does not tell how long it ran", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{sized(2048), sample.InvokedAs(), load(func(a *facts.Activity) { a.Days[3].SumMS = nil }),
			facts.HourlyConcurrency.Is(sample.Function, facts.HourlyPeaks{Hours: allHours, Lowest: 9, Highest: 11})}},
	{Name: "the version that runs is the costly one", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: sample.SizedVersion(128, 2048, load(nil), facts.HourlyConcurrency.Is(sample.Function, facts.HourlyPeaks{Hours: allHours, Lowest: 9, Highest: 11}))},
	{Name: "on managed instances", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Capacity = "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool" }),
			sample.InvokedAs(), load(nil), facts.HourlyConcurrency.Is(sample.Function, facts.HourlyPeaks{Hours: allHours, Lowest: 9, Highest: 11})}},
	{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{sized(2048), sample.InvokedAs(), sample.Idle(), facts.HourlyConcurrency.Is(sample.Function, facts.HourlyPeaks{})}},
}

func sized(memoryMB int) audit.Given {
	return sample.Config(func(c *facts.Config) { c.MemoryMB = memoryMB })
}

// load is ten executions of a second each, at all times.
func load(change func(*facts.Activity)) audit.Given {
	return sample.Activity(sample.Days, sample.Busy(864_000, 4000, 5000), change)
}

// loaded is a function of that size under the load, with these hourly peaks.
func loaded(memoryMB int, peaks facts.HourlyPeaks) []audit.Given {
	return []audit.Given{sized(memoryMB), sample.InvokedAs(), load(nil), facts.HourlyConcurrency.Is(sample.Function, peaks)}
}
