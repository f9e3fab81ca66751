package cli

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"

	"lambda-audit/audit"
)

// misconfigured says what is wrong with the AWS configuration.
func misconfigured(err error) error {
	var missing config.SharedConfigProfileNotExistError
	if errors.As(err, &missing) {
		return usage("aws configure list-profiles shows them all", "no AWS profile is named %q", missing.Profile)
	}
	return usage("aws configure list shows what is there", "read the AWS configuration: %s", said(err))
}

// unopened says in short why the account could not be opened. The credentials
// were there a moment ago, so where AWS did not answer they are not to blame.
func unopened(err error) error {
	var mistake *audit.UsageError
	var stranger *audit.CredentialError
	switch {
	case errors.As(err, &mistake):
		return err
	case errors.As(err, &stranger):
		return &audit.CredentialError{Err: fmt.Errorf("AWS does not accept the credentials: %s (%s)", said(stranger.Err), wayOut)}
	case audit.Code(err) == "":
		return fmt.Errorf("AWS does not answer: %s", said(err))
	}
	return err
}

// said returns what AWS said, or what went wrong on the way there, without the
// names of all that it came through.
func said(err error) string {
	var answer smithy.APIError
	if errors.As(err, &answer) {
		return answer.ErrorCode() + ": " + answer.ErrorMessage()
	}
	if strings.Contains(err.Error(), "EC2 IMDS") { // the last place that is asked
		return "neither the environment, nor a profile, nor the machine's role gives any"
	}
	var broken *url.Error
	if errors.As(err, &broken) {
		return broken.Error()
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err.Error()
}
