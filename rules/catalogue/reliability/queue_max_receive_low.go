package reliability

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// MaxReceiveParams are the thresholds of queue-max-receive-low.
type MaxReceiveParams struct {
	MinReceives int `json:"min_receives"`
}

var _ = rules.Register(rules.Rule{
	ID: "queue-max-receive-low", Title: "reads from a queue that sets messages aside too soon",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "A throttled poll and a moment's failure count as receives too: messages that would have gone through lie in the dead-letter queue, and somebody has to send them back by hand.",
	Fix: receivesFix("DLQ_ARN", 5),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
		"https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
	},
	Kinds:    []audit.KindName{facts.KindQueue},
	Requires: []audit.Dep{facts.Queues, views.Consumers},
	Params:   &MaxReceiveParams{MinReceives: 5},
	Check:    checkMaxReceive,
	Examples: []rules.Example{
		{Name: "set aside after two tries", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheQueue(), Given: received(2)},
		{Name: "five tries, as AWS recommends", Want: rules.Pass, Subject: sample.TheQueue(), Given: received(5)},
		{Name: "no redrive policy: another rule's", Want: rules.NotApplicable, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Reads(sample.Queue, sample.Function), facts.Queues.Is(sample.Queue, facts.Queue{ARN: sample.Queue})}},
		{Name: "no function reads from it", Want: rules.NotApplicable, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Reads(sample.Failures, sample.Function), redriven(2)}},
		{Name: "its only mapping is disabled", Want: rules.NotApplicable, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.State = "Disabled" }), redriven(2)}},
		{Name: "a queue of another account that the auditor may not read", Want: rules.Unknown, Subject: sample.TheQueue(),
			Given: []audit.Given{sample.Reads(sample.Queue, sample.Function), facts.Queues.IsUnknown(sample.Queue, sample.Denied("sqs:GetQueueAttributes"))}},
		{Name: "the redrive policy does not say how often", Want: rules.Unknown, Subject: sample.TheQueue(), Given: received(0)},
	},
})

func received(times int) []audit.Given {
	return []audit.Given{sample.Reads(sample.Queue, sample.Function), redriven(times)}
}

// redriven is the queue with a dead-letter queue, to which it sends after so many
// tries.
func redriven(times int) audit.Given {
	return facts.Queues.Is(sample.Queue, facts.Queue{ARN: sample.Queue, Redrive: sample.Failures, MaxReceives: times})
}

func checkMaxReceive(in *rules.Input) []rules.Finding {
	if _, ended, _ := readersOf(in); ended != nil {
		return ended
	}
	q, err := facts.Queues.Of(in.Facts, in.Subject.ID)
	p := rules.Params[MaxReceiveParams](in)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case q.Redrive == "":
		return rules.One(rules.Inapplicable("it has no redrive policy"))
	case q.MaxReceives == 0:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.Queues.Name, Message: "the redrive policy does not say after how many receives"}))
	case q.MaxReceives >= p.MinReceives:
		return nil
	}
	f := rules.Failed(fmt.Sprintf("a message is set aside after %s, throttled polls included", rules.Plural(q.MaxReceives, "receive")),
		rules.Configured("maxReceiveCount", q.MaxReceives, fmt.Sprintf("at least %d", p.MinReceives)), rules.Configured("dead-letter queue", q.Redrive, nil))
	f.Fix = receivesFix(rules.InCommand(q.Redrive, "DLQ_ARN"), p.MinReceives)
	return rules.One(f)
}

func receivesFix(deadLetters string, times int) string {
	return fmt.Sprintf(`aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes '{"RedrivePolicy":"{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}"}' --region REGION
# SAM: RedrivePolicy: {maxReceiveCount: %d}      Terraform: redrive_policy = jsonencode({maxReceiveCount = %d, ...})`, deadLetters, times, times, times)
}
