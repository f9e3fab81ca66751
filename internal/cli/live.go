package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"

	"lambda-audit/audit"
)

// credentialsTimeout bounds the search for credentials: without any, the last
// place that is asked is a metadata service that may never answer.
const credentialsTimeout = 30 * time.Second

// wayOut is what helps who has no credentials.
const wayOut = "run aws configure sso, give --profile or set AWS_PROFILE; lambda-audit audit --demo needs none"

// configure returns the configuration of the account that is asked, as the AWS
// SDK finds it, and makes sure that there are credentials.
func configure(ctx context.Context, way access) (aws.Config, error) {
	loaders := []func(*config.LoadOptions) error{config.WithAppID("lambda-audit"), config.WithLogger(logging.Nop{})}
	if way.profile != "" {
		loaders = append(loaders, config.WithSharedConfigProfile(way.profile))
	}
	if way.endpoint != "" {
		loaders = append(loaders, config.WithBaseEndpoint(way.endpoint))
	}
	cfg, err := config.LoadDefaultConfig(ctx, loaders...)
	if err != nil {
		return aws.Config{}, misconfigured(err)
	}
	if way.roleARN != "" {
		cfg.Credentials = assume(cfg, way)
	}
	ctx, cancel := context.WithTimeout(ctx, credentialsTimeout)
	defer cancel()
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		return aws.Config{}, &audit.CredentialError{Err: fmt.Errorf("no AWS credentials: %s (%s)", said(err), wayOut)}
	}
	return cfg, nil
}

// assume returns the role's credentials. They are asked for with the
// configuration as it is: the guard of the audit's own clients is not in it.
func assume(cfg aws.Config, way access) aws.CredentialsProvider {
	base := cfg.Copy()
	if base.Region == "" {
		base.Region = "us-east-1" // STS answers for every account here
	}
	provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(base), way.roleARN, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = way.sessionName
		if way.externalID != "" {
			o.ExternalID = aws.String(way.externalID)
		}
	})
	return aws.NewCredentialsCache(provider)
}
