package observability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// ErrorsAlarmParams are the thresholds of alarm-errors-missing.
type ErrorsAlarmParams struct {
	// BusyInvocations are those in the window from which the finding is medium.
	BusyInvocations float64 `json:"busy_invocations"`
}

const errorsFix = `aws cloudwatch put-metric-alarm --alarm-name NAME-errors --namespace AWS/Lambda --metric-name Errors --dimensions Name=FunctionName,Value=NAME --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region REGION
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`

const errorsRegionFix = `# one alarm on the errors of all functions together is a start; each that matters should have its own
aws cloudwatch put-metric-alarm --alarm-name lambda-errors --namespace AWS/Lambda --metric-name Errors --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region REGION
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`

var errorsAlarm = functionAlarm{
	metric: "Errors", what: "errors", calls: (*facts.Activity).Invocations, regionFix: errorsRegionFix,
	severity: func(in *rules.Input, calls float64) rules.Severity {
		if calls >= rules.Params[ErrorsAlarmParams](in).BusyInvocations {
			return rules.Medium
		}
		return rules.Low
	},
}

var _ = rules.Register(rules.Rule{
	ID: "alarm-errors-missing", Title: "has no alarm on its errors",
	Severity: rules.Low, Pillar: rules.Observability,
	Why: "A function that begins to fail is found by its users, or by nobody: what fails asynchronously fails in silence.",
	Fix: errorsFix,
	Refs: []string{
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#Lambda",
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion, facts.KindFunction},
	Requires: functionAlarmReads,
	Params:   &ErrorsAlarmParams{BusyInvocations: 1000},
	Check:    errorsAlarm.check,
	Examples: errorsAlarmExamples,
})
