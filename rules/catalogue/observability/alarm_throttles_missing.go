package observability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

const throttlesFix = `aws cloudwatch put-metric-alarm --alarm-name NAME-throttles --namespace AWS/Lambda --metric-name Throttles --dimensions Name=FunctionName,Value=NAME --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region REGION
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`

const throttlesRegionFix = `# one alarm on all functions together shows that somebody is refused
aws cloudwatch put-metric-alarm --alarm-name lambda-throttles --namespace AWS/Lambda --metric-name Throttles --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region REGION
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`

// throttlesAlarm is of use to what was called in vain, too.
var throttlesAlarm = functionAlarm{
	metric: "Throttles", what: "throttles", regionFix: throttlesRegionFix,
	calls: func(a *facts.Activity) float64 {
		return a.Total(func(d *facts.Day) float64 { return d.Invocations + d.Throttles })
	},
}

var _ = rules.Register(rules.Rule{
	ID: "alarm-throttles-missing", Title: "has no alarm on its throttles",
	Severity: rules.Low, Pillar: rules.Observability,
	Why: "Calls that Lambda refuses are in no log of the function. Callers see errors, queues fill, and only this metric tells why.",
	Fix: throttlesFix,
	Refs: []string{
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#Lambda",
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion, facts.KindFunction},
	Requires: functionAlarmReads,
	Check:    throttlesAlarm.check,
	Examples: throttlesAlarmExamples,
})
