package facts_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/fixtures"
	"lambda-audit/rules"
	_ "lambda-audit/rules/catalogue" // registers the rules
)

// everyFact is all there is to ask, also what waits to be asked for.
func everyFact() audit.Set {
	set := audit.NewSet(facts.Tags)
	for _, f := range audit.Facts() {
		set.Add(f)
	}
	return set
}

// unpromptedFacts are all but those that wait to be asked for.
func unpromptedFacts() audit.Set {
	set := audit.Set{}
	for _, f := range audit.Facts() {
		if !f.Info().OnDemand {
			set.Add(f)
		}
	}
	return set
}

// defaultFacts are those of a run that chooses no rules.
func defaultFacts(t testing.TB) audit.Set {
	t.Helper()
	chosen, err := rules.Select(rules.Selection{})
	if err != nil {
		t.Fatal(err)
	}
	return rules.Collected(chosen)
}

// load returns an embedded sample account.
func load(t testing.TB, name string) *fixtures.Account {
	t.Helper()
	account, err := fixtures.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return account
}

// serve plays AWS for the account, as fast as it is asked.
func serve(account *fixtures.Account) *fixtures.Server {
	server := fixtures.NewServer(account)
	server.NoQuotas = true
	return server
}

// open opens a session with the account that the server plays.
func open(t testing.TB, server *fixtures.Server, account *fixtures.Account, change func(*audit.Options)) *audit.Session {
	t.Helper()
	return openThrough(t, server.Client(), account, change)
}

// openThrough opens a session that sends its requests through the client.
func openThrough(t testing.TB, client aws.HTTPClient, account *fixtures.Account, change func(*audit.Options)) *audit.Session {
	t.Helper()
	key, secret := account.Credentials()
	o := audit.Options{Days: 14, Share: 1e6, RunID: "test", Key: testKey(t), Now: func() time.Time { return account.Now }}
	for _, r := range account.Regions {
		o.Regions = append(o.Regions, r.Name)
	}
	if change != nil {
		change(&o)
	}
	s, err := audit.Open(t.Context(), aws.Config{Region: account.Regions[0].Name, HTTPClient: client,
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")}, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// collect asks the account for the facts.
func collect(t testing.TB, s *audit.Session, want audit.Set) *audit.Known {
	t.Helper()
	known, err := audit.Collect(context.Background(), s, want, nil)
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// functions counts the functions that are known.
func functions(known *audit.Known) int {
	list, _ := known.Subjects(facts.KindFunction)
	return len(list)
}

// testKey makes fingerprints the same in every run.
func testKey(t testing.TB) secrets.Key {
	t.Helper()
	key, err := secrets.NewKey([]byte("a key for these tests only"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// fewer returns how often to try: many times, or a few where tests are short. Under
// the race detector, which takes many times as long, a few tell as much.
func fewer(many, few int) int {
	if testing.Short() {
		return few
	}
	return many
}
