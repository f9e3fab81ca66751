package facts_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// A role gives the account's key under another session token each time, and
// counts; it fails from the time on that last is over.
type role struct {
	account *fixtures.Account
	given   int
	last    int // 0: never fails
}

func (r *role) Retrieve(context.Context) (aws.Credentials, error) {
	if r.last > 0 && r.given >= r.last {
		return aws.Credentials{}, errors.New("the session has ended: sign in again")
	}
	r.given++
	time.Sleep(200 * time.Millisecond) // as long as STS takes
	key, secret := r.account.Credentials()
	return aws.Credentials{AccessKeyID: key, SecretAccessKey: secret, SessionToken: fmt.Sprint("session ", r.given)}, nil
}

// collectAs collects two facts of the account with a provider's credentials.
func collectAs(t *testing.T, server *fixtures.Server, account *fixtures.Account, provider aws.CredentialsProvider) (*audit.Known, error) {
	t.Helper()
	s, err := audit.Open(t.Context(), aws.Config{Region: account.Regions[0].Name, HTTPClient: server.Client(), Credentials: provider},
		audit.Options{Days: 14, Share: 1, Key: testKey(t), AskAll: true, Now: func() time.Time { return account.Now }})
	if err != nil {
		t.Fatal(err)
	}
	return audit.Collect(t.Context(), s, audit.NewSet(facts.ResourcePolicy, facts.ReservedConcurrency), nil)
}

func TestCredentialsAreRenewedOnce(t *testing.T) {
	account := ordinary(t)
	for _, c := range []struct {
		name  string
		times int // that AWS calls them expired, one after the other
		last  int // credentials that there are; 0: no end
		given int
		ends  bool
	}{
		{"once", 1, 0, 2, false},
		{"in all calls in flight", 8, 0, 2, false},
		{"for ever", 0, 0, 2, true},
		{"and none can be had", 1, 1, 1, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := fixtures.NewServer(account)
			server.Latency = time.Second // so that calls overlap
			fault(t, server, fixtures.Fault{Operation: "Get*", Service: "lambda", Code: fixtures.FaultExpired, After: 20, Times: c.times})
			provider := &role{account: account, last: c.last}
			known, err := collectAs(t, server, account, aws.NewCredentialsCache(provider))
			var stranger *audit.CredentialError
			switch {
			case c.ends && !errors.As(err, &stranger):
				t.Errorf("expired %s: ended with %v, want a credential error", c.name, err)
			case !c.ends && (err != nil || functions(known) != 120 || len(known.Problems(everyFact())) > 0):
				t.Errorf("expired %s: %v, problems %v", c.name, err, known.Problems(everyFact()))
			}
			if provider.given != c.given {
				t.Errorf("expired %s: credentials were asked for %d times, want %d", c.name, provider.given, c.given)
			}
		})
	}
}

func TestCredentialsThatDoNotChangeAreNotTriedTwice(t *testing.T) {
	account := ordinary(t)
	key, secret := account.Credentials()
	same := aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: key, SecretAccessKey: secret}, nil
	}))
	synctest.Test(t, func(t *testing.T) {
		server := fixtures.NewServer(account)
		fault(t, server, fixtures.Fault{Operation: "ListFunctions", Code: fixtures.FaultExpired})
		_, err := collectAs(t, server, account, same)
		var stranger *audit.CredentialError
		if !errors.As(err, &stranger) {
			t.Errorf("ended with %v, want a credential error", err)
		}
		if calls := countCalls(server, "ListFunctions"); calls != 1 {
			t.Errorf("ListFunctions was sent %d times with what AWS had refused", calls)
		}
	})
}

// countCalls counts the attempts that reached the server.
func countCalls(server *fixtures.Server, operation string) int {
	n := 0
	for _, c := range server.Calls() {
		if c.Operation == operation {
			n++
		}
	}
	return n
}
