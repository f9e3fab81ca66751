package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"lambda-audit/audit"
)

// KindAlarm is the kind of the regions' alarms.
const KindAlarm audit.KindName = "alarm"

// Alarm is an alarm on metrics, or one that is made of others.
type Alarm struct {
	Name    string   `json:"name"`
	Off     bool     `json:"off,omitempty"`     // its actions are switched off
	Actions []string `json:"actions,omitempty"` // the services that it calls when it goes off, such as "sns"
	Rule    string   `json:"rule,omitempty"`    // of an alarm that is made of others: which
	// Threshold is null where a band, another alarm or a query decides.
	Threshold *float64      `json:"threshold,omitempty"`
	Metrics   []AlarmMetric `json:"metrics,omitempty"` // all that it computes with
	PromQL    string        `json:"promql,omitempty"`  // a query in place of metrics
}

// AlarmMetric is a metric that an alarm computes with, or an expression over
// others: metric math, a band of anomaly detection or a Metrics Insights query.
type AlarmMetric struct {
	Namespace  string            `json:"namespace,omitempty"`
	Name       string            `json:"name,omitempty"`
	Statistic  string            `json:"statistic,omitempty"`
	Dimensions map[string]string `json:"dimensions,omitempty"`
	Expression string            `json:"expression,omitempty"`
	Account    string            `json:"account,omitempty"` // where the metric is, if not here
}

// Alarms are the alarms of the regions.
var Alarms = audit.RegisterFact(audit.Fact[Alarm]{
	Name: "alarms", Doc: "the alarms on metrics and those made of other alarms: what they watch, and whether they call anybody",
	Kind: KindAlarm, Over: audit.KindRegion,
	Operations: []string{"CloudWatch.DescribeAlarms"},
	Actions:    []string{"cloudwatch:DescribeAlarms"},
	Collect:    collectAlarms,
	Example: audit.Example{
		Reply:  `{"MetricAlarms":[{"AlarmName":"orders-errors","AlarmArn":"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:orders-errors","ActionsEnabled":true,"AlarmActions":["arn:aws:sns:eu-west-1:111122223333:on-call"],"Namespace":"AWS/Lambda","MetricName":"Errors","Statistic":"Sum","Dimensions":[{"Name":"FunctionName","Value":"orders-api"}],"Threshold":1}],"CompositeAlarms":[{"AlarmName":"orders","AlarmRule":"ALARM(\"orders-errors\")"}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html",
	},
})

// AlarmKind is the kind of the alarms of the audited regions.
var AlarmKind = audit.RegisterKind(audit.Kind{
	Name: KindAlarm, Doc: "a CloudWatch alarm",
	From: []audit.Dep{Alarms},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		var list []audit.Subject
		err := Alarms.All(r, func(arn string, _ Alarm) {
			a, _ := audit.ParseARN(arn)
			list = append(list, audit.Subject{Kind: KindAlarm, ID: arn, Account: a.Account, Region: a.Region})
		})
		return list, err
	},
})

// alarmPagesForNamed is how many pages of a hundred alarms are worth reading for
// a few functions that were named.
const alarmPagesForNamed = 5

func collectAlarms(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[Alarm]) error {
	region := regions[0].ID
	client := audit.Client(s, region, cloudwatch.NewFromConfig)
	in := cloudwatch.DescribeAlarmsInput{
		AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm}, MaxRecords: aws.Int32(100),
	}
	read := 0
	return audit.Pages(ctx, "", func(ctx context.Context, token *string) (int, *string, error) {
		if read++; s.Header.Scope.Named() != nil && read > alarmPagesForNamed {
			return 0, nil, &audit.Unknown{Reason: audit.NotAsked, Fact: "alarms", Message: "the region has too many alarms to read them all for the functions that were named"}
		}
		in.NextToken = token
		out, err := client.DescribeAlarms(ctx, &in)
		if err != nil {
			return 0, nil, fmt.Errorf("describe the alarms of %s: %w", region, err)
		}
		for i := range out.MetricAlarms {
			put(aws.ToString(out.MetricAlarms[i].AlarmArn), metricAlarm(&out.MetricAlarms[i], s.Header.Account), nil)
		}
		for i := range out.CompositeAlarms {
			a := &out.CompositeAlarms[i]
			put(aws.ToString(a.AlarmArn), Alarm{Name: aws.ToString(a.AlarmName), Off: a.ActionsEnabled != nil && !*a.ActionsEnabled,
				Actions: servicesOf(a.AlarmActions), Rule: aws.ToString(a.AlarmRule)}, nil)
		}
		return len(out.MetricAlarms) + len(out.CompositeAlarms), out.NextToken, nil
	})
}

func metricAlarm(m *types.MetricAlarm, account string) Alarm {
	a := Alarm{Name: aws.ToString(m.AlarmName), Off: m.ActionsEnabled != nil && !*m.ActionsEnabled,
		Actions: servicesOf(m.AlarmActions), Threshold: m.Threshold}
	if m.ThresholdMetricId != nil {
		a.Threshold = nil
	}
	if m.MetricName != nil {
		statistic := string(m.Statistic)
		if m.ExtendedStatistic != nil {
			statistic = *m.ExtendedStatistic
		}
		a.Metrics = append(a.Metrics, AlarmMetric{Namespace: aws.ToString(m.Namespace), Name: *m.MetricName, Statistic: statistic,
			Dimensions: dimensionsOf(m.Dimensions)})
	}
	for i := range m.Metrics {
		a.Metrics = append(a.Metrics, alarmMetric(&m.Metrics[i], account))
	}
	if c, ok := m.EvaluationCriteria.(*types.EvaluationCriteriaMemberPromQLCriteria); ok {
		a.PromQL = aws.ToString(c.Value.Query)
	}
	return a
}

func alarmMetric(q *types.MetricDataQuery, account string) AlarmMetric {
	m := AlarmMetric{Expression: aws.ToString(q.Expression)}
	if id := aws.ToString(q.AccountId); id != account {
		m.Account = id
	}
	if q.MetricStat != nil && q.MetricStat.Metric != nil {
		metric := q.MetricStat.Metric
		m.Namespace, m.Name = aws.ToString(metric.Namespace), aws.ToString(metric.MetricName)
		m.Statistic, m.Dimensions = aws.ToString(q.MetricStat.Stat), dimensionsOf(metric.Dimensions)
	}
	return m
}

func dimensionsOf(list []types.Dimension) map[string]string {
	dimensions := make(map[string]string, len(list))
	for _, d := range list {
		dimensions[aws.ToString(d.Name)] = aws.ToString(d.Value)
	}
	return dimensions
}

// servicesOf are the services that ARNs are of, sorted.
func servicesOf(arns []string) []string {
	services := make([]string, 0, len(arns))
	for _, arn := range arns {
		if a, ok := audit.ParseARN(arn); ok {
			services = append(services, a.Service)
		}
	}
	return sorted(services)
}
