package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
)

// Error codes by what they mean. The names are those of the services' API
// references; the same code means the same in all of them.
var (
	deniedCodes    = []string{"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "AuthorizationErrorException", "NotAuthorized"}
	throttledCodes = []string{"TooManyRequestsException", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "RequestLimitExceeded", "LimitExceededException", "SlowDown"}
	expiredCodes   = []string{"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
	strangerCodes  = []string{"UnrecognizedClientException", "InvalidClientTokenId", "AuthFailure", "OptInRequired", "InvalidAccessKeyId"}
	signatureCodes = []string{"SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"}
	goneCodes      = []string{"ResourceNotFoundException", "NoSuchEntity", "NoSuchEntityException", "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"}
)

// CredentialError says that AWS does not accept the credentials, or no longer.
type CredentialError struct{ Err error }

// Error tells what AWS said.
func (e *CredentialError) Error() string { return e.Err.Error() }

// Unwrap returns what AWS said.
func (e *CredentialError) Unwrap() error { return e.Err }

// Code returns the error code that AWS answered, or "". Clients that speak CBOR
// leave the service's namespace before a code that their operation does not name,
// as in "com.amazonaws.computeoptimizer#ExpiredTokenException".
func Code(err error) string {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return ""
	}
	code := api.ErrorCode()
	return code[strings.LastIndexByte(code, '#')+1:]
}

// IsGone reports whether AWS says that what was asked for does not exist.
func IsGone(err error) bool { return slices.Contains(goneCodes, Code(err)) }

// IsDenied reports whether AWS says that the caller may not ask.
func IsDenied(err error) bool { return slices.Contains(deniedCodes, Code(err)) }

// isThrottle reports whether AWS asked for patience.
func isThrottle(err error) bool {
	code := Code(err)
	_, known := retry.DefaultThrottleErrorCodes[code]
	return known || slices.Contains(throttledCodes, code)
}

// isExpired reports whether the credentials have run out during the run: AWS no
// longer takes them, or there are none to be had.
func isExpired(err error) bool {
	var none *CredentialError
	return errors.As(err, &none) || slices.Contains(expiredCodes, Code(err))
}

// byOrganisation reports whether a service control policy denies it.
func byOrganisation(err error) bool {
	return IsDenied(err) && strings.Contains(err.Error(), "service control policy")
}

// refusesRegion tells a region that the account cannot use from one where a call
// fails: the credentials were accepted before, so where the region's first
// listing does not know them the region is not enabled. Nil: it can be used.
func refusesRegion(err error, fact Info) *Unknown {
	u := &Unknown{Fact: fact.Name, Code: Code(err)}
	switch {
	case !fact.TellsRegion:
		return nil
	case byOrganisation(err):
		u.Reason, u.Message = Closed, "an organisation policy denies it"
	case slices.Contains(strangerCodes, u.Code):
		u.Reason, u.Message = RegionOff, "the region does not know the account"
	default:
		return nil
	}
	return u
}

// classify turns a call's error into the reason that rules and reports give.
func classify(err error, fact Info) *Unknown {
	var known *Unknown
	if errors.As(err, &known) {
		return &Unknown{known.Reason, cmp.Or(known.Fact, fact.Name), known.Code, known.Action, known.Message}
	}
	u := &Unknown{Reason: Failed, Fact: fact.Name, Code: Code(err), Message: oneLine(err)}
	switch {
	case slices.Contains(deniedCodes, u.Code):
		u.Reason, u.Action, u.Message = Denied, deniedAction(err, fact), said(err)
	case isThrottle(err):
		u.Reason, u.Message = Throttled, "AWS kept asking for patience until the deadline"
	case slices.Contains(goneCodes, u.Code):
		u.Reason, u.Message = Gone, "it does not exist (any more)"
	case errors.Is(err, context.DeadlineExceeded), u.Code == "RequestCanceled":
		u.Reason, u.Message = TimedOut, "no answer before the deadline"
	}
	return u
}

// deniedAction returns the IAM action that AWS names in a refusal, else the one of
// the fact's that is named like the operation.
func deniedAction(err error, fact Info) string {
	if _, rest, ok := strings.Cut(err.Error(), "not authorized to perform: "); ok {
		action, _, _ := strings.Cut(rest, " ")
		return strings.TrimRight(action, ".,")
	}
	var called *smithy.OperationError
	if errors.As(err, &called) {
		for _, action := range fact.Actions {
			if strings.HasSuffix(action, ":"+called.OperationName) {
				return action
			}
		}
	}
	if len(fact.Actions) > 0 {
		return fact.Actions[0]
	}
	return ""
}

// said returns what AWS says of an error, without the names of what it came through.
func said(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorMessage() != "" {
		return oneLine(errors.New(api.ErrorMessage()))
	}
	return oneLine(err)
}

// oneLine returns the error's text without line breaks, cut at a length that
// still fits a report. A reply that cannot be decoded is not quoted: it may be
// one with the values of variables.
func oneLine(err error) string {
	text := err.Error()
	var undecoded *smithy.DeserializationError
	if errors.As(err, &undecoded) {
		text = strings.ReplaceAll(text, undecoded.Error(), "the reply cannot be decoded")
	}
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "") + "…"
	}
	return text
}

// internal says that the collector itself failed.
func internal(fact Info, what any) *Unknown {
	return &Unknown{Reason: Internal, Fact: fact.Name, Message: fmt.Sprint(what)}
}
