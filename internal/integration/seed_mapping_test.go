//go:build integration

package integration

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// A mapping is how a queue or a stream feeds a function. What is left empty is a
// batch of ten of which failures are told one by one.
type mapping struct {
	batch, window, workers int32
	whole                  bool // a batch that fails is tried again as a whole
	off                    bool
	onFailure              string // the name of a queue
	retries                *int32
	bisect                 bool
}

// reads makes a queue feed the function.
func reads(queue string) step { return feeds("sqs", queue, mapping{}) }

// feeds makes a source of the region feed the function.
func feeds(service, source string, m mapping) step {
	return func(s *seeder, f *planted) error {
		out, err := s.lambda.CreateEventSourceMapping(s.ctx, m.input(s, f.name, "arn:aws:"+service+":"+s.region+":"+account+":"+source, service != "sqs"))
		if err == nil {
			s.names[aws.ToString(out.UUID)] = "feeds " + f.name
		}
		return err
	}
}

func (m *mapping) input(s *seeder, function, source string, stream bool) *lambda.CreateEventSourceMappingInput {
	in := &lambda.CreateEventSourceMappingInput{
		FunctionName: &function, EventSourceArn: &source, Enabled: aws.Bool(!m.off), BatchSize: aws.Int32(max(m.batch, 1)),
		FunctionResponseTypes: []types.FunctionResponseType{types.FunctionResponseTypeReportBatchItemFailures},
	}
	if m.batch == 0 {
		in.BatchSize = new(int32(10))
	}
	if m.whole {
		in.FunctionResponseTypes = nil
	}
	if m.window > 0 {
		in.MaximumBatchingWindowInSeconds = &m.window
	}
	if m.workers > 0 {
		in.ScalingConfig = &types.ScalingConfig{MaximumConcurrency: &m.workers}
	}
	if m.onFailure != "" {
		in.DestinationConfig = &types.DestinationConfig{OnFailure: &types.OnFailure{Destination: aws.String(queueARN(s.region, m.onFailure))}}
	}
	if stream {
		in.StartingPosition, in.MaximumRetryAttempts = types.EventSourcePositionLatest, m.retries
		in.BisectBatchOnFunctionError = aws.Bool(m.bisect)
	}
	return in
}

// reserved keeps so many executions for the function.
func reserved(executions int32) step {
	return func(s *seeder, f *planted) error {
		_, err := s.lambda.PutFunctionConcurrency(s.ctx, &lambda.PutFunctionConcurrencyInput{FunctionName: &f.name, ReservedConcurrentExecutions: &executions})
		return err
	}
}

// loops tells Lambda not to stop the function when it calls itself in circles.
func loops() step {
	return func(s *seeder, f *planted) error {
		_, err := s.lambda.PutFunctionRecursionConfig(s.ctx, &lambda.PutFunctionRecursionConfigInput{FunctionName: &f.name, RecursiveLoop: types.RecursiveLoopAllow})
		return err
	}
}

// eventAge sets for how many seconds an event of $LATEST is kept and tried.
func eventAge(seconds int32) step {
	return func(s *seeder, f *planted) error {
		_, err := s.lambda.PutFunctionEventInvokeConfig(s.ctx, &lambda.PutFunctionEventInvokeConfigInput{
			FunctionName: &f.name, Qualifier: aws.String(latest), MaximumEventAgeInSeconds: &seconds})
		return err
	}
}

// signed has packages of the function checked. ministack makes no configuration
// of signatures, and takes one that it does not know.
func signed() step {
	return func(s *seeder, f *planted) error {
		_, err := s.lambda.PutFunctionCodeSigningConfig(s.ctx, &lambda.PutFunctionCodeSigningConfigInput{FunctionName: &f.name,
			CodeSigningConfigArn: aws.String("arn:aws:lambda:" + s.region + ":" + account + ":code-signing-config:csc-0123456789abcdef0")})
		return err
	}
}
