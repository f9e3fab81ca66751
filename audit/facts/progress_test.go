package facts_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// TestProgress looks at a run in the middle of 120 policies at 10 a second. What is
// due may be less than what remains, as long as calls wait for those of an earlier
// page; it is never more.
func TestProgress(t *testing.T) {
	account := ordinary(t)
	synctest.Test(t, func(t *testing.T) {
		s := open(t, fixtures.NewServer(account), account, func(o *audit.Options) { o.Share, o.AskAll = audit.DefaultShare, true })
		began := time.Now()
		ended := make(chan time.Duration)
		go func() {
			collect(t, s, audit.NewSet(facts.ResourcePolicy))
			ended <- time.Since(began)
		}()
		time.Sleep(4 * time.Second)
		now := s.Progress()
		if now.Calls < 32 || now.Calls > 45 || now.Throttled != 0 || now.Listing || len(now.Queues) != 1 {
			t.Fatalf("after four seconds: %+v", now)
		}
		q := now.Queues[0]
		told := time.Since(began) + q.Left()
		if q.Bucket != "GetPolicy" || q.Region != account.Regions[0].Name || q.Due < 1 || q.Due > 120-now.Calls {
			t.Errorf("after four seconds: %+v", q)
		}
		if took := <-ended; told-took > time.Second {
			t.Errorf("told that it would take %s, and it took %s", told, took)
		}
		if now = s.Progress(); len(now.Queues) != 0 || now.Listing {
			t.Errorf("in the end: %+v", now)
		}
	})
}

func TestProgressKnowsOfListings(t *testing.T) {
	account := ordinary(t)
	synctest.Test(t, func(t *testing.T) {
		server := fixtures.NewServer(account)
		server.Latency = time.Second
		s := open(t, server, account, nil)
		done := make(chan bool)
		go func() {
			collect(t, s, audit.NewSet(facts.Functions))
			close(done)
		}()
		time.Sleep(1500 * time.Millisecond)
		if !s.Progress().Listing {
			t.Errorf("while the functions are listed: %+v", s.Progress())
		}
		<-done
	})
}
