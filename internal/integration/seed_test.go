//go:build integration

package integration

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"lambda-audit/fixtures"
)

// A seeder plants functions in one region of a server, through the SDK.
type seeder struct {
	ctx     context.Context
	region  string
	code    []byte
	lambda  *lambda.Client
	iam     *iam.Client
	sqs     *sqs.Client
	metrics *cloudwatch.Client
	data    []cwtypes.MetricDatum // sent at the end
}

// clientConfig is the configuration of a client of the server, as the account.
func clientConfig(t *testing.T, address, region string) aws.Config {
	t.Helper()
	cfg, err := config.LoadDefaultConfig(t.Context(), config.WithRegion(region), config.WithBaseEndpoint(address),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(account, "none", "")))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func newSeeder(t *testing.T, cfg aws.Config) *seeder {
	t.Helper()
	return &seeder{
		ctx: t.Context(), region: cfg.Region, code: packaged(t),
		lambda: lambda.NewFromConfig(cfg), iam: iam.NewFromConfig(cfg), sqs: sqs.NewFromConfig(cfg), metrics: cloudwatch.NewFromConfig(cfg),
	}
}

// packaged is a package that holds an empty handler.
func packaged(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	file, err := w.Create("index.py")
	if err == nil {
		_, err = file.Write([]byte("def handler(event, context):\n    return event\n"))
	}
	if err = cmp.Or(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// functions plants the functions, each with its steps.
func (s *seeder) functions(list []planted) error {
	for i := range list {
		f := &list[i]
		if _, err := s.lambda.CreateFunction(s.ctx, s.input(f)); err != nil {
			return fmt.Errorf("create the function %s: %w", f.name, err)
		}
		for _, plant := range f.with {
			if err := plant(s, f); err != nil {
				return fmt.Errorf("plant on %s: %w", f.name, err)
			}
		}
	}
	return nil
}

func (s *seeder) input(f *planted) *lambda.CreateFunctionInput {
	in := &lambda.CreateFunctionInput{
		FunctionName: &f.name, Role: aws.String(roleARN(cmp.Or(f.role, "plain"))),
		Timeout: aws.Int32(cmp.Or(f.timeout, 10)), MemorySize: aws.Int32(cmp.Or(f.memory, 512)),
		Architectures: []types.Architecture{types.ArchitectureArm64},
		Runtime:       types.Runtime(cmp.Or(f.runtime, "python3.14")), Handler: aws.String("index.handler"),
		Code: &types.FunctionCode{ZipFile: s.code},
	}
	if f.x86 {
		in.Architectures = []types.Architecture{types.ArchitectureX8664}
	}
	if f.image {
		in.PackageType, in.Runtime, in.Handler = types.PackageTypeImage, "", nil
		in.Code = &types.FunctionCode{ImageUri: aws.String(account + ".dkr.ecr." + s.region + ".amazonaws.com/" + f.name + ":1")}
	}
	if f.deadLetter != "" {
		in.DeadLetterConfig = &types.DeadLetterConfig{TargetArn: aws.String(s.queueARN(f.deadLetter))}
	}
	if len(f.env) > 0 {
		in.Environment = &types.Environment{Variables: f.env}
	}
	return in
}

func (s *seeder) queueARN(name string) string {
	return "arn:aws:sqs:" + s.region + ":" + account + ":" + name
}

// queues plants the queues of the plan.
func (s *seeder) queues(list []queue) error {
	for _, q := range list {
		attributes := map[string]string{}
		if q.redrive != "" {
			attributes["RedrivePolicy"] = fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":5}`, s.queueARN(q.redrive))
		}
		if _, err := s.sqs.CreateQueue(s.ctx, &sqs.CreateQueueInput{QueueName: &q.name, Attributes: attributes}); err != nil {
			return fmt.Errorf("create the queue %s: %w", q.name, err)
		}
	}
	return nil
}

// send sends the metric data that was gathered, in calls of 100 data points.
func (s *seeder) send() error {
	for data := range slices.Chunk(s.data, 100) {
		_, err := s.metrics.PutMetricData(s.ctx, &cloudwatch.PutMetricDataInput{Namespace: aws.String("AWS/Lambda"), MetricData: data})
		if err != nil {
			return fmt.Errorf("put metric data: %w", err)
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
