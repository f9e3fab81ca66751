package facts

import (
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"lambda-audit/audit"
)

// Mapping connects a queue, stream or broker to a function. The settings of
// failure are those of streams: what the API leaves out, or has as -1, is null.
type Mapping struct {
	ARN          string   `json:"arn"`
	Function     string   `json:"function"`               // ARN without qualifier
	Qualifier    string   `json:"qualifier,omitempty"`    // alias or version
	Source       string   `json:"source,omitempty"`       // ARN of the queue or stream; none of a self-managed broker
	SelfManaged  bool     `json:"self_managed,omitempty"` // the source is a Kafka cluster of one's own
	State        string   `json:"state,omitempty"`
	StateReason  string   `json:"state_reason,omitempty"` // who changed the state, or a code of why it stopped
	LastResult   string   `json:"last_result,omitempty"`  // of processing; none of queues
	LastModified string   `json:"last_modified,omitempty"`
	BatchSize    int      `json:"batch_size,omitempty"`
	BatchWindowS int      `json:"batch_window_s,omitempty"`
	Responses    []string `json:"responses,omitempty"` // FunctionResponseTypes
	OnFailure    string   `json:"on_failure,omitempty"`
	MaxWorkers   int      `json:"max_concurrency,omitempty"`
	MaxRetries   *int     `json:"max_retries,omitempty"` // null: until the record expires
	MaxAgeS      *int     `json:"max_age_s,omitempty"`   // null: until the record expires
	Bisect       bool     `json:"bisect,omitempty"`      // a batch that fails is split
	Parallel     int      `json:"parallel,omitempty"`    // batches of a shard at once
}

// A SourceKind says what a mapping reads from.
type SourceKind string

// The kinds of sources; "" is one that this version does not know.
const (
	SourceSQS        SourceKind = "sqs"
	SourceKinesis    SourceKind = "kinesis"
	SourceDynamoDB   SourceKind = "dynamodb"
	SourceKafka      SourceKind = "kafka"
	SourceMQ         SourceKind = "mq"
	SourceDocumentDB SourceKind = "documentdb"
)

// Kind returns what the mapping reads from. DocumentDB's clusters have the ARNs
// of RDS.
func (m *Mapping) Kind() SourceKind {
	if m.SelfManaged {
		return SourceKafka
	}
	a, _ := audit.ParseARN(m.Source)
	switch kind := SourceKind(a.Service); kind {
	case SourceSQS, SourceKinesis, SourceDynamoDB, SourceKafka, SourceMQ:
		return kind
	case "rds":
		return SourceDocumentDB
	}
	return ""
}

// Queue reports whether the source is an SQS queue.
func (m *Mapping) Queue() bool { return m.Kind() == SourceSQS }

// Stream reports whether the source keeps records in order, so that one that
// fails holds up those behind it.
func (m *Mapping) Stream() bool {
	return slices.Contains([]SourceKind{SourceKinesis, SourceDynamoDB, SourceKafka}, m.Kind())
}

// Aged reports whether CloudWatch measures how old the source's records are when
// the function is given them (Lambda developer guide, types of metrics, 2026-11).
func (m *Mapping) Aged() bool {
	return slices.Contains([]SourceKind{SourceKinesis, SourceDynamoDB, SourceDocumentDB}, m.Kind())
}

// Off reports whether the mapping reads nothing at present.
func (m *Mapping) Off() bool { return m.State == "Disabled" || m.State == "Disabling" }

func mapping(e *types.EventSourceMappingConfiguration) Mapping {
	m := Mapping{
		ARN: aws.ToString(e.EventSourceMappingArn), Source: aws.ToString(e.EventSourceArn), SelfManaged: e.SelfManagedEventSource != nil,
		State: aws.ToString(e.State), StateReason: aws.ToString(e.StateTransitionReason), LastResult: aws.ToString(e.LastProcessingResult),
		BatchSize: int(aws.ToInt32(e.BatchSize)), BatchWindowS: int(aws.ToInt32(e.MaximumBatchingWindowInSeconds)),
		MaxRetries: bounded(e.MaximumRetryAttempts), MaxAgeS: bounded(e.MaximumRecordAgeInSeconds),
		Bisect: aws.ToBool(e.BisectBatchOnFunctionError), Parallel: int(aws.ToInt32(e.ParallelizationFactor)),
	}
	m.Function, m.Qualifier = audit.FunctionARN(aws.ToString(e.FunctionArn))
	if m.ARN == "" { // older answers name the mapping by its UUID only
		prefix, _, _ := strings.Cut(m.Function, ":function:")
		m.ARN = prefix + ":event-source-mapping:" + aws.ToString(e.UUID)
	}
	if e.LastModified != nil {
		m.LastModified = e.LastModified.UTC().Format(time.RFC3339)
	}
	for _, t := range e.FunctionResponseTypes {
		m.Responses = append(m.Responses, string(t))
	}
	if e.DestinationConfig != nil && e.DestinationConfig.OnFailure != nil {
		m.OnFailure = aws.ToString(e.DestinationConfig.OnFailure.Destination)
	}
	if e.ScalingConfig != nil {
		m.MaxWorkers = int(aws.ToInt32(e.ScalingConfig.MaximumConcurrency))
	}
	return m
}

// bounded is a limit of retries or age; -1 stands for none.
func bounded(n *int32) *int {
	if n == nil || *n < 0 {
		return nil
	}
	return number(n)
}
