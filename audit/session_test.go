package audit

import (
	"errors"
	"testing"

	"github.com/aws/smithy-go"
)

func TestOpeningErrors(t *testing.T) {
	for code, credentials := range map[string]bool{
		"InvalidClientTokenId": true, "ExpiredToken": true, "SignatureDoesNotMatch": true, "AccessDenied": false, "InternalFailure": false,
	} {
		var stranger *CredentialError
		err := openingError("ask", &smithy.GenericAPIError{Code: code})
		if errors.As(err, &stranger) != credentials {
			t.Errorf("%s is a matter of credentials: %v, want %v", code, !credentials, credentials)
		}
	}
	var stranger *CredentialError
	if err := openingError("ask", errors.New("connection refused")); errors.As(err, &stranger) {
		t.Errorf("an address where nobody answers is taken for a matter of credentials: %v", err)
	}
}
