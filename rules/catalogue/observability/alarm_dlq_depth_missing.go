package observability

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

const depthFix = `aws cloudwatch put-metric-alarm --alarm-name QUEUE-depth --namespace AWS/SQS --metric-name ApproximateNumberOfMessagesVisible --dimensions Name=QueueName,Value=QUEUE --statistic Maximum --period 300 --evaluation-periods 1 --threshold 0 --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region REGION
# NumberOfMessagesSent does not do: a queue's redrive policy moves messages without sending them
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`

var _ = rules.Register(rules.Rule{
	ID: "alarm-dlq-depth-missing", Title: "what it failed on piles up in a queue that no alarm watches",
	Severity: rules.Medium, Pillar: rules.Observability,
	Why: "A dead-letter queue keeps what failed for a few days, and then it is gone. Without an alarm nobody looks before that, and the queue only puts the loss off.",
	Fix: depthFix,
	Refs: []string{
		"https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html",
		"https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html",
	},
	Kinds:    []audit.KindName{facts.KindFailureQueue},
	Requires: []audit.Dep{facts.Queues, views.FailsNow, views.RedrivesTo, views.Alarms, views.Elsewhere},
	Check:    checkDepth,
	Examples: depthExamples,
})

// depthMetrics grow when a message arrives and stays.
var depthMetrics = []string{"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"}

func checkDepth(in *rules.Input) []rules.Finding {
	from, unsure := failing(in)
	if len(from) == 0 {
		if unsure != nil {
			return rules.One(rules.Undecided(unsure))
		}
		return rules.One(rules.Inapplicable("nothing that is in use fails to it"))
	}
	queue, _ := audit.ParseARN(in.Subject.ID)
	if queue.Account != in.Facts.Header().Account {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Alarms.Name,
			Message: "the queue is the account " + queue.Account + "'s, and so would its alarms be"}))
	}
	alarms, unlisted := views.Alarms.Of(in.Facts, queue.Region)
	var list []views.Watch
	for _, metric := range depthMetrics {
		list = append(list, alarms.On(views.QueueMetrics, metric, queue.Name())...)
	}
	silent, unread, watched := watchedBy(list, never)
	switch err := cmp.Or(unlisted, unread); {
	case watched:
		return nil
	case err != nil:
		return rules.One(rules.Undecided(err))
	}
	if ended := gone(in); ended != nil {
		return ended
	}
	return rules.One(unwatchedDepth(in, from, silent, &alarms))
}

// gone ends the check of a queue that is gone: no alarm would help, and
// failure-path-broken tells of it. Of the target of a queue's redrive policy
// nobody is asked whether it is there, unless a function happens to name it, too:
// what is said of it does not hang on that.
func gone(in *rules.Input) []rules.Finding {
	queues, unsure := views.RedrivesTo.Of(in.Facts, in.Subject.ID)
	if len(queues) > 0 {
		return nil
	}
	_, err := facts.Queues.Of(in.Facts, in.Subject.ID)
	why := (*audit.Unknown)(nil)
	switch {
	case !errors.As(err, &why):
		return nil
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	case why.Reason == audit.Gone:
		return rules.One(rules.Inapplicable("the queue is gone"))
	}
	return rules.One(rules.Undecided(err))
}

// unwatchedDepth is the finding about a queue that no alarm watches, unless
// somebody may watch it elsewhere.
func unwatchedDepth(in *rules.Input, from, silent []string, alarms *views.RegionAlarms) rules.Finding {
	queue, _ := audit.ParseARN(in.Subject.ID)
	outside, unread := views.Elsewhere.Of(in.Facts, queue.Region)
	if outside != "" {
		return perhapsElsewhere("no alarm watches its depth", outside)
	}
	f := rules.Failed(fmt.Sprintf("no alarm watches the queue that takes what failed of %s", strings.Join(from, ", ")),
		rules.Configured("alarm on "+depthMetrics[0], "none", "one that notifies somebody"), rules.Configured("takes what failed of", from, nil))
	if sent := alarms.On(views.QueueMetrics, "NumberOfMessagesSent", queue.Name()); len(sent) > 0 {
		f.Message += fmt.Sprintf("; the alarm %s counts messages sent, and what a redrive policy moves is not sent", sent[0].Alarm)
	}
	if len(silent) > 0 {
		f.Message += "; " + strings.Join(silent, "; ")
	}
	return unlessElsewhere(f, unread)
}

// failing are the functions and queues whose failures the queue takes. The error
// says that there may be some.
func failing(in *rules.Input) ([]string, error) {
	functions, unsure := views.FailsNow.Of(in.Facts, in.Subject.ID)
	queues, more := views.RedrivesTo.Of(in.Facts, in.Subject.ID)
	var names []string
	for _, arn := range functions {
		names = append(names, nameOf(arn))
	}
	for _, arn := range queues {
		names = append(names, "the queue "+nameOf(arn))
	}
	return names, cmp.Or(unsure, more)
}
