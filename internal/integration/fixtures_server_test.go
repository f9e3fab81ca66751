//go:build integration

package integration

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"lambda-audit/fixtures"
)

// accountFile is an account whose every value is written out.
var accountFile = filepath.Join("testdata", "account.json")

// organizationFile is an organisation that the account manages.
var organizationFile = filepath.Join("testdata", "organization.json")

// A listening is the fixtures server at an address, at any rate of calls.
type listening struct {
	*fixtures.Server
	URL      string
	requests atomic.Int64 // that reached it, whatever they asked
}

// serve lets the fixtures server listen until the test ends.
func serve(t *testing.T, accounts ...*fixtures.Account) *listening {
	t.Helper()
	l := &listening{Server: fixtures.NewServer(accounts...)}
	l.NoQuotas = true
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.requests.Add(1)
		l.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	l.URL = web.URL
	return l
}

// called are the operations that were called, as "lambda.GetPolicy".
func (l *listening) called() map[string]int {
	count := map[string]int{}
	for _, c := range l.Calls() {
		count[c.Service+"."+c.Operation]++
	}
	return count
}

// writtenAccount is the account in accountFile.
func writtenAccount(t *testing.T) *fixtures.Account {
	t.Helper()
	data, err := os.ReadFile(accountFile)
	if err != nil {
		t.Fatal(err)
	}
	account, err := fixtures.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return account
}

// writtenOrganization is the organisation in organizationFile.
func writtenOrganization(t *testing.T) *fixtures.Organization {
	t.Helper()
	data, err := os.ReadFile(organizationFile)
	if err != nil {
		t.Fatal(err)
	}
	organization, err := fixtures.ParseOrganization(data)
	if err != nil {
		t.Fatal(err)
	}
	return organization
}

// emptyAccount is an account of users only: what it may do is take roles.
func emptyAccount(t *testing.T) *fixtures.Account {
	t.Helper()
	account, err := fixtures.Parse([]byte(`{"id": "444455556666", "regions": [{"name": "us-east-1"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return account
}
