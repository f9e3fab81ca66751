package facts_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// parse reads an account written in place.
func parse(t testing.TB, text string) *fixtures.Account {
	t.Helper()
	account, err := fixtures.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return account
}

func fault(t testing.TB, server *fixtures.Server, f fixtures.Fault) {
	t.Helper()
	if err := server.AddFault(f); err != nil {
		t.Fatal(err)
	}
}

func TestAnOrganisationThatDeniesOneCallClosesNoRegion(t *testing.T) {
	account := ordinary(t)
	for _, operation := range []string{"GetPolicy", "ListMetrics", "ListEventSourceMappings"} {
		server := serve(account)
		fault(t, server, fixtures.Fault{Operation: operation, Code: fixtures.FaultExplicitDeny})
		known := collect(t, open(t, server, account, nil), unpromptedFacts())
		if functions(known) != 120 || len(known.OpenRegions()) != 1 {
			t.Errorf("%s: %d functions in %v", operation, functions(known), known.OpenRegions())
		}
		problems := known.Problems(unpromptedFacts())
		if len(problems) == 0 || problems[0].Reason != audit.Denied || problems[0].Action == "" {
			t.Errorf("%s: the denial is not told: %+v", operation, problems)
		}
	}
}

func TestAKeyRefusedInTheMiddleClosesNoRegion(t *testing.T) {
	account := ordinary(t)
	server := serve(account)
	fault(t, server, fixtures.Fault{Service: "lambda", Operation: "ListFunctions", Code: fixtures.FaultBadKey, After: 2})
	known := collect(t, open(t, server, account, nil), unpromptedFacts())
	if _, err := known.Subjects(facts.KindFunction); functions(known) != 50 || err == nil || len(known.OpenRegions()) != 1 {
		t.Errorf("%d functions, %v, regions %v", functions(known), err, known.OpenRegions())
	}
}

func TestAnAttemptThatHangsIsRepeated(t *testing.T) {
	account := ordinary(t)
	synctest.Test(t, func(t *testing.T) {
		server := serve(account)
		fault(t, server, fixtures.Fault{Operation: "ListFunctions", Code: fixtures.FaultHang, Times: 1})
		began := time.Now()
		known := collect(t, open(t, server, account, nil), unpromptedFacts())
		if took := time.Since(began); functions(known) != 120 || took > 3*time.Minute {
			t.Errorf("%d functions after %s", functions(known), took)
		}
	})
}

func TestThrottledToTheEndIsCalledSo(t *testing.T) {
	account := ordinary(t)
	synctest.Test(t, func(t *testing.T) {
		server := serve(account)
		fault(t, server, fixtures.Fault{Operation: "GetAccountSettings", Code: fixtures.FaultThrottle})
		known := collect(t, open(t, server, account, nil), audit.NewSet(facts.AccountSettings))
		var why *audit.Unknown
		if _, err := facts.AccountSettings.Of(known.Reader(), account.Regions[0].Name); !errors.As(err, &why) || why.Reason != audit.Throttled {
			t.Errorf("%v, want throttled", err)
		}
	})
}

func TestTheSDKsOwnNumberOfAttemptsDoesNotCount(t *testing.T) {
	account := ordinary(t)
	server := serve(account)
	fault(t, server, fixtures.Fault{Operation: "ListFunctions", Code: fixtures.FaultThrottle, Times: 6})
	key, secret := account.Credentials()
	synctest.Test(t, func(t *testing.T) {
		s, err := audit.Open(t.Context(), aws.Config{Region: account.Regions[0].Name, HTTPClient: server.Client(), RetryMaxAttempts: 2,
			Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")},
			audit.Options{Days: 14, Share: 1, Key: testKey(t), Now: func() time.Time { return account.Now }})
		if err != nil {
			t.Fatal(err)
		}
		if known := collect(t, s, audit.NewSet(facts.Functions)); functions(known) != 120 {
			t.Errorf("%d functions", functions(known))
		}
	})
}

func TestAHomeThatIsOffBlamesNoCredentials(t *testing.T) {
	account := parse(t, `{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"a"}],"regions":[
		{"name":"af-south-1","state":"not-enabled"},{"name":"ap-east-1","state":"closed"},{"name":"eu-west-1","functions":[{"name":"a","role":"a"}]}]}`)
	for _, home := range []string{"af-south-1", "ap-east-1"} {
		s := open(t, serve(account), account, func(o *audit.Options) { o.Regions = []string{home, "eu-west-1"} })
		if known := collect(t, s, unpromptedFacts()); functions(known) != 1 {
			t.Errorf("%s: %d functions", home, functions(known))
		}
	}
}

// An answer that is cut on its way, or is none of AWS's, says nothing of the
// account: it is asked for again, a few times.
func TestABrokenAnswerIsAskedForAgain(t *testing.T) {
	account := ordinary(t)
	for _, code := range []string{fixtures.FaultTruncated, fixtures.FaultMalformed, fixtures.FaultGarbage} {
		synctest.Test(t, func(t *testing.T) {
			server := serve(account)
			fault(t, server, fixtures.Fault{Operation: "ListFunctions", Code: code, Times: 3})
			known := collect(t, open(t, server, account, nil), audit.NewSet(facts.Functions))
			if _, err := known.Subjects(facts.KindFunction); functions(known) != 120 || err != nil {
				t.Errorf("%s three times: %d functions, %v", code, functions(known), err)
			}
			fault(t, server, fixtures.Fault{Operation: "ListFunctions", Code: code, After: 2})
			known = collect(t, open(t, server, account, nil), audit.NewSet(facts.Functions))
			if _, err := known.Subjects(facts.KindFunction); functions(known) != 50 || err == nil {
				t.Errorf("%s from page 2 on: %d functions, %v", code, functions(known), err)
			}
		})
	}
}
