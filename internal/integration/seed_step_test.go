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
	byURL                                          bool // only who comes by the function's URL
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
		if p.byURL {
			in.InvokedViaFunctionUrl = new(true)
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

// onFailure sends what the function fails on to a queue.
func onFailure(queue string) step {
	return func(s *seeder, f *planted) error {
		_, err := s.lambda.PutFunctionEventInvokeConfig(s.ctx, &lambda.PutFunctionEventInvokeConfigInput{
			FunctionName: &f.name, Qualifier: aws.String(latest),
			DestinationConfig: &types.DestinationConfig{OnFailure: &types.OnFailure{Destination: aws.String(queueARN(s.region, queue))}}})
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

// published publishes version 1, which nothing serves.
func published() step {
	return func(s *seeder, f *planted) error {
		_, err := s.publish(f)
		return err
	}
}

func (s *seeder) publish(f *planted) (version *string, err error) {
	out, err := s.lambda.PublishVersion(s.ctx, &lambda.PublishVersionInput{FunctionName: &f.name})
	if err != nil {
		return nil, err
	}
	if aws.ToString(out.Version) == latest {
		return nil, errors.New("publishing gave no version")
	}
	return out.Version, nil
}

// alias publishes a version and names it.
func alias(name string) step {
	return func(s *seeder, f *planted) error {
		version, err := s.publish(f)
		if err != nil {
			return err
		}
		_, err = s.lambda.CreateAlias(s.ctx, &lambda.CreateAliasInput{FunctionName: &f.name, Name: &name, FunctionVersion: version})
		return err
	}
}

// updated changes what is not published, once a version has been.
func updated(change *lambda.UpdateFunctionConfigurationInput) step {
	return func(s *seeder, f *planted) error {
		in := *change
		in.FunctionName = &f.name
		_, err := s.lambda.UpdateFunctionConfiguration(s.ctx, &in)
		return err
	}
}

// hasURL gives the function a URL.
func hasURL(auth types.FunctionUrlAuthType, origins ...string) step {
	return func(s *seeder, f *planted) error {
		in := &lambda.CreateFunctionUrlConfigInput{FunctionName: &f.name, AuthType: auth}
		if len(origins) > 0 {
			in.Cors = &types.Cors{AllowOrigins: origins}
		}
		_, err := s.lambda.CreateFunctionUrlConfig(s.ctx, in)
		return err
	}
}

// opened lets anybody call the function's URL, by both of the rights that it takes.
func opened() []step {
	return steps(permits("url", "*", permission{action: "lambda:InvokeFunctionUrl", urlAuth: types.FunctionUrlAuthTypeNone}),
		permits("url-invoke", "*", permission{byURL: true}))
}
