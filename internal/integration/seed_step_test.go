//go:build integration

package integration

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
)

// latest is the qualifier of what is not published.
const latest = "$LATEST"

// A permission is what a statement of a function's policy says besides its
// principal. No action means lambda:InvokeFunction.
type permission struct {
	action, sourceARN, sourceAccount, organisation string
	urlAuth                                        types.FunctionUrlAuthType
	alias                                          string
}

// permits adds a statement to the function's policy, or to that of an alias.
func permits(sid, principal string, p permission) step {
	return func(s *seeder, f *planted) error {
		in := &lambda.AddPermissionInput{
			FunctionName: &f.name, StatementId: &sid, Principal: &principal, Action: aws.String("lambda:InvokeFunction"),
			SourceArn: optional(p.sourceARN), SourceAccount: optional(p.sourceAccount), PrincipalOrgID: optional(p.organisation),
			FunctionUrlAuthType: p.urlAuth, Qualifier: optional(p.alias),
		}
		if p.action != "" {
			in.Action = &p.action
		}
		_, err := s.lambda.AddPermission(s.ctx, in)
		return err
	}
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// invokedBy lets a service of the account invoke the function.
func invokedBy(service string) step { return aliasInvokedBy("", service) }

// aliasInvokedBy lets a service of the account invoke the function by an alias.
func aliasInvokedBy(name, service string) step {
	return permits(service, service+".amazonaws.com", permission{sourceAccount: account, alias: name})
}

// reads makes a queue feed the function.
func reads(queue string) step {
	return func(s *seeder, f *planted) error {
		_, err := s.lambda.CreateEventSourceMapping(s.ctx, &lambda.CreateEventSourceMappingInput{
			FunctionName: &f.name, EventSourceArn: aws.String(s.queueARN(queue)), BatchSize: aws.Int32(10)})
		return err
	}
}

// onFailure sends what the function fails on to a queue.
func onFailure(queue string) step {
	return func(s *seeder, f *planted) error {
		_, err := s.lambda.PutFunctionEventInvokeConfig(s.ctx, &lambda.PutFunctionEventInvokeConfigInput{
			FunctionName: &f.name, Qualifier: aws.String(latest),
			DestinationConfig: &types.DestinationConfig{OnFailure: &types.OnFailure{Destination: aws.String(s.queueARN(queue))}}})
		return err
	}
}

// retries sets how often a failed event is tried again, and nothing else.
func retries(count int32) step {
	return func(s *seeder, f *planted) error {
		_, err := s.lambda.PutFunctionEventInvokeConfig(s.ctx, &lambda.PutFunctionEventInvokeConfigInput{
			FunctionName: &f.name, Qualifier: aws.String(latest), MaximumRetryAttempts: &count})
		return err
	}
}

// alias publishes a version and names it.
func alias(name string) step {
	return func(s *seeder, f *planted) error {
		version, err := s.lambda.PublishVersion(s.ctx, &lambda.PublishVersionInput{FunctionName: &f.name})
		if err != nil {
			return err
		}
		if aws.ToString(version.Version) == latest {
			return errors.New("publishing gave no version")
		}
		_, err = s.lambda.CreateAlias(s.ctx, &lambda.CreateAliasInput{FunctionName: &f.name, Name: &name, FunctionVersion: version.Version})
		return err
	}
}
