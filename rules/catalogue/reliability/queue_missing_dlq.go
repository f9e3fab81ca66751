package reliability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "queue-missing-dlq", Title: "reads from a queue without a dead-letter queue",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A message that fails is delivered again and again until it expires: it costs an invocation each time, holds up those behind it, and is then gone without a trace.",
	Fix: queueFix("QUEUE", "DLQ_ARN", ""),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
		"https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
	},
	Kinds:    []audit.KindName{facts.KindQueue},
	Requires: []audit.Dep{facts.Queues, facts.DeadLetterSources, views.Consumers, views.FailsTo},
	Check:    checkQueueDLQ,
	Examples: queueDLQExamples,
})

func checkQueueDLQ(in *rules.Input) []rules.Finding {
	if _, ended, _ := readersOf(in); ended != nil {
		return ended
	}
	readers, _ := views.Consumers.Of(in.Facts, in.Subject.ID) // disabled ones too; that there may be more changes nothing
	q, err := facts.Queues.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if q.Redrive != "" {
		return nil
	}
	takes, unsure := takesFailures(in, readers)
	switch {
	case takes != "":
		return rules.One(rules.Inapplicable("it takes what failed elsewhere: " + takes))
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	}
	return rules.One(noRedrive(in, readers))
}

// takesFailures says whose dead-letter queue the queue is, or which functions
// fail to it that do not read from it themselves; it is "" where there are none,
// and the error says that there may be some.
func takesFailures(in *rules.Input, readers []facts.Mapping) (string, error) {
	sources, err := facts.DeadLetterSources.Of(in.Facts, in.Subject.ID)
	if len(sources) > 0 {
		return strings.Join(sources, ", "), nil
	}
	failing, more := views.FailsTo.Of(in.Facts, in.Subject.ID)
	others := slices.DeleteFunc(slices.Clone(failing), func(function string) bool {
		return slices.ContainsFunc(readers, func(m facts.Mapping) bool { return m.Function == function })
	})
	return strings.Join(names(others), ", "), cmp.Or(err, more)
}

func noRedrive(in *rules.Input, readers []facts.Mapping) rules.Finding {
	var arns, disabled []string
	for _, m := range readers {
		arns = append(arns, m.Function)
		if m.Off() {
			disabled = append(disabled, m.ARN)
		}
	}
	functions := names(arns)
	f := rules.Failed(fmt.Sprintf("the queue has no redrive policy, and %s from it: %s", reading(len(functions)), strings.Join(functions, ", ")),
		rules.Configured("redrive policy", "none", "a dead-letter queue and maxReceiveCount of at least 5"))
	if len(disabled) > 0 {
		f.Message += fmt.Sprintf(" (%s of %s disabled)", rules.Number(float64(len(disabled))), rules.Plural(len(readers), "mapping"))
		f.Evidence = append(f.Evidence, rules.Configured("disabled mappings", disabled, nil))
	}
	f.Fix = fixFor(in.Subject.ID)
	return f
}

// fixFor names the queue that is to be made: that of a FIFO queue is one too,
// and its name says so.
func fixFor(queue string) string {
	a, _ := audit.ParseARN(queue)
	name, fifo := strings.CutSuffix(a.Name(), ".fifo")
	name = rules.InCommand(name, "QUEUE")
	prefix := strings.TrimSuffix(queue, a.Name())
	if fifo {
		return queueFix(name, rules.InCommand(prefix, "DLQ_ARN_OF_")+name+"-dlq.fifo", ".fifo")
	}
	return queueFix(name, rules.InCommand(prefix, "DLQ_ARN_OF_")+name+"-dlq", "")
}

// queueFix makes a dead-letter queue and sends to it what failed five times.
func queueFix(queue, deadLetters, suffix string) string {
	attributes := "MessageRetentionPeriod=1209600"
	if suffix != "" {
		attributes += ",FifoQueue=true"
	}
	return fmt.Sprintf(`aws sqs create-queue --queue-name %s-dlq%s --attributes %s --region REGION
aws sqs set-queue-attributes --queue-url QUEUE_URL --attributes '{"RedrivePolicy":"{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"5\"}"}' --region REGION
# SAM: RedrivePolicy: {deadLetterTargetArn: !GetAtt Dlq.Arn, maxReceiveCount: 5}      Terraform: redrive_policy = jsonencode({...})`,
		queue, suffix, attributes, deadLetters)
}

func reading(functions int) string {
	if functions == 1 {
		return "one function reads"
	}
	return fmt.Sprintf("%d functions read", functions)
}

// names are the functions' names, sorted, each once.
func names(arns []string) []string {
	list := audit.Names(arns)
	slices.Sort(list)
	return slices.Compact(list)
}
