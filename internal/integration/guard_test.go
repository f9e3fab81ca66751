//go:build integration

package integration

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
)

// TestGuard calls operations that no enabled fact declares, some of which only
// read: none may reach the server.
func TestGuard(t *testing.T) {
	account := writtenAccount(t)
	server := serve(t, account)
	cfg := clientConfig(t, server.URL, mainRegion)
	key, secretKey := account.Credentials()
	cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: key, SecretAccessKey: secretKey}, nil
	})
	session, err := audit.Open(t.Context(), cfg, audit.Options{Days: days, Share: 1, Now: time.Now, Key: secrets.RandomKey()})
	if err != nil {
		t.Fatal(err)
	}
	name := aws.String("edge")
	function, role := audit.Client(session, mainRegion, lambda.NewFromConfig), audit.Client(session, mainRegion, iam.NewFromConfig)
	calls := map[string]func(context.Context) error{
		"Lambda.DeleteFunction": func(ctx context.Context) error {
			_, err := function.DeleteFunction(ctx, &lambda.DeleteFunctionInput{FunctionName: name})
			return err
		},
		"Lambda.Invoke": func(ctx context.Context) error {
			_, err := function.Invoke(ctx, &lambda.InvokeInput{FunctionName: name})
			return err
		},
		"Lambda.GetPolicy": func(ctx context.Context) error {
			_, err := function.GetPolicy(ctx, &lambda.GetPolicyInput{FunctionName: name})
			return err
		},
		"IAM.GetRole": func(ctx context.Context) error {
			_, err := role.GetRole(ctx, &iam.GetRoleInput{RoleName: name})
			return err
		},
		"SQS.ReceiveMessage": func(ctx context.Context) error {
			_, err := audit.Client(session, mainRegion, sqs.NewFromConfig).ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: aws.String(server.URL + "/queue")})
			return err
		},
		"STS.AssumeRole": func(ctx context.Context) error {
			_, err := audit.Client(session, mainRegion, sts.NewFromConfig).AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: aws.String(roleARN("orders-api")), RoleSessionName: name})
			return err
		},
	}
	before := server.requests.Load() // opening the session asked who calls
	for operation, call := range calls {
		if err := call(t.Context()); err == nil {
			t.Errorf("%s was let pass", operation)
		}
	}
	if sent := server.requests.Load() - before; before == 0 || sent != 0 {
		t.Errorf("%d requests reached the server, after %d on opening; want none after some", sent, before)
	}
}
