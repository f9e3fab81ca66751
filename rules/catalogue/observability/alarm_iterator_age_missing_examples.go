package observability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

const (
	clicks = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks"
	table  = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000"
)

var iteratorAgeExamples = []rules.Example{
	{Name: "reads a stream of Kinesis, and no alarm tells", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("Errors", "", nil)), sample.Reads(clicks, sample.Function))},
	{Name: "reads a stream of DynamoDB, and the alarm is another function's", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("IteratorAge", "invoices", nil)), sample.Reads(table, sample.Function))},
	{Name: "reads the changes of DocumentDB, and no alarm tells", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: append(busy(sample.NoAlarms()), sample.Reads("arn:aws:rds:eu-west-1:111122223333:cluster:shop", sample.Function))},
	{Name: "an alarm of its own", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("IteratorAge", "orders", nil)), sample.Reads(clicks, sample.Function))},
	{Name: "an alarm on the stream itself", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: append(busy(sample.Alarm("clicks", facts.AlarmMetric{Namespace: "AWS/Kinesis", Name: "GetRecords.IteratorAgeMilliseconds", Statistic: "Maximum",
			Dimensions: map[string]string{"StreamName": "clicks"}})), sample.Reads(clicks, sample.Function))},
	{Name: "a monitoring account sees the metrics", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(busy(sample.NoAlarms()), sample.Reads(clicks, sample.Function), sample.Linked("AWS::CloudWatch::Metric"))},
	{Name: "reads a queue, whose messages have no iterator", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: append(busy(sample.NoAlarms()), sample.Reads(sample.Queue, sample.Function))},
	{Name: "the mapping is off", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(busy(sample.NoAlarms()),
		sample.Mapped(clicks, sample.Function, func(m *facts.Mapping) { m.State = "Disabled" }))},
	{Name: "nothing came from the stream", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: append(busy(sample.NoAlarms()), sample.Reads(clicks, sample.Function), sample.Idle())},
	{Name: "what it reads is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(busy(sample.NoAlarms()), facts.EventSources.Broke(sample.Region, sample.Denied("lambda:ListEventSourceMappings")))},
	{Name: "alarms are denied", Want: rules.Unknown, Subject: sample.TheFunction(), Given: []audit.Given{sample.Reads(clicks, sample.Function),
		sample.Activity(14, sample.Busy(5000, 900, 2000), nil), facts.Alarms.Broke(sample.Region, sample.Denied("cloudwatch:DescribeAlarms"))}},
}
