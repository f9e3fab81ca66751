package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/smithy-go"
)

func TestClassify(t *testing.T) {
	info := Info{Name: "resource-policy", Actions: []string{"lambda:GetPolicy"}}
	api := func(code, message string) error {
		return fmt.Errorf("get the policy: %w", &smithy.GenericAPIError{Code: code, Message: message})
	}
	for _, c := range []struct {
		err    error
		reason Reason
		action string
	}{
		{api("AccessDeniedException", "User: u is not authorized to perform: lambda:GetPolicy on resource: f because no identity-based policy allows it"), Denied, "lambda:GetPolicy"},
		{api("AccessDenied", "User: u is not authorized to perform: sqs:getqueueattributes on resource: q"), Denied, "sqs:getqueueattributes"},
		{api("AccessDenied", "no"), Denied, "lambda:GetPolicy"},
		{api("AccessDeniedException", "not authorized to perform: lambda:ListFunctions with an explicit deny in a service control policy"), Denied, "lambda:ListFunctions"},
		{api("UnrecognizedClientException", "The security token included in the request is invalid"), Failed, ""},
		{api("TooManyRequestsException", "Rate exceeded"), Throttled, ""},
		{api("ResourceNotFoundException", "Function not found"), Gone, ""},
		{api("ServiceException", "An error occurred"), Failed, ""},
		{api("com.amazonaws.computeoptimizer#RequestLimitExceeded", "Rate exceeded"), Throttled, ""},
		{fmt.Errorf("list: %w", context.DeadlineExceeded), TimedOut, ""},
		{errors.New("connection reset"), Failed, ""},
	} {
		u := classify(c.err, info)
		if u.Reason != c.reason || u.Action != c.action || u.Fact != "resource-policy" {
			t.Errorf("%v is %+v, want %s %s", c.err, u, c.reason, c.action)
		}
	}
	long := classify(errors.New(strings.Repeat("long\nstory ", 100)), info)
	if len(long.Message) > 310 || strings.Contains(long.Message, "\n") {
		t.Errorf("the message is not one short line: %q", long.Message)
	}
}

func TestExpiredInEveryProtocol(t *testing.T) {
	for code, expired := range map[string]bool{
		"ExpiredToken":          true,
		"ExpiredTokenException": true,
		"com.amazonaws.computeoptimizer#ExpiredTokenException":  true,
		"com.amazonaws.computeoptimizer#OptInRequiredException": false,
		"": false,
	} {
		err := fmt.Errorf("get the recommendations: %w", &smithy.GenericAPIError{Code: code})
		if isExpired(err) != expired {
			t.Errorf("%q says that the credentials have expired: %v, want %v", code, !expired, expired)
		}
	}
}

func TestRefusesRegion(t *testing.T) {
	first, later := Info{Name: "functions", TellsRegion: true}, Info{Name: "event-sources"}
	for _, c := range []struct {
		code, message string
		reason        Reason
	}{
		{"AccessDeniedException", "with an explicit deny in a service control policy", Closed},
		{"UnrecognizedClientException", "The security token included in the request is invalid", RegionOff},
		{"AccessDeniedException", "because no identity-based policy allows it", ""},
		{"InvalidSignatureException", "Signature expired", ""},
	} {
		err := &smithy.GenericAPIError{Code: c.code, Message: c.message}
		if u := refusesRegion(err, first); u == nil && c.reason != "" || u != nil && u.Reason != c.reason {
			t.Errorf("%s, %s: %+v, want %q", c.code, c.message, u, c.reason)
		}
		if u := refusesRegion(err, later); u != nil {
			t.Errorf("%s: a later call closes the region: %+v", c.code, u)
		}
	}
}
