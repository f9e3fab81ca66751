package facts_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// a stopwatch notes when the first and the last request of each kind came.
type stopwatch struct {
	next  aws.HTTPClient
	began time.Time

	mu          sync.Mutex
	first, last map[string]time.Duration
}

// Do notes the end of the request's path, and hands it on.
func (w *stopwatch) Do(r *http.Request) (*http.Response, error) {
	path := strings.TrimRight(r.URL.Path, "/")
	kind, at := path[strings.LastIndex(path, "/")+1:], time.Since(w.began)
	w.mu.Lock()
	if _, seen := w.first[kind]; !seen {
		w.first[kind] = at
	}
	w.last[kind] = at
	w.mu.Unlock()
	return w.next.Do(r)
}

// A function's policy is asked while the next page of functions is listed, and
// what hangs on policies while the others are still asked for.
func TestCallsAreMadeWhileListingsGoOn(t *testing.T) {
	account := fixtures.Mix(200, 1)
	if err := account.Complete(); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		watch := &stopwatch{next: fixtures.NewServer(account).Client(), began: time.Now(), first: map[string]time.Duration{}, last: map[string]time.Duration{}}
		s := openThrough(t, watch, account, func(o *audit.Options) { o.Share = audit.DefaultShare })
		known := collect(t, s, audit.NewSet(facts.ResourcePolicy, facts.AliasPolicy, facts.AsyncSettings))
		for early, late := range map[string]string{"policy": "functions", "aliases": "policy", "list": "policy"} { // .../event-invoke-config/list
			first, asked := watch.first[early]
			if last := watch.last[late]; !asked || first >= last {
				t.Errorf("%s was first asked at %s (ever: %v), the last %s at %s", early, first, asked, late, last)
			}
		}
		if took, bound := time.Since(watch.began), s.Bound(known.Calls); took > bound*11/10 {
			t.Errorf("it took %s, and the busiest rate allows %s", took, bound)
		}
	})
}
