package cli

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aws/smithy-go"

	"lambda-audit/audit"
)

func TestSaid(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("operation error STS: %w", &smithy.GenericAPIError{Code: "AccessDenied", Message: "no"}), "AccessDenied: no"},
		{errors.New("no EC2 IMDS role found"), "neither the environment, nor a profile, nor the machine's role gives any"},
		{fmt.Errorf("a: %w", fmt.Errorf("b: %w", errors.New("the SSO session has expired"))), "the SSO session has expired"},
	} {
		if got := said(test.err); got != test.want {
			t.Errorf("%v: %q, want %q", test.err, got, test.want)
		}
	}
}

// An address where nobody answers is no reason to look for credentials.
func TestUnopened(t *testing.T) {
	var stranger *audit.CredentialError
	refused := errors.New("ask AWS: dial: connection refused")
	if err := unopened(refused); errors.As(err, &stranger) {
		t.Errorf("%v is taken for a matter of credentials", err)
	}
	expired := &audit.CredentialError{Err: &smithy.GenericAPIError{Code: "ExpiredToken", Message: "expired"}}
	if err := unopened(expired); !errors.As(err, &stranger) {
		t.Errorf("%v is not taken for a matter of credentials", err)
	}
	wrong := usage("", "no region is named x")
	if err := unopened(wrong); err != wrong {
		t.Errorf("%v is changed to %v", wrong, err)
	}
}
