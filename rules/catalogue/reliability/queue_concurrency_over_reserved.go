package reliability

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "queue-concurrency-over-reserved", Title: "is fed faster from queues than its reserved concurrency takes",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "Lambda polls as if it might run so many at once, and is throttled at the reservation: each throttled batch counts as a receive, until good messages lie in the dead-letter queue.",
	Fix: `# let the queues run no more at once than is reserved (two at least)
aws lambda update-event-source-mapping --uuid MAPPING_UUID --scaling-config MaximumConcurrency=N --region REGION
# or reserve as many as the queues may run together
aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions N --region REGION
# SAM: ScalingConfig: {MaximumConcurrency: N}      Terraform: scaling_config { maximum_concurrency = N }`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
	},
	Kinds:    []audit.KindName{facts.KindEventSource},
	Requires: []audit.Dep{facts.EventSources, facts.ReservedConcurrency, views.Mappings},
	Check:    checkQueueConcurrency,
	Examples: []rules.Example{
		{Name: "ten at once, and five are reserved", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheMapping(),
			Given: append(capped(10), sample.Reserved(5))},
		{Name: "two queues run more together than are reserved", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheMapping(),
			Given: append(capped(10), second(10), sample.Reserved(15))},
		{Name: "as many as are reserved", Want: rules.Pass, Subject: sample.TheMapping(), Given: append(capped(10), sample.Reserved(10))},
		{Name: "the second queue's mapping is disabled", Want: rules.Pass, Subject: sample.TheMapping(),
			Given: append(capped(10), sample.Mapped(sample.Failures, sample.Function, func(m *facts.Mapping) { m.ARN += "2"; m.MaxWorkers, m.State = 10, "Disabled" }), sample.Reserved(15))},
		{Name: "nothing is reserved, which is no fault (checkov 3637)", Want: rules.Pass, Subject: sample.TheMapping(), Given: append(capped(10), sample.Unreserved())},
		{Name: "no maximum concurrency", Want: rules.NotApplicable, Subject: sample.TheMapping(), Given: append(capped(0), sample.Reserved(5))},
		{Name: "a stream", Want: rules.NotApplicable, Subject: sample.TheMapping(),
			Given: []audit.Given{sample.Mapped(sample.Stream, sample.Function, nil), sample.Reserved(5)}},
		{Name: "the reservation is denied", Want: rules.Unknown, Subject: sample.TheMapping(),
			Given: append(capped(10), facts.ReservedConcurrency.IsUnknown(sample.Function, sample.Denied("lambda:GetFunctionConcurrency")))},
	},
})

// capped is a queue that may run so many at once.
func capped(workers int) []audit.Given {
	return []audit.Given{sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.MaxWorkers = workers })}
}

// second is another queue of the same function.
func second(workers int) audit.Given {
	return sample.Mapped(sample.Failures, sample.Function, func(m *facts.Mapping) { m.ARN += "2"; m.MaxWorkers = workers })
}

func checkQueueConcurrency(in *rules.Input) []rules.Finding {
	m, ended := mappingOf(in, func(m *facts.Mapping) bool { return m.Queue() && m.MaxWorkers > 0 }, "it is no queue with a maximum concurrency")
	if ended != nil {
		return ended
	}
	kept, err := facts.ReservedConcurrency.Of(in.Facts, m.Function)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case kept.Executions == nil:
		return nil
	}
	reserved := *kept.Executions
	evidence := []rules.Evidence{rules.Configured("maximum concurrency", m.MaxWorkers, fmt.Sprintf("at most %d", reserved)), rules.Configured("reserved concurrency", reserved, nil)}
	if m.MaxWorkers > reserved {
		return rules.One(rules.Failed(fmt.Sprintf("%s may run %d executions at once, and %d are reserved for the function", sourceOf(&m), m.MaxWorkers, reserved), evidence...))
	}
	total, queues, unlisted := together(in, m.Function)
	switch {
	case total > reserved:
		return rules.One(rules.Failed(fmt.Sprintf("%s may run %d executions at once together, and %d are reserved for the function", rules.Plural(queues, "queue"), total, reserved),
			append(evidence, rules.Configured("maximum concurrency of all its queues", total, fmt.Sprintf("at most %d", reserved)))...))
	case unlisted != nil:
		return rules.One(rules.Undecided(unlisted))
	}
	return nil
}

// together is how much all queues of a function may run at once.
func together(in *rules.Input, function string) (total, queues int, unlisted error) {
	mappings, unlisted := views.Mappings.Of(in.Facts, function)
	for _, m := range mappings {
		if m.Queue() && !m.Off() && m.MaxWorkers > 0 {
			total, queues = total+m.MaxWorkers, queues+1
		}
	}
	return total, queues, unlisted
}
