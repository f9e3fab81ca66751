package audit

import (
	"slices"
	"sync"
	"time"
)

// A bucket is a rate that AWS publishes for some operations of a service, per
// account and region.
type bucket struct {
	service    string
	operations []string // none: all others of the service
	perSecond  float64
}

// buckets are AWS's published rates: Lambda quotas page as of 2026-09-20 (the
// three Lambda rows, none of which can be raised); CloudWatch quotas and
// knowledge centre, copy without a date (GetMetricData, DescribeAlarms,
// ListMetrics). The rates of IAM, SQS, STS, EC2 and tagging are not published:
// these are our own careful ones.
var buckets = []bucket{
	{"Lambda", []string{"GetFunction"}, 100},
	{"Lambda", []string{"GetPolicy"}, 15},
	{"Lambda", nil, 15},
	{"CloudWatch", []string{"GetMetricData"}, 50},
	{"CloudWatch", []string{"ListMetrics"}, 25},
	{"CloudWatch", nil, 9},
	{"IAM", nil, 15},
	{"SQS", nil, 60},
	{"", nil, 15},
}

// DefaultShare is the part of each rate that a run takes: the rest is left to
// the account's own deployments, which share it.
const DefaultShare = 2.0 / 3

// callDeadline is how long one call is repeated before its answer counts as
// unknown: long enough for a deployment that takes the whole rate to end. The wait
// for its first turn does not count: in a large account it takes hours.
const callDeadline = 30 * time.Minute

// attemptDeadline is how long AWS may take over one attempt: a connection that
// hangs is given up, and the call repeated.
const attemptDeadline = 30 * time.Second

// limiters holds one limiter per bucket and region.
type limiters struct {
	mu    sync.Mutex
	share float64
	byKey map[limiterKey]*limiter
}

type limiterKey struct {
	bucket int
	region string
}

// of returns the limiter an operation is charged to.
func (l *limiters) of(service, operation, region string) *limiter {
	i := bucketOf(service, operation)
	l.mu.Lock()
	defer l.mu.Unlock()
	key := limiterKey{i, limitedIn(service, region)}
	if l.byKey[key] == nil {
		l.byKey[key] = newLimiter(buckets[i].perSecond * l.share)
	}
	return l.byKey[key]
}

// limitedIn is the region whose calls AWS counts together: IAM has one endpoint
// for the whole account.
func limitedIn(service, region string) string {
	if service == "IAM" {
		return Global
	}
	return region
}

func bucketOf(service, operation string) int {
	for i, b := range buckets {
		if b.service != service && b.service != "" {
			continue
		}
		if b.operations == nil || slices.Contains(b.operations, operation) {
			return i
		}
	}
	return len(buckets) - 1
}
