package audit

import "testing"

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
