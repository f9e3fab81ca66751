//go:build integration

package integration

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

// An alarm is one of the plan; it calls somebody, unless it says otherwise.
type alarm struct {
	metric    string // of AWS/Lambda
	function  string // none: of all functions together
	queue     string // its depth, in place of metric and function
	threshold float64
	rule      string // of an alarm that is made of others
	action    string // a service; "sns" unless said, "none" for none
	off       bool   // its actions are switched off
	math      bool   // it computes with the metric
	query     bool   // it selects the metric by a query
}

// thresholdMS is below every timeout of the plan, in milliseconds.
const thresholdMS = 2500

// onAll are alarms on metrics of all functions of a region together; "depth of q"
// is one on a queue.
func onAll(metrics ...string) []alarm {
	list := make([]alarm, len(metrics))
	for i, m := range metrics {
		if queue, ok := strings.CutPrefix(m, "depth of "); ok {
			list[i].queue = queue
		} else {
			list[i] = alarm{metric: m, threshold: thresholdMS}
		}
	}
	return list
}

// mute are the same alarms, which call nobody.
func mute(list []alarm) []alarm {
	list = slices.Clone(list)
	for i := range list {
		list[i].action = "none"
	}
	return list
}

// watching are the alarms that a function should have.
func watching(function string) []alarm {
	list := onAll("Errors", "Throttles", "Duration")
	for i := range list {
		list[i].function = function
	}
	return list
}

func (a *alarm) name() string {
	return strings.Trim(fmt.Sprintf("%s-%s%s%s", a.function, a.queue, a.metric, a.action), "-")
}

// actions are the ARNs that the alarm calls.
func (a *alarm) actions(region string) []string {
	switch a.action {
	case "none":
		return nil
	case "autoscaling":
		return []string{"arn:aws:autoscaling:" + region + ":" + account + ":scalingPolicy:1:autoScalingGroupName/shop:policyName/grow"}
	}
	return []string{"arn:aws:sns:" + region + ":" + account + ":on-call"}
}

// alarms plants alarms; those that are made of others come last.
func (s *seeder) alarms(list []alarm) error {
	for _, a := range list {
		if err := s.alarm(&a); err != nil {
			return fmt.Errorf("put the alarm %s: %w", a.name(), err)
		}
	}
	return nil
}

func (s *seeder) alarm(a *alarm) error {
	if a.rule != "" {
		_, err := s.metrics.PutCompositeAlarm(s.ctx, &cloudwatch.PutCompositeAlarmInput{AlarmName: aws.String("of " + a.name()), AlarmRule: &a.rule, AlarmActions: a.actions(s.region)})
		return err
	}
	in := &cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String(a.name()), ActionsEnabled: aws.Bool(!a.off), AlarmActions: a.actions(s.region),
		Namespace: aws.String("AWS/Lambda"), MetricName: &a.metric, Statistic: types.StatisticMaximum, Period: aws.Int32(300), EvaluationPeriods: aws.Int32(1),
		Threshold: &a.threshold, ComparisonOperator: types.ComparisonOperatorGreaterThanThreshold,
	}
	if a.function != "" {
		in.Dimensions = []types.Dimension{dimension("FunctionName", a.function)}
	}
	if a.queue != "" {
		in.Namespace, in.MetricName = aws.String("AWS/SQS"), aws.String("ApproximateNumberOfMessagesVisible")
		in.Dimensions = []types.Dimension{dimension("QueueName", a.queue)}
	}
	if a.math || a.query {
		in.Namespace, in.MetricName, in.Statistic, in.Period = nil, nil, "", nil
		in.Metrics = a.expression()
	}
	_, err := s.metrics.PutMetricAlarm(s.ctx, in)
	return err
}

// expression is what the alarm computes in place of a metric of its own.
func (a *alarm) expression() []types.MetricDataQuery {
	if a.query {
		return []types.MetricDataQuery{{Id: aws.String("q"), Expression: aws.String(fmt.Sprintf(`SELECT MAX(%s) FROM "AWS/Lambda"`, a.metric)), Period: aws.Int32(60), ReturnData: aws.Bool(true)}}
	}
	return []types.MetricDataQuery{
		{Id: aws.String("share"), Expression: aws.String("100 * used / 1000"), ReturnData: aws.Bool(true)},
		{Id: aws.String("used"), ReturnData: aws.Bool(false), MetricStat: &types.MetricStat{
			Metric: &types.Metric{Namespace: aws.String("AWS/Lambda"), MetricName: &a.metric}, Period: aws.Int32(60), Stat: aws.String("Maximum")}},
	}
}
