package audit

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestLimiterKeepsItsRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(10)
		began := time.Now()
		for range 101 {
			if err := l.wait(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took < 9900*time.Millisecond || took > 10100*time.Millisecond {
			t.Errorf("101 calls at ten a second took %s", took)
		}
	})
}

func TestLimiterSlowsDownAndRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(10)
		l.throttled(3 * time.Second)
		began := time.Now()
		if err := l.wait(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 3*time.Second {
			t.Errorf("AWS asked for three seconds and got %s", took)
		}
		if got := float64(l.pace.Limit()); got != 5 {
			t.Errorf("after one throttle the rate is %v, want half", got)
		}
		for range 20 {
			l.throttled(0)
		}
		if got := float64(l.pace.Limit()); got != lowestRate {
			t.Errorf("after many throttles the rate is %v, want %v", got, lowestRate)
		}
		for range 200 {
			l.answered()
		}
		if got := float64(l.pace.Limit()); got != 10 {
			t.Errorf("after many answers the rate is %v, want the top again", got)
		}
	})
}

func TestBuckets(t *testing.T) {
	for _, c := range []struct {
		service, operation string
		rate               float64
	}{
		{"Lambda", "GetFunction", 100}, {"Lambda", "GetPolicy", 15}, {"Lambda", "ListAliases", 15},
		{"CloudWatch", "GetMetricData", 50}, {"CloudWatch", "DescribeAlarms", 9}, {"IAM", "GetRole", 15}, {"Mars", "Land", 15},
	} {
		if got := buckets[bucketOf(c.service, c.operation)].perSecond; got != c.rate {
			t.Errorf("%s.%s has %v a second, want %v", c.service, c.operation, got, c.rate)
		}
	}
	l := limiters{share: 1, byKey: map[limiterKey]*limiter{}}
	if l.of("Lambda", "ListAliases", "a") != l.of("Lambda", "GetAccountSettings", "a") {
		t.Error("calls of one bucket are paced apart")
	}
	if l.of("Lambda", "ListAliases", "a") == l.of("Lambda", "ListAliases", "b") {
		t.Error("two regions share a rate that AWS gives to each")
	}
	if l.of("IAM", "GetRole", "a") != l.of("IAM", "GetRole", "b") {
		t.Error("IAM has one rate for the account")
	}
}
