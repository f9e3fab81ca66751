package reliability

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var _ = rules.Register(rules.Rule{
	ID: "partial-batch-off", Title: "tries a whole batch of messages again when one fails",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "One bad message sends its whole batch back to the queue: the good ones run again with all they do, count as failed each time, and in the end lie in the dead-letter queue beside it.",
	Fix: `# first let the handler catch each message's error and return {"batchItemFailures": [{"itemIdentifier": MESSAGE_ID}]}:
# once this is set, a handler that returns nothing has succeeded (Powertools: batch processing)
aws lambda update-event-source-mapping --uuid MAPPING_UUID --function-response-types ReportBatchItemFailures --region REGION
# SAM: FunctionResponseTypes: [ReportBatchItemFailures]      Terraform: function_response_types = ["ReportBatchItemFailures"]`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/example_serverless_SQS_Lambda_batch_item_failures_section.html",
	},
	Kinds:    []audit.KindName{facts.KindEventSource},
	Requires: []audit.Dep{facts.EventSources},
	Check:    checkPartialBatch,
	Examples: []rules.Example{
		{Name: "ten messages a batch (Service Screener looks at streams only)", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheMapping(),
			Given: batches(nil)},
		{Name: "failures are told one by one", Want: rules.Pass, Subject: sample.TheMapping(),
			Given: batches(func(m *facts.Mapping) { m.Responses = []string{partialResponses} })},
		{Name: "a batch is one message", Want: rules.NotApplicable, Subject: sample.TheMapping(),
			Given: batches(func(m *facts.Mapping) { m.BatchSize = 1 })},
		{Name: "a stream: another rule's", Want: rules.NotApplicable, Subject: sample.TheMapping(),
			Given: batches(func(m *facts.Mapping) { m.Source = sample.Stream })},
		{Name: "disabled", Want: rules.NotApplicable, Subject: sample.TheMapping(),
			Given: batches(func(m *facts.Mapping) { m.State = "Disabled" })},
		{Name: "the size of a batch is not told", Want: rules.Unknown, Subject: sample.TheMapping(),
			Given: batches(func(m *facts.Mapping) { m.BatchSize = 0 })},
		{Name: "the mappings are denied", Want: rules.Unknown, Subject: sample.TheMapping(),
			Given: []audit.Given{facts.EventSources.Broke(sample.Region, sample.Denied("lambda:ListEventSourceMappings"))}},
	},
})

func batches(change func(*facts.Mapping)) []audit.Given {
	return []audit.Given{sample.Mapped(sample.Queue, sample.Function, change)}
}

func checkPartialBatch(in *rules.Input) []rules.Finding {
	m, ended := mappingOf(in, (*facts.Mapping).Queue, "it reads no queue")
	switch {
	case ended != nil:
		return ended
	case m.BatchSize == 1:
		return rules.One(rules.Inapplicable("a batch is one message"))
	case partial(&m):
		return nil
	}
	return rules.One(rules.Failed(
		fmt.Sprintf("when one of up to %s messages from %s fails, all of its batch is tried again", rules.Number(float64(m.BatchSize)), sourceOf(&m)),
		rules.Configured("function response types", "none", partialResponses), rules.Configured("batch size", m.BatchSize, nil)))
}
