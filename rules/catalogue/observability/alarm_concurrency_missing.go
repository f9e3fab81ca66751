package observability

import (
	"cmp"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "alarm-concurrency-missing", Title: "no alarm tells when the region's concurrency runs out",
	Severity: rules.Low, Pillar: rules.Observability,
	Why: "All functions of a region share its concurrent executions. When one of them takes too many, all others are throttled, and no metric of theirs says who it was.",
	Fix: `# THRESHOLD: 80 % of the region's limit, which the first command shows
aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions --region REGION
aws cloudwatch put-metric-alarm --alarm-name lambda-concurrency --namespace AWS/Lambda --metric-name ClaimedAccountConcurrency --statistic Maximum --period 60 --evaluation-periods 5 --threshold THRESHOLD --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region REGION
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Service-Quota-Integration.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion},
	Requires: []audit.Dep{facts.Concurrency, views.Alarms, views.Elsewhere},
	Check:    checkConcurrencyAlarm,
	Examples: []rules.Example{
		{Name: "no alarm", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRegion(), Given: used(sample.NoAlarms())},
		{Name: "an alarm on one function's concurrency tells nothing of the region's", Want: rules.Fail, Subject: sample.TheRegion(),
			Given: used(sample.AlarmOn("ConcurrentExecutions", "orders", nil))},
		{Name: "the alarm on the region has its actions switched off", Want: rules.Fail, Subject: sample.TheRegion(),
			Given: used(sample.AlarmOn("ConcurrentExecutions", "", off))},
		{Name: "an alarm on all executions of the region", Want: rules.Pass, Subject: sample.TheRegion(), Given: used(sample.AlarmOn("ConcurrentExecutions", "", nil))},
		{Name: "an alarm on what is claimed", Want: rules.Pass, Subject: sample.TheRegion(), Given: used(sample.AlarmOn("ClaimedAccountConcurrency", "", nil))},
		{Name: "an alarm on the quota's use, as Service Quotas makes it", Want: rules.Pass, Subject: sample.TheRegion(), Given: used(sample.Alarm("quota",
			facts.AlarmMetric{Namespace: "AWS/Usage", Name: "ResourceCount", Statistic: "Maximum", Dimensions: map[string]string{
				"Service": "Lambda", "Resource": "ConcurrentExecutions", "Type": "Resource", "Class": "None"}}))},
		{Name: "another account's metric", Want: rules.Fail, Subject: sample.TheRegion(), Given: used(sample.Alarm("theirs",
			facts.AlarmMetric{Namespace: "AWS/Lambda", Name: "ConcurrentExecutions", Statistic: "Maximum", Account: "999988887777"}))},
		{Name: "a metric stream carries the metrics elsewhere", Want: rules.Unknown, Subject: sample.TheRegion(),
			Given: append(used(sample.NoAlarms()), sample.Streamed())},
		{Name: "alarms are denied", Want: rules.Unknown, Subject: sample.TheRegion(),
			Given: used(facts.Alarms.Broke(sample.Region, sample.Denied("cloudwatch:DescribeAlarms")))},
		{Name: "nothing ran", Want: rules.NotApplicable, Subject: sample.TheRegion(),
			Given: []audit.Given{sample.NoAlarms(), facts.Concurrency.Is(sample.Region, facts.Peak{})}},
	},
})

// used is a region in which functions ran.
func used(alarms ...audit.Given) []audit.Given {
	return append(alarms, sample.WatchedHere(), sample.LinkedNowhere(), facts.Concurrency.Is(sample.Region, facts.Peak{Days: []float64{300, 480}}))
}

// concurrencyAlarms are the alarms on what all functions of the region run at once.
func concurrencyAlarms(alarms *views.RegionAlarms) []views.Watch {
	list := alarms.On(views.UsageMetrics, "ResourceCount", "ConcurrentExecutions")
	for _, metric := range []string{"ClaimedAccountConcurrency", "ConcurrentExecutions", "UnreservedConcurrentExecutions"} {
		list = append(list, alarms.On(views.LambdaMetrics, metric, "")...)
	}
	return list
}

func checkConcurrencyAlarm(in *rules.Input) []rules.Finding {
	region := in.Subject.ID
	peak, err := facts.Concurrency.Of(in.Facts, region)
	highest, ran := peak.Highest()
	switch {
	case !ran && err != nil:
		return rules.One(rules.Undecided(err))
	case !ran:
		return rules.One(rules.Inapplicable("nothing ran in the region in the window"))
	}
	alarms, unlisted := views.Alarms.Of(in.Facts, region)
	silent, unread, watched := watchedBy(concurrencyAlarms(&alarms), never)
	switch err := cmp.Or(unlisted, unread); {
	case watched:
		return nil
	case err != nil:
		return rules.One(rules.Undecided(err))
	}
	return rules.One(unwatchedConcurrency(in, highest, len(peak.Days), silent))
}

// unwatchedConcurrency is the finding about a region that no alarm watches, unless
// somebody may watch it elsewhere.
func unwatchedConcurrency(in *rules.Input, highest float64, days int, silent []string) rules.Finding {
	region := in.Subject.ID
	outside, unread := views.Elsewhere.Of(in.Facts, region)
	if outside != "" {
		return perhapsElsewhere("no alarm watches the concurrency of "+region, outside)
	}
	f := rules.Failed("no alarm watches the concurrent executions of "+region+", of which up to "+rules.Number(highest)+" ran at once",
		rules.Configured("alarm on ConcurrentExecutions or ClaimedAccountConcurrency", "none", "one that notifies somebody"),
		in.Measured("concurrent executions", "highest daily Maximum", highest, nil, "", float64(days)))
	if len(silent) > 0 {
		f.Message += "; " + strings.Join(silent, "; ")
	}
	return unlessElsewhere(f, unread)
}
