package facts_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// TestASlowBudgetCostsNoAnswer has 48 calls wait for a budget of one in 67
// seconds: most wait longer than a call may take.
func TestASlowBudgetCostsNoAnswer(t *testing.T) {
	account := ordinary(t)
	want := audit.NewSet(facts.ReservedConcurrency, facts.Aliases, facts.RuntimeManagement)
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		s := open(t, serve(account), account, func(o *audit.Options) { o.Share, o.AskAll = 0.001, true })
		known := collect(t, s, want)
		if problems := known.Problems(want); len(problems) > 0 || functions(known) != 120 {
			t.Errorf("%d functions, %v", functions(known), problems)
		}
		if took := time.Since(began); took < 3*120*time.Minute {
			t.Errorf("360 calls took %s, so nobody waited for long", took)
		}
	})
}

// TestAnOperationThatNeverAnswersIsGivenUp bounds what a run over many functions
// loses to one operation.
func TestAnOperationThatNeverAnswersIsGivenUp(t *testing.T) {
	account := ordinary(t)
	want := audit.NewSet(facts.ReservedConcurrency, facts.Aliases)
	for code, reason := range map[string]audit.Reason{fixtures.FaultThrottle: audit.Throttled, fixtures.FaultHang: audit.TimedOut} {
		synctest.Test(t, func(t *testing.T) {
			server := fixtures.NewServer(account)
			fault(t, server, fixtures.Fault{Operation: "GetFunctionConcurrency", Code: code})
			began := time.Now()
			s := open(t, server, account, func(o *audit.Options) { o.Share, o.AskAll = 1, true })
			known := collect(t, s, want)
			if took := time.Since(began); took > time.Hour {
				t.Errorf("%s: the run took %s", code, took)
			}
			for _, p := range known.Problems(want) {
				if p.Fact != facts.ReservedConcurrency.Name || p.Reason != reason || p.Subjects != 120 {
					t.Errorf("%s: %+v, want 120 functions %s", code, p, reason)
				}
			}
			if len(known.Problems(want)) != 1 {
				t.Errorf("%s: %d problems, want one", code, len(known.Problems(want)))
			}
		})
	}
}
