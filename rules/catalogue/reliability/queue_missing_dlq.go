package reliability

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "queue-missing-dlq", Title: "reads from a queue without a dead-letter queue",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A message that fails is delivered again and again until it expires: it costs an invocation each time, holds up those behind it, and is then gone without a trace.",
	Fix: `aws sqs create-queue --queue-name QUEUE-dlq --attributes MessageRetentionPeriod=1209600
aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes '{"RedrivePolicy":"{\"deadLetterTargetArn\":\"DLQ_ARN\",\"maxReceiveCount\":5}"}'
# SAM: RedrivePolicy: {deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5}      Terraform: redrive_policy = jsonencode({...})`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
		"https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
	},
	Kinds:    []audit.KindName{facts.KindQueue},
	Requires: []audit.Dep{facts.Queues, facts.DeadLetterSources, views.Consumers},
	Check:    checkQueueDLQ,
	Examples: []rules.Example{
		{Name: "no redrive policy", Want: rules.Fail, Severity: rules.High, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Reads(sample.Queue), facts.Queues.Is(sample.Queue, facts.Queue{ARN: sample.Queue}), facts.DeadLetterSources.Is(sample.Queue, nil)}},
		{Name: "with a redrive policy", Want: rules.Pass, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Reads(sample.Queue), facts.Queues.Is(sample.Queue, facts.Queue{ARN: sample.Queue, Redrive: sample.Failures, MaxReceives: 5})}},
		{Name: "a function empties a dead-letter queue (sls-mentor leaves it out too)", Want: rules.NotApplicable, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Reads(sample.Queue), facts.Queues.Is(sample.Queue, facts.Queue{ARN: sample.Queue}), facts.DeadLetterSources.Is(sample.Queue, []string{"https://sqs.eu-west-1.amazonaws.com/111122223333/other"})}},
		{Name: "nobody reads from it by a mapping", Want: rules.NotApplicable, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Reads(sample.Failures), facts.Queues.Is(sample.Queue, facts.Queue{ARN: sample.Queue}), facts.DeadLetterSources.Is(sample.Queue, nil)}},
		{Name: "a queue of another account that the auditor may not read", Want: rules.Unknown, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Reads(sample.Queue), facts.Queues.IsUnknown(sample.Queue, sample.Denied("sqs:GetQueueAttributes"))}},
	},
})

func checkQueueDLQ(in *rules.Input) []rules.Finding {
	consumers, err := views.Consumers.Of(in.Facts, in.Subject.ID)
	if len(consumers) == 0 {
		if err != nil {
			return rules.One(rules.Undecided(err))
		}
		return rules.One(rules.Inapplicable("no function reads from it"))
	}
	q, err := facts.Queues.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if q.Redrive != "" {
		return nil
	}
	sources, err := facts.DeadLetterSources.Of(in.Facts, in.Subject.ID)
	if len(sources) > 0 {
		return rules.One(rules.Inapplicable("it is the dead-letter queue of " + strings.Join(sources, ", ")))
	}
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	return rules.One(rules.Failed(
		fmt.Sprintf("the queue has no redrive policy, and %s from it: %s", readers(len(consumers)), strings.Join(names(consumers), ", ")),
		rules.Configured("redrive policy", "none", "a dead-letter queue and maxReceiveCount of at least 5")))
}

func readers(n int) string {
	if n == 1 {
		return "one function reads"
	}
	return fmt.Sprintf("%d functions read", n)
}

// names are the functions' names, sorted, each once.
func names(arns []string) []string {
	list := make([]string, len(arns))
	for i, arn := range arns {
		a, _ := audit.ParseARN(arn)
		list[i] = a.Name()
	}
	slices.Sort(list)
	return slices.Compact(list)
}
