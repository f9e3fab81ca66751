package facts_test

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

func TestRuntimeManagement(t *testing.T) {
	account := parse(t, guarded)
	server := serve(account)
	r := collect(t, open(t, server, account, nil), audit.NewSet(facts.RuntimeManagement, facts.VersionRuntimeManagement)).Reader()
	for name, want := range map[string]facts.RuntimeMode{"open": "Manual", "plain": "Auto", "image": ""} {
		if got, err := facts.RuntimeManagement.Of(r, urlARN+name); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if got, err := facts.VersionRuntimeManagement.Of(r, urlARN+"open:1"); err != nil || !got.Pinned() {
		t.Errorf("the version: %q, %v", got, err)
	}
	if got := calledFor(server, "GetRuntimeManagementConfig"); got[urlARN+"image"] > 0 || got[urlARN+"open"] != 1 || got[urlARN+"open:1"] != 1 {
		t.Errorf("%v", got)
	}
	if facts.RuntimeMode("Eventually").Known() {
		t.Error("nobody knows what Eventually means")
	}
}

func TestCodeSigning(t *testing.T) {
	const config = "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1"
	account := parse(t, guarded)
	server := serve(account)
	known := collect(t, open(t, server, account, nil), audit.NewSet(facts.SigningConfigs))
	r := known.Reader()
	for name, want := range map[string]string{"open": config, "plain": "", "image": ""} { // service-screener 6
		if got, err := facts.CodeSigning.Of(r, urlARN+name); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if got, err := facts.SigningConfigs.Of(r, config); err != nil || got.Policy != "Enforce" {
		t.Errorf("%+v, %v", got, err)
	}
	list, err := known.Subjects(facts.KindSigningConfig)
	if err != nil || len(list) != 1 || !slices.Equal(list[0].Functions, []string{urlARN + "open"}) {
		t.Errorf("%+v, %v", list, err)
	}
	if got := calledFor(server, "GetCodeSigningConfig"); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestGuardsOfARegion(t *testing.T) {
	account := parse(t, guarded)
	want := audit.NewSet(facts.Inspector, facts.GuardDuty)
	r := collect(t, open(t, serve(account), account, nil), want).Reader()
	if s, err := facts.Inspector.Of(r, "eu-west-1"); err != nil || !s.On() {
		t.Errorf("Inspector: %+v, %v", s, err)
	}
	if p, err := facts.GuardDuty.Of(r, "eu-west-1"); err != nil || p.Detector != "ENABLED" || p.Lambda != "DISABLED" || p.On() {
		t.Errorf("GuardDuty: %+v, %v", p, err)
	}
	account.Regions[0].Inspector, account.Regions[0].GuardDuty = "", ""
	server := serve(account)
	r = collect(t, open(t, server, account, nil), want).Reader()
	if s, err := facts.Inspector.Of(r, "eu-west-1"); err != nil || s.Functions != "DISABLED" {
		t.Errorf("Inspector that is off: %+v, %v", s, err)
	}
	if p, err := facts.GuardDuty.Of(r, "eu-west-1"); err != nil || p != (facts.Protection{}) {
		t.Errorf("GuardDuty that was never set up: %+v, %v", p, err)
	}
	if got := calledFor(server, "GetDetector"); len(got) != 0 {
		t.Errorf("there is no detector to ask for: %v", got)
	}
}

func TestGuardsThatMayNotBeRead(t *testing.T) {
	for operation, action := range map[string]string{
		"BatchGetAccountStatus": "inspector2:BatchGetAccountStatus", "ListDetectors": "guardduty:ListDetectors", "GetDetector": "guardduty:GetDetector",
	} {
		account := parse(t, guarded)
		server := serve(account)
		deny(t, server, "", operation)
		r := collect(t, open(t, server, account, nil), audit.NewSet(facts.Inspector, facts.GuardDuty)).Reader()
		_, err := facts.Inspector.Of(r, "eu-west-1")
		if _, other := facts.GuardDuty.Of(r, "eu-west-1"); err == nil {
			err = other
		}
		var why *audit.Unknown
		if !errors.As(err, &why) || why.Reason != audit.Denied || why.Action != action {
			t.Errorf("%s: %v", operation, err)
		}
	}
}

// missingHosts lets through all requests but those to services that the region
// does not have.
type missingHosts struct{ aws.HTTPClient }

func (m missingHosts) Do(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(r.URL.Host, "inspector2.") || strings.HasPrefix(r.URL.Host, "guardduty.") {
		return nil, &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}
	}
	return m.HTTPClient.Do(r)
}

func TestGuardsThatARegionDoesNotHave(t *testing.T) {
	account := parse(t, guarded)
	r := collect(t, openThrough(t, missingHosts{serve(account).Client()}, account, nil), audit.NewSet(facts.Inspector, facts.GuardDuty)).Reader()
	_, inspector := facts.Inspector.Of(r, "eu-west-1")
	_, guardDuty := facts.GuardDuty.Of(r, "eu-west-1")
	for _, err := range []error{inspector, guardDuty} {
		var why *audit.Unknown
		if !errors.As(err, &why) || why.Reason != audit.NoData {
			t.Errorf("%v: nobody can act on that", err)
		}
	}
}
