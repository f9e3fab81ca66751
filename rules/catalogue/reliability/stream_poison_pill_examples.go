package reliability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var poisonPillExamples = []rules.Example{
	{Name: "as a mapping is made: tried until it expires, and nowhere to fail to", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheMapping(),
		Given: pill(nil)},
	{Name: "the same, and records wait longer from day to day", Want: rules.Fail, Severity: rules.High, Subject: sample.TheMapping(),
		Given: append(pill(nil), sample.Waiting(0.1, 0.1, 3, 9))},
	{Name: "tries are bounded, and what fails is dropped", Want: rules.Fail, Severity: rules.High, Subject: sample.TheMapping(),
		Given: pill(func(m *facts.Mapping) { m.MaxRetries, m.Bisect = new(5), true })},
	{Name: "one bad record takes its batch along", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheMapping(),
		Given: pill(func(m *facts.Mapping) { m.MaxAgeS, m.OnFailure = new(3600), sample.Failures })},
	{Name: "a wait that comes and goes is no trend", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheMapping(),
		Given: append(pill(nil), sample.Waiting(1, 9, 2, 9, 1))},
	{Name: "metrics denied", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheMapping(),
		Given: append(pill(nil), facts.Troubles.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")))},
	{Name: "bounded, bisected, and told", Want: rules.Pass, Subject: sample.TheMapping(), Given: pill(cured)},
	{Name: "partial batch responses instead of bisecting", Want: rules.Pass, Subject: sample.TheMapping(),
		Given: pill(func(m *facts.Mapping) {
			cured(m)
			m.Bisect, m.Responses = false, []string{partialResponses}
		})},
	{Name: "Kafka bounds by itself what has a destination", Want: rules.Pass, Subject: sample.TheMapping(),
		Given: pill(func(m *facts.Mapping) {
			m.Source, m.SelfManaged, m.Bisect, m.OnFailure = "", true, true, "arn:aws:sns:eu-west-1:111122223333:failed"
		})},
	{Name: "Kafka with nothing set", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheMapping(),
		Given: pill(func(m *facts.Mapping) { m.Source = "arn:aws:kafka:eu-west-1:111122223333:cluster/events/4c1e" })},
	{Name: "a queue: its failure path is its own redrive policy (cdk-nag wants a destination of every mapping)", Want: rules.NotApplicable, Subject: sample.TheMapping(),
		Given: pill(func(m *facts.Mapping) { m.Source = sample.Queue })},
	{Name: "a broker that keeps no order", Want: rules.NotApplicable, Subject: sample.TheMapping(),
		Given: pill(func(m *facts.Mapping) { m.Source = "arn:aws:mq:eu-west-1:111122223333:broker:jobs:b-1" })},
	{Name: "disabled", Want: rules.NotApplicable, Subject: sample.TheMapping(), Given: pill(func(m *facts.Mapping) { m.State = "Disabled" })},
	{Name: "the mappings are denied", Want: rules.Unknown, Subject: sample.TheMapping(),
		Given: []audit.Given{facts.EventSources.Broke(sample.Region, sample.Denied("lambda:ListEventSourceMappings"))}},
}

// pill is a mapping to a stream, and no wait.
func pill(change func(*facts.Mapping)) []audit.Given {
	return []audit.Given{sample.Mapped(sample.Stream, sample.Function, func(m *facts.Mapping) {
		m.BatchSize = 100
		if change != nil {
			change(m)
		}
	}), sample.Calm()}
}

// cured bounds, bisects and tells.
func cured(m *facts.Mapping) {
	m.MaxRetries, m.Bisect, m.OnFailure = new(5), true, sample.Failures
}
