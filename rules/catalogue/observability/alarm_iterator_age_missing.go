package observability

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

var iteratorAgeAlarm = functionAlarm{
	metric: "IteratorAge", what: "iterator age", calls: (*facts.Activity).Invocations, applies: readsStreams, also: streamAlarms,
}

var _ = rules.Register(rules.Rule{
	ID: "alarm-iterator-age-missing", Title: "reads a stream and has no alarm on how far it lags behind",
	Severity: rules.Medium, Pillar: rules.Observability,
	Why: "A consumer that stops, or is too slow, falls behind without an error. When the records reach the end of the stream's retention they are gone, read or not.",
	Fix: `aws cloudwatch put-metric-alarm --alarm-name NAME-iterator-age --namespace AWS/Lambda --metric-name IteratorAge --dimensions Name=FunctionName,Value=NAME --statistic Maximum --period 300 --evaluation-periods 3 --threshold 3600000 --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region REGION
# an hour, in milliseconds: choose what leaves time to mend it within the stream's retention
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: append([]audit.Dep{views.Mappings}, functionAlarmReads...),
	Check:    iteratorAgeAlarm.check,
	Examples: iteratorAgeExamples,
})

// streams are the mappings by which a function reads records that have an age;
// those that are off read nothing.
func streams(in *rules.Input) ([]facts.Mapping, error) {
	mappings, err := views.Mappings.Of(in.Facts, in.Subject.ID)
	var list []facts.Mapping
	for _, m := range mappings {
		if m.Aged() && !m.Off() {
			list = append(list, m)
		}
	}
	return list, err
}

func readsStreams(in *rules.Input) *rules.Finding {
	list, err := streams(in)
	var f rules.Finding
	switch {
	case len(list) > 0:
		return nil
	case err != nil:
		f = rules.Undecided(err)
	default:
		f = rules.Inapplicable("it reads no stream of Kinesis, DynamoDB or DocumentDB")
	}
	return &f
}

// streamAlarms are alarms on what Kinesis measures of its own: how old the records
// are that its readers are given.
func streamAlarms(in *rules.Input, alarms *views.RegionAlarms) []views.Watch {
	list, _ := streams(in) // what is not listed has no alarm that is known
	var watches []views.Watch
	for _, m := range list {
		a, _ := audit.ParseARN(m.Source)
		name, isStream := strings.CutPrefix(a.Resource, "stream/")
		if name, _, _ = strings.Cut(name, "/"); !isStream || m.Kind() != facts.SourceKinesis {
			continue
		}
		for _, metric := range []string{"GetRecords.IteratorAgeMilliseconds", "SubscribeToShardEvent.MillisBehindLatest"} {
			watches = append(watches, alarms.On(views.StreamMetrics, metric, name)...)
		}
	}
	return watches
}
