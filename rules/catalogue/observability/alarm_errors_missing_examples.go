package observability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var errorsAlarmExamples = []rules.Example{
	{Name: "an alarm watches another function, and none this one", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Errors", "invoices", nil))},
	{Name: "the same of a function that is seldom called", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("Errors", "invoices", nil)), sample.Activity(2, sample.Busy(12, 900, 2000), nil))},
	{Name: "an alarm of its own", Want: rules.Pass, Subject: sample.TheFunction(), Given: busy(sample.AlarmOn("Errors", "orders", nil))},
	{Name: "an alarm on all functions together", Want: rules.Pass, Subject: sample.TheFunction(), Given: busy(sample.AlarmOn("Errors", "", nil))},
	{Name: "an alarm on its alias", Want: rules.Pass, Subject: sample.TheFunction(), Given: busy(sample.AlarmOn("Errors", "orders", func(a *facts.Alarm) {
		a.Metrics[0].Dimensions["Resource"] = "orders:live"
	}))},
	{Name: "metric math: the share of errors (DescribeAlarmsForMetric misses it)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.Alarm("rate", facts.AlarmMetric{Expression: "100 * errors / calls"}, errorsOf("orders"), callsOf("orders")))},
	{Name: "a band of anomaly detection (DescribeAlarmsForMetric misses it)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.Alarm("odd", facts.AlarmMetric{Expression: "ANOMALY_DETECTION_BAND(errors, 2)"}, errorsOf("orders")))},
	{Name: "a Metrics Insights query over all functions", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.Alarm("all", facts.AlarmMetric{Expression: `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName ORDER BY SUM() DESC`}))},
	{Name: "a Metrics Insights query on this function", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.Alarm("one", facts.AlarmMetric{Expression: `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName = 'orders'`}))},
	{Name: "a Metrics Insights query on all functions but this one", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: busy(sample.Alarm("others", facts.AlarmMetric{Expression: `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE FunctionName != 'orders'`}))},
	{Name: "a Metrics Insights query by a tag: it may be this one", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: busy(sample.Alarm("team", facts.AlarmMetric{Expression: `SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) WHERE tag.team = 'shop'`}))},
	{Name: "a query that is not understood", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: busy(sample.Alarm("new", facts.AlarmMetric{Expression: `SELECT SUM(Errors) FROM LAMBDA USING something`}), sample.AlarmOn("Errors", "invoices", nil))},
	{Name: "the part of a composite alarm", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Errors", "orders", mute), sample.Together(`ALARM("Errors of orders")`))},
	{Name: "its own actions are off, and it is part of a composite alarm", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Errors", "orders", off), sample.Together(`ALARM("Errors of orders")`))},
	{Name: "it scales something, and is part of a composite alarm", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Errors", "orders", func(a *facts.Alarm) { a.Actions = []string{"autoscaling"} }), sample.Together(`ALARM("Errors of orders")`))},
	{Name: "its actions are switched off", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Errors", "orders", off), sample.AlarmOn("Errors", "invoices", nil))},
	{Name: "a region whose only such alarm is switched off", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRegion(),
		Given: busy(sample.AlarmOn("Errors", "", off))},
	{Name: "an alarm on the metric of another account", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Errors", "invoices", nil), sample.Alarm("theirs", facts.AlarmMetric{Namespace: "AWS/Lambda", Name: "Errors", Account: "999988887777"}))},
	{Name: "a metric stream carries the metrics elsewhere", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("Errors", "invoices", nil)), sample.Streamed())},
	{Name: "a monitoring account sees the metrics", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("Errors", "invoices", nil)), sample.Linked("AWS::CloudWatch::Metric", "AWS::Logs::LogGroup"))},
	{Name: "a monitoring account sees logs only", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("Errors", "invoices", nil)), sample.Linked("AWS::Logs::LogGroup"))},
	{Name: "whether anybody watches from outside is denied", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("Errors", "invoices", nil)), facts.ObservabilityLinks.IsUnknown(sample.Region, sample.Denied("oam:ListLinks")))},
	{Name: "a vendor's layer watches it", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("Errors", "invoices", nil)), datadog())},
	{Name: "metrics are denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(busy(sample.NoAlarms()), facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")))},
	{Name: "alarms are denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: busy(facts.Alarms.Broke(sample.Region, sample.Denied("cloudwatch:DescribeAlarms")))},
	{Name: "never called", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(busy(sample.NoAlarms()), sample.Idle())},
	{Name: "nothing of the region is watched: the region is told once", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: busy(sample.NoAlarms())},
	{Name: "a region without any such alarm", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRegion(), Given: busy(sample.NoAlarms())},
	{Name: "a region without any such alarm, and little is called", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRegion(),
		Given: append(busy(sample.NoAlarms()), sample.Activity(2, sample.Busy(12, 900, 2000), nil))},
	{Name: "a region with such an alarm: its functions are judged", Want: rules.NotApplicable, Subject: sample.TheRegion(), Given: busy(sample.AlarmOn("Errors", "invoices", nil))},
	{Name: "a region in which nothing was called", Want: rules.NotApplicable, Subject: sample.TheRegion(), Given: append(busy(sample.NoAlarms()), sample.Idle())},
	{Name: "a region whose metrics a stream carries elsewhere", Want: rules.Unknown, Subject: sample.TheRegion(), Given: append(busy(sample.NoAlarms()), sample.Streamed())},
	{Name: "a region in which a vendor's layer watches all that is called", Want: rules.Unknown, Subject: sample.TheRegion(), Given: append(busy(sample.NoAlarms()), datadog())},
	{Name: "a region whose alarms are denied", Want: rules.Unknown, Subject: sample.TheRegion(),
		Given: busy(facts.Alarms.Broke(sample.Region, sample.Denied("cloudwatch:DescribeAlarms")))},
}

// busy is a function with 5,000 calls a day, and without anybody outside who
// watches it.
func busy(alarms ...audit.Given) []audit.Given {
	return append([]audit.Given{sample.Config(nil), sample.NoAliases(), facts.Presence.Is(sample.Function, facts.Seen{Active: true}),
		sample.Activity(14, sample.Busy(5000, 900, 2000), nil), sample.WatchedHere(), sample.LinkedNowhere()}, alarms...)
}

func errorsOf(function string) facts.AlarmMetric { return metricOf("Errors", function) }

func callsOf(function string) facts.AlarmMetric { return metricOf("Invocations", function) }

func metricOf(name, function string) facts.AlarmMetric {
	return facts.AlarmMetric{Namespace: "AWS/Lambda", Name: name, Statistic: "Sum", Dimensions: map[string]string{"FunctionName": function}}
}

// datadog is a function with a vendor's layer.
func datadog() audit.Given {
	return sample.Config(func(c *facts.Config) {
		c.Layers = []string{"arn:aws:lambda:eu-west-1:464622532012:layer:Datadog-Extension-ARM:83"}
	})
}
