package facts

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"lambda-audit/audit"
)

// KindQueue is the kind of the SQS queues that functions read from or fail to.
const KindQueue audit.KindName = "queue"

// Queue is what an SQS queue is set to.
type Queue struct {
	ARN         string `json:"arn"`
	VisibilityS *int   `json:"visibility_s,omitempty"`
	RetentionS  int    `json:"retention_s,omitempty"`
	Redrive     string `json:"redrive,omitempty"` // ARN of its own dead-letter queue
	MaxReceives int    `json:"max_receives,omitempty"`
	FIFO        bool   `json:"fifo,omitempty"`
}

// Queues are the attributes of the queues.
var Queues = audit.RegisterFact(audit.Fact[Queue]{
	Name: "queues", Doc: "visibility, retention and redrive policy of the queues that functions read from or fail to. A list of queues tells their names only, so it takes a call a queue",
	Kind:       KindQueue,
	Operations: []string{"SQS.GetQueueAttributes"},
	Actions:    []string{"sqs:GetQueueAttributes"},
	Needs:      queueSources,
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, queues []audit.Subject, put audit.Put[Queue]) error {
		q := queues[0]
		out, err := audit.Client(s, q.Region, sqs.NewFromConfig).GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
			QueueUrl: aws.String(queueURL(q.ID)), AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameAll},
		})
		if err != nil {
			return fmt.Errorf("get the attributes of %s: %w", q.ID, err)
		}
		value, err := queue(q.ID, out.Attributes)
		if err != nil {
			return err
		}
		put(q.ID, value, nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:orders","VisibilityTimeout":"180","RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:111122223333:orders-dlq\",\"maxReceiveCount\":5}"}}`,
		Source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html",
	},
})

// queueSources name the queues.
var queueSources = slices.Concat(configurationSources, []audit.Dep{EventSources, AsyncSettings, Metrics, ResourcePolicy, AliasPolicy})

// QueueKind is the kind of the queues of the functions in the run's scope.
var QueueKind = audit.RegisterKind(audit.Kind{
	Name: KindQueue, Doc: "an SQS queue that a function reads from, or that takes what a function failed on",
	From: queueSources,
	List: func(r audit.Reader) ([]audit.Subject, error) {
		users := queueUsers{}
		incomplete := EventSources.All(r, func(_ string, m Mapping) {
			users.add(r, m.Source, m.Function)
			users.add(r, m.OnFailure, m.Function)
		})
		incomplete = cmp.Or(incomplete, eachConfiguration(r, func(function string, c Config) { users.add(r, c.DeadLetter, function) }))
		incomplete = cmp.Or(incomplete, users.addDestinations(r))
		return users.subjects(KindQueue), incomplete
	},
})

// queueUsers are the functions that use each queue, by its ARN.
type queueUsers map[string]map[string]bool

// add notes a use; what is no queue is passed over, and a function that is out of
// the run's scope.
func (u queueUsers) add(r audit.Reader, queue, function string) {
	a, ok := audit.ParseARN(queue)
	if !ok || a.Service != "sqs" || r.Subject(KindFunction, function) == nil {
		return
	}
	if u[queue] == nil {
		u[queue] = map[string]bool{}
	}
	u[queue][function] = true
}

// addDestinations notes where the functions' failed events go; the destination of
// one that is handed no events takes nothing. The error says that there may be more.
func (u queueUsers) addDestinations(r audit.Reader) error {
	functions, incomplete := r.Subjects(KindFunction)
	for _, f := range functions {
		if _, never := neverAsync(r, f.ID); never {
			continue
		}
		settings, err := AsyncSettings.Of(r, f.ID)
		incomplete = cmp.Or(incomplete, unlessGone(err))
		for _, a := range settings {
			u.add(r, a.OnFailure, f.ID)
		}
	}
	return incomplete
}

func (u queueUsers) subjects(kind audit.KindName) []audit.Subject {
	list := make([]audit.Subject, 0, len(u))
	for arn, by := range u {
		functions := slices.Sorted(maps.Keys(by))
		a, _ := audit.ParseARN(arn)
		list = append(list, audit.Subject{Kind: kind, ID: arn, Account: a.Account, Region: a.Region, Functions: functions})
	}
	return list
}

func queue(arn string, attributes map[string]string) (Queue, error) {
	q := Queue{ARN: arn, FIFO: attributes["FifoQueue"] == "true"}
	if seconds, err := strconv.Atoi(attributes["VisibilityTimeout"]); err == nil {
		q.VisibilityS = &seconds
	}
	q.RetentionS, _ = strconv.Atoi(attributes["MessageRetentionPeriod"])
	text := attributes["RedrivePolicy"]
	if text == "" {
		return q, nil
	}
	var policy struct {
		Target   string `json:"deadLetterTargetArn"`
		Receives any    `json:"maxReceiveCount"` // a number, and in some answers a string
	}
	if err := json.Unmarshal([]byte(text), &policy); err != nil {
		return q, fmt.Errorf("read the redrive policy of %s: %w", arn, err)
	}
	q.Redrive = policy.Target
	q.MaxReceives, _ = strconv.Atoi(fmt.Sprint(policy.Receives))
	return q, nil
}

// queueURL returns the address that names the queue in calls: the service
// takes it apart and does not resolve it.
func queueURL(arn string) string {
	a, _ := audit.ParseARN(arn)
	suffix := "amazonaws.com"
	if a.Partition == "aws-cn" {
		suffix = "amazonaws.com.cn"
	}
	return "https://sqs." + a.Region + "." + suffix + "/" + a.Account + "/" + a.Resource
}
