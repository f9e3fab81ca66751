package observability

import (
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var throttlesAlarmExamples = []rules.Example{
	{Name: "an alarm watches another function, and none this one", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Throttles", "invoices", nil))},
	{Name: "an alarm on its errors tells nothing of throttles", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: busy(sample.AlarmOn("Errors", "orders", nil), sample.AlarmOn("Throttles", "invoices", nil))},
	{Name: "every call of it was throttled, and no alarm tells", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: append(busy(sample.AlarmOn("Throttles", "invoices", nil)), sample.Activity(14, facts.Day{Throttles: 40}, nil))},
	{Name: "an alarm of its own", Want: rules.Pass, Subject: sample.TheFunction(), Given: busy(sample.AlarmOn("Throttles", "orders", nil))},
	{Name: "an alarm on all functions together", Want: rules.Pass, Subject: sample.TheFunction(), Given: busy(sample.AlarmOn("Throttles", "", nil))},
	{Name: "a region without any such alarm", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRegion(), Given: busy(sample.AlarmOn("Errors", "", nil))},
	{Name: "nothing of the region is watched: the region is told once", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: busy(sample.NoAlarms())},
	{Name: "never called", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(busy(sample.NoAlarms()), sample.Idle())},
	{Name: "alarms are denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: busy(facts.Alarms.Broke(sample.Region, sample.Denied("cloudwatch:DescribeAlarms")))},
}
