package facts

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"lambda-audit/audit"
)

// DeadLetterSources are the queues whose dead-letter queue each queue is.
var DeadLetterSources = audit.RegisterFact(audit.Fact[[]string]{
	Name: "dead-letter-sources", Doc: "the queues that send what they cannot deliver to a queue: it then is a dead-letter queue itself. Its own attributes do not tell, so it takes a call a queue",
	Kind:       KindQueue,
	Operations: []string{"SQS.ListDeadLetterSourceQueues"},
	Actions:    []string{"sqs:ListDeadLetterSourceQueues"},
	Needs:      []audit.Dep{Queues, EventSources},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[[]string] {
		if q, err := Queues.Of(r, s.ID); err == nil && q.Redrive != "" {
			return audit.Settled[[]string](nil, "it has a redrive policy of its own, so the question does not arise")
		}
		if read, _ := readSources.Of(r, ""); mappingsIn(r, s.ID) == nil && !read[s.ID] {
			return audit.Settled[[]string](nil, "no function reads from it, so nobody expects it to have a redrive policy")
		}
		return audit.Ask[[]string]()
	},
	Supposes: true,
	GateDoc: "Whether a queue is somebody's dead-letter queue matters only where functions read from it and it has no " +
		"redrive policy of its own: ListEventSourceMappings lists every reader.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, queues []audit.Subject, put audit.Put[[]string]) error {
		q := queues[0]
		client := audit.Client(s, q.Region, sqs.NewFromConfig)
		in := sqs.ListDeadLetterSourceQueuesInput{QueueUrl: aws.String(queueURL(q.ID)), MaxResults: aws.Int32(1000)}
		return listAll(ctx, q.ID, "dead-letter sources", func(ctx context.Context, token *string) ([]string, *string, error) {
			in.NextToken = token
			out, err := client.ListDeadLetterSourceQueues(ctx, &in)
			if err != nil {
				return nil, nil, err
			}
			return out.QueueUrls, out.NextToken, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `{"queueUrls":["https://sqs.eu-west-1.amazonaws.com/111122223333/orders"]}`,
		Source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html",
	},
})
