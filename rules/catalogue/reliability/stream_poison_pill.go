package reliability

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// PoisonPillParams are the thresholds of stream-poison-pill.
type PoisonPillParams struct {
	AgeSeconds float64 `json:"age_seconds"` // from which a growing wait is evidence
}

var _ = rules.Register(rules.Rule{
	ID: "stream-poison-pill", Title: "one bad record can hold up its stream, or be lost",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "A stream is read in order: a record that fails is tried again with its whole batch until it expires, and all behind it waits. Where tries are bounded and there is no destination, it is dropped and nobody can tell what it was.",
	Fix: `aws sqs create-queue --queue-name NAME-stream-failed --attributes MessageRetentionPeriod=1209600 --region REGION
aws lambda update-event-source-mapping --uuid MAPPING_UUID --maximum-retry-attempts 5 --bisect-batch-on-function-error --function-response-types ReportBatchItemFailures --destination-config '{"OnFailure":{"Destination":"QUEUE_ARN"}}' --region REGION
# the role needs sqs:SendMessage on QUEUE_ARN, and the handler must name what failed before ReportBatchItemFailures is set
# a queue or topic is told where in the stream the record stands: read it before it expires there; a bucket as destination keeps the record itself
# --maximum-record-age-in-seconds bounds too, and drops unread what a consumer that lags has not reached
# Kafka: in provisioned mode, which --provisioned-poller-config MinimumPollers=1 sets
# SAM: MaximumRetryAttempts, MaximumRecordAgeInSeconds, BisectBatchOnFunctionError, DestinationConfig      Terraform: maximum_retry_attempts, bisect_batch_on_function_error, destination_config`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html",
	},
	Kinds:    []audit.KindName{facts.KindEventSource},
	Requires: []audit.Dep{facts.EventSources, facts.Troubles, views.Mappings},
	Params:   &PoisonPillParams{AgeSeconds: 300},
	Check:    checkPoisonPill,
	Examples: poisonPillExamples,
})

// What a stream's mapping may lack.
const (
	noDestination = "an on-failure destination"
	noBound       = "a bound on retries or on the age of records"
	noIsolation   = "bisecting or partial batch responses"
)

func checkPoisonPill(in *rules.Input) []rules.Finding {
	m, ended := mappingOf(in, (*facts.Mapping).Stream, "it reads no stream")
	if ended != nil {
		return ended
	}
	missing := lacks(&m)
	if len(missing) == 0 {
		return nil
	}
	f := rules.Failed(fmt.Sprintf("for records of %s it lacks %s", streamOf(&m), strings.Join(missing, ", ")),
		rules.Configured("on-failure destination", orNone(m.OnFailure), "a queue, topic or bucket"),
		rules.Configured("retries", bound(m.MaxRetries, ""), "a number"), rules.Configured("record age", bound(m.MaxAgeS, " s"), "a number of seconds"),
		rules.Configured("bisect on error", m.Bisect, nil), rules.Configured("partial batch responses", partial(&m), nil))
	return rules.One(withEvidence(in, f, &m))
}

// lacks lists what the mapping has not. Kafka tries ten times where a destination
// is set and no bound (Lambda developer guide, 2026-11).
func lacks(m *facts.Mapping) []string {
	var missing []string
	if m.OnFailure == "" {
		missing = append(missing, noDestination)
	}
	if !limited(m) {
		missing = append(missing, noBound)
	}
	if m.BatchSize > 1 && !m.Bisect && !partial(m) {
		missing = append(missing, noIsolation)
	}
	return missing
}

func limited(m *facts.Mapping) bool {
	return m.MaxRetries != nil || m.MaxAgeS != nil || m.Kind() == facts.SourceKafka && m.OnFailure != ""
}

// withEvidence raises what loses records for certain, or seems to hold them up.
func withEvidence(in *rules.Input, f rules.Finding, m *facts.Mapping) rules.Finding {
	if m.OnFailure == "" && limited(m) {
		f.Severity = rules.High
		f.Message += "; a record that fails to the end is dropped without a trace"
	}
	t, err := facts.Troubles.Of(in.Facts, m.Function)
	waits := agesOf(&t, (*facts.TroubleDay).IteratorAge)
	if !waits.growing(rules.Params[PoisonPillParams](in).AgeSeconds) {
		if err != nil {
			f.Message += "; whether records wait longer and longer is not known"
		}
		return f
	}
	f.Severity = rules.High
	f.Message += fmt.Sprintf("; records wait longer and longer, up to %s", hours(waits.highest()))
	f.Evidence = append(f.Evidence, waits.longest(in, "iterator age", nil))
	if mappings, unlisted := views.Mappings.Of(in.Facts, m.Function); unlisted != nil || len(mappings) > 1 {
		f.Confidence = rules.Likely // the age is that of all streams together
	}
	return f
}

// streamOf is the name of the mapping's stream.
func streamOf(m *facts.Mapping) string {
	if m.SelfManaged {
		return "a Kafka cluster"
	}
	return streamName(m.Source)
}

// streamName is the name in a stream's ARN: of the table where it is a table's
// stream, without a consumer's name and the ids that follow.
func streamName(arn string) string {
	a, _ := audit.ParseARN(arn)
	parts := strings.SplitN(a.Resource, "/", 3)
	return parts[min(1, len(parts)-1)]
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

func bound(n *int, unit string) string {
	if n == nil {
		return "until the record expires"
	}
	return fmt.Sprint(*n) + unit
}
