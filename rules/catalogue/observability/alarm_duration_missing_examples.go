package observability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// The examples' function has a timeout of ten seconds.
var durationAlarmExamples = []rules.Example{
	{Name: "an alarm watches another function, and none this one", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: busy(slow("invoices", 9000))},
	{Name: "its alarm waits for thirty seconds, and the timeout is ten", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: busy(slow("orders", 30_000))},
	{Name: "the alarm on all functions waits longer than this one's timeout", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: busy(slow("", 10_000))},
	{Name: "an alarm on how often it runs tells nothing of how long", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Duration", "orders", func(a *facts.Alarm) { a.Metrics[0].Statistic = "SampleCount" }))},
	{Name: "an alarm below the timeout", Want: rules.Pass, Subject: sample.TheFunction(), Given: busy(slow("orders", 9000))},
	{Name: "of two alarms one lies below the timeout", Want: rules.Pass, Subject: sample.TheFunction(), Given: busy(slow("", 30_000), slow("orders", 9000))},
	{Name: "a band of anomaly detection has no threshold (DescribeAlarmsForMetric misses it)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.Alarm("odd", facts.AlarmMetric{Expression: "ANOMALY_DETECTION_BAND(d, 2)"}, metricOf("Duration", "orders")))},
	{Name: "a sum is no duration of one run", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Duration", "orders", func(a *facts.Alarm) { a.Metrics[0].Statistic, a.Threshold = "Sum", sample.Ptr(60_000) }))},
	{Name: "the version that its alias serves has a longer timeout", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: append(byAlias(), sample.VersionConfig("7", func(c *facts.Config) { c.TimeoutS = 60 }))},
	{Name: "the version that ran is ended before, and $LATEST may have run beside", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(byAlias(), sample.VersionConfig("7", nil), sample.Config(func(c *facts.Config) { c.TimeoutS = 60 }))},
	{Name: "the version that its alias serves may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(byAlias(), facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration")))},
	{Name: "a region without any such alarm", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRegion(), Given: busy(sample.AlarmOn("Errors", "", nil))},
	{Name: "nothing of the region is watched: the region is told once", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: busy(sample.NoAlarms())},
	{Name: "never called", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(busy(sample.NoAlarms()), sample.Idle())},
}

// slow is an alarm on durations above so many milliseconds.
func slow(function string, threshold float64) audit.Given {
	return sample.AlarmOn("Duration", function, func(a *facts.Alarm) { a.Threshold = &threshold })
}

// byAlias is a function that is called by its alias, with an alarm at thirty
// seconds.
func byAlias() []audit.Given {
	return append(busy(slow("orders", 30_000)), sample.Serving("7"),
		facts.Presence.Is(sample.Function, facts.Seen{Active: true, Qualifiers: []string{"live"}}))
}
