package observability

import (
	"cmp"
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "alarm-without-action", Title: "no alarm on the region's functions notifies anybody",
	Severity: rules.Medium, Pillar: rules.Observability,
	Why: "An alarm without an action, or with its actions switched off, turns red on a page that somebody has to open. Until then nobody knows.",
	Fix: `aws cloudwatch describe-alarms --query 'MetricAlarms[?Namespace==` + "`AWS/Lambda`" + `].[AlarmName,ActionsEnabled,AlarmActions]' --output table --region REGION
# switch actions on where there are some
aws cloudwatch enable-alarm-actions --alarm-names ALARM_NAME --region REGION
# and give the others a topic that somebody reads, by put-metric-alarm with all of the alarm's settings and --alarm-actions TOPIC_ARN
# SAM: AlarmActions: [!Ref Topic]      Terraform: alarm_actions = [aws_sns_topic.on_call.arn]`,
	Refs: []string{
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html",
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion},
	Requires: []audit.Dep{views.Alarms},
	Check:    checkAction,
	Examples: []rules.Example{
		{Name: "two alarms, and neither has an action", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("Errors", "", mute), sample.AlarmOn("Throttles", "", mute)}},
		{Name: "its actions are switched off", Want: rules.Fail, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("Errors", "orders", off)}},
		{Name: "one without action, and one that notifies, whose query is not understood", Want: rules.Unknown, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("Errors", "", mute), unreadAlarm(nil)}},
		{Name: "one without action, and another whose query is not understood", Want: rules.Fail, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("Errors", "", mute), unreadAlarm(mute)}},
		{Name: "one alarm, whose query is not understood", Want: rules.Unknown, Subject: sample.TheRegion(), Given: []audit.Given{unreadAlarm(mute)}},
		{Name: "one of two notifies somebody", Want: rules.Pass, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("Errors", "", mute), sample.AlarmOn("Throttles", "", nil)}},
		{Name: "it is part of a composite alarm that notifies somebody", Want: rules.Pass, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("Errors", "", mute), sample.Together(`ALARM("Errors of all")`)}},
		{Name: "a composite alarm waits for it to be OK", Want: rules.Fail, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("Errors", "", mute), sample.Together(`OK("Errors of all")`)}},
		{Name: "alarms that scale provisioned concurrency are for nobody to read", Want: rules.NotApplicable, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("ProvisionedConcurrencyUtilization", "orders", func(a *facts.Alarm) { a.Actions = []string{"autoscaling"} })}},
		{Name: "alarms on other services only", Want: rules.NotApplicable, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.Alarm("cpu", facts.AlarmMetric{Namespace: "AWS/EC2", Name: "CPUUtilization", Statistic: "Average"})}},
		{Name: "no alarms", Want: rules.NotApplicable, Subject: sample.TheRegion(), Given: []audit.Given{sample.NoAlarms()}},
		{Name: "the listing broke off, and the alarms of its first page notify nobody", Want: rules.Unknown, Subject: sample.TheRegion(), Given: []audit.Given{
			sample.AlarmOn("Errors", "", mute), facts.Alarms.Broke(sample.Region, sample.Denied("cloudwatch:DescribeAlarms"))}},
	},
})

func mute(a *facts.Alarm) { a.Actions = nil }

func off(a *facts.Alarm) { a.Off = true }

// unreadAlarm is an alarm on a query that nobody here understands.
func unreadAlarm(change func(*facts.Alarm)) audit.Given {
	return sample.AlarmOn("Errors", "", func(a *facts.Alarm) {
		a.Name, a.Metrics, a.PromQL = "query", nil, `sum(rate(Errors{namespace="AWS/Lambda"}))`
		if change != nil {
			change(a)
		}
	})
}

func checkAction(in *rules.Input) []rules.Finding {
	alarms, unlisted := views.Alarms.Of(in.Facts, in.Subject.ID)
	var names []string
	var unread error // of an alarm that may watch functions
	for _, w := range alarms.Within(views.LambdaMetrics) {
		switch {
		case w.Unsure && w.Notifies:
			unlisted = cmp.Or[error](unlisted, w.NotRead())
		case w.Unsure:
			unread = w.NotRead()
		case w.Notifies:
			return nil
		default:
			names = append(names, w.Alarm)
		}
	}
	switch {
	case unlisted != nil:
		return rules.One(rules.Undecided(unlisted))
	case len(names) == 0 && unread != nil:
		return rules.One(rules.Undecided(unread))
	case len(names) == 0:
		return rules.One(rules.Inapplicable("no alarm of " + in.Subject.ID + " watches functions"))
	}
	some := names[:min(len(names), busiest)]
	f := rules.Failed(fmt.Sprintf("%s on functions in %s and none that notifies anybody (%s), unless a rule of EventBridge passes them on",
		rules.Plural(len(names), "alarm"), in.Subject.ID, strings.Join(some, ", ")),
		rules.Configured("alarms", len(names), nil), rules.Configured("alarms that notify somebody", 0, "at least one"))
	f.Confidence = rules.Likely
	return rules.One(f)
}
