//go:build integration

package integration

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"lambda-audit/fixtures"
)

// A seeder plants functions in one region of a server, through the SDK.
type seeder struct {
	ctx     context.Context
	region  string
	lambda  *lambda.Client
	iam     *iam.Client
	sqs     *sqs.Client
	metrics *cloudwatch.Client
	logs    *cloudwatchlogs.Client
	ec2     *ec2.Client
	data    map[string][]cwtypes.MetricDatum // by namespace, sent at the end
	ran     map[string]bool                  // functions that were invoked
	names   map[string]string                // what the plan calls that which has an id
}

// clientConfig is the configuration of a client of the server, as the account.
func clientConfig(t *testing.T, address, region string) aws.Config {
	t.Helper()
	cfg, err := config.LoadDefaultConfig(t.Context(), config.WithRegion(region), config.WithBaseEndpoint(address),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(account, "none", "")))
	if err != nil {
		t.Fatal(err)
	}
	cfg.HTTPClient = wholeBodies{}
	return cfg
}

// wholeBodies sends each body from a copy of its own. A server on the same machine
// answers before the last read of the body, which the SDK closes with the answer:
// the connection then breaks now and then, and what was planted is planted again.
type wholeBodies struct{}

func (wholeBodies) Do(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return http.DefaultClient.Do(r)
}

// newSeeder is a seeder for the configuration's region; options are those of the
// client of CloudWatch.
func newSeeder(t *testing.T, cfg aws.Config, options ...func(*cloudwatch.Options)) *seeder {
	t.Helper()
	return &seeder{
		ctx: t.Context(), region: cfg.Region, lambda: lambda.NewFromConfig(cfg), iam: iam.NewFromConfig(cfg), sqs: sqs.NewFromConfig(cfg),
		metrics: cloudwatch.NewFromConfig(cfg, options...), logs: cloudwatchlogs.NewFromConfig(cfg), ec2: ec2.NewFromConfig(cfg),
		data: map[string][]cwtypes.MetricDatum{}, ran: map[string]bool{}, names: map[string]string{},
	}
}

// plant plants an area, and with the main one the roles, which are of no region.
// Metrics of the functions are gathered, to be sent at the end.
func (s *seeder) plant(t *testing.T, a *area) {
	t.Helper()
	for _, plant := range []func() error{
		s.identities,
		func() error { return s.layers("shared") },
		func() error { return s.networks(a.networks) },
		func() error { return s.queues(a.queues) },
		func() error { return s.functions(a.functions) },
		func() error { return s.alarms(a.alarms) },
	} {
		if err := plant(); err != nil {
			t.Fatal(err)
		}
	}
}

// functions plants the functions, each with its steps.
func (s *seeder) functions(list []planted) error {
	for i := range list {
		f := &list[i]
		in, err := s.input(f)
		if err != nil {
			return fmt.Errorf("package the function %s: %w", f.name, err)
		}
		if _, err := s.lambda.CreateFunction(s.ctx, in); err != nil {
			return fmt.Errorf("create the function %s: %w", f.name, err)
		}
		for _, plant := range f.with {
			if err := plant(s, f); err != nil {
				return fmt.Errorf("plant on %s: %w", f.name, err)
			}
		}
		if s.ran[f.name] && f.logGroup == "" && len(f.wantLogs) == 0 {
			if err := logsTo("/aws/lambda/"+f.name, 30)(s, f); err != nil {
				return fmt.Errorf("make the log group of %s: %w", f.name, err)
			}
		}
	}
	return nil
}

func queueARN(region, name string) string {
	return "arn:aws:sqs:" + region + ":" + account + ":" + name
}

// queues plants the queues of the plan.
func (s *seeder) queues(list []queue) error {
	for _, q := range list {
		if q.gone {
			continue
		}
		attributes := map[string]string{"VisibilityTimeout": strconv.Itoa(cmp.Or(q.visibility, 60))}
		if q.redrive != "" {
			attributes["RedrivePolicy"] = fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":%d}`, queueARN(s.region, q.redrive), cmp.Or(q.receives, 5))
		}
		if _, err := s.sqs.CreateQueue(s.ctx, &sqs.CreateQueueInput{QueueName: &q.name, Attributes: attributes}); err != nil {
			return fmt.Errorf("create the queue %s: %w", q.name, err)
		}
	}
	return nil
}

// send sends the metric data that was gathered, in calls of 100 data points.
func (s *seeder) send() error {
	for namespace, points := range s.data {
		for data := range slices.Chunk(points, 100) {
			_, err := s.metrics.PutMetricData(s.ctx, &cloudwatch.PutMetricDataInput{Namespace: &namespace, MetricData: data})
			if err != nil {
				return fmt.Errorf("put metric data of %s: %w", namespace, err)
			}
		}
	}
	return nil
}

// secret is a value of the kind that could be real; it is put together at run
// time, so that no scanner finds one in the repository.
func secret(kind string) string {
	value, ok := fixtures.FakeSecret(kind, "integration")
	if !ok {
		panic("no fake secret of the kind " + kind)
	}
	return value
}
