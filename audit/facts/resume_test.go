package facts_test

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"testing"
	"testing/synctest"

	"lambda-audit/audit"
	"lambda-audit/fixtures"
)

// Wherever a run is cut, what goes on knows the same in the end, asks again only
// what was under way, and counts every call.
func TestARunGoesOnWhereverItIsCut(t *testing.T) {
	account := paged(t)
	var whole disk
	server := serve(account)
	known, err := begun(t, t.Context(), server, account, &whole)
	if err != nil {
		t.Fatal(err)
	}
	want, undisturbed := held(t, &whole, known), len(server.Calls())
	cuts := fewer(24, 3)
	for i := range cuts {
		d := disk{last: 1 + i*whole.writes/cuts}
		server := serve(account)
		_, _ = begun(t, t.Context(), server, account, &d) // it dies
		first := len(server.Calls())
		kept, open := noted(&d)
		d.WriteString(`{"fact":"functions","id":"torn`)
		known := resumed(t, server, account, &d)
		if got := held(t, &d, known); !maps.Equal(got, want) {
			t.Errorf("cut after %d writes: %s", d.last, difference(got, want))
		}
		again := first - (kept - open)
		if total := len(server.Calls()); total > undisturbed+again+1 || total < undisturbed {
			t.Errorf("cut after %d of %d writes: %d calls, %d undisturbed, %d were under way", 1+i*whole.writes/cuts, whole.writes, total, undisturbed, again)
		}
		made, repeated := sum(known.Calls)
		if second := len(server.Calls()) - first; made != kept+second || repeated < open {
			t.Errorf("cut after %d writes: the ledger has %d calls, %d repeated; %d were noted and %d are new, %d were lost", 1+i*whole.writes/cuts, made, repeated, kept, second, open)
		}
	}
}

// What credentials that run out refuse is no answer: it is asked again.
func TestARunGoesOnWithNewCredentials(t *testing.T) {
	account := paged(t)
	var whole disk
	known, err := begun(t, t.Context(), serve(account), account, &whole)
	if err != nil {
		t.Fatal(err)
	}
	want := held(t, &whole, known)
	for _, operation := range []string{"GetPolicy", "ListFunctions", "GetAccountAuthorizationDetails", "GetMetricData", "DescribeLogGroups"}[:fewer(5, 2)] {
		var d disk
		server := serve(account)
		if err := server.AddFault(fixtures.Fault{Operation: operation, Code: fixtures.FaultExpired, After: 2}); err != nil {
			t.Fatal(err)
		}
		if _, err := begun(t, t.Context(), server, account, &d); !errors.As(err, new(*audit.CredentialError)) {
			t.Errorf("%s: ended with %v", operation, err)
		}
		server.Reset()
		known := resumed(t, server, account, &d)
		if got := held(t, &d, known); !maps.Equal(got, want) {
			t.Errorf("%s: %s", operation, difference(got, want))
		}
	}
}

// A token that AWS has forgotten costs the pages before it, and nothing else.
func TestASweepBeginsAnewWhereItsTokenIsRefused(t *testing.T) {
	account := paged(t)
	var d disk
	server := serve(account)
	if err := server.AddFault(fixtures.Fault{Operation: "ListFunctions", Code: fixtures.FaultExpired, After: 4}); err != nil {
		t.Fatal(err)
	}
	_, _ = begun(t, t.Context(), server, account, &d)
	old := regexp.MustCompile(`"token":"[^"]*"`).ReplaceAll(d.Bytes(), []byte(`"token":"of-another-day"`))
	d.Reset()
	d.Write(old)
	server.Reset()
	if known := resumed(t, server, account, &d); functions(known) != 70 || len(known.Problems(cutFacts())) > 0 {
		t.Errorf("%d functions, problems %v", functions(known), known.Problems(cutFacts()))
	}
	if calls := callsTo(server, "ListFunctions"); calls < 8+1 {
		t.Errorf("%d calls list the functions: it did not begin anew", calls)
	}
}

func TestAnInterruptedRunGoesOn(t *testing.T) {
	account := paged(t)
	var whole, d disk
	synctest.Test(t, func(t *testing.T) {
		known, err := begun(t, t.Context(), serve(account), account, &whole)
		if err != nil {
			t.Fatal(err)
		}
		want := held(t, &whole, known)
		server := serve(account)
		if err := server.AddFault(fixtures.Fault{Operation: "GetPolicy", Code: fixtures.FaultHang, After: 10}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		go func() { synctest.Wait(); cancel() }()
		if _, err := begun(t, ctx, server, account, &d); err == nil {
			t.Error("it was not interrupted")
		}
		server.Reset()
		if got := held(t, &d, resumed(t, server, account, &d)); !maps.Equal(got, want) {
			t.Error(difference(got, want))
		}
	})
}
