package audit

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
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

// lowestRate is as slow as a limiter gets, however often AWS says no.
const lowestRate = 0.5

// A limiter paces the calls of one bucket in one region: each throttle halves
// its rate, each answer raises it a little.
type limiter struct {
	turns turns
	mu    sync.Mutex
	pace  *rate.Limiter
	top   float64
	until time.Time // AWS asked for silence until then
}

func newLimiter(perSecond float64) *limiter {
	return &limiter{pace: rate.NewLimiter(rate.Limit(perSecond), 1), top: perSecond}
}

// wait blocks until a call may be sent, those of a higher rank before others. A
// silence that AWS asks for meanwhile is kept, and then the lower rate.
func (l *limiter) wait(ctx context.Context, rank int) error {
	if err := l.turns.take(ctx, rank); err != nil {
		return fmt.Errorf("wait for the budget: %w", err)
	}
	defer l.turns.pass()
	for {
		if err := sleep(ctx, l.silence()); err != nil {
			return err
		}
		if err := l.pace.Wait(ctx); err != nil {
			return fmt.Errorf("wait for the budget: %w", cmp.Or(ctx.Err(), context.DeadlineExceeded))
		}
		if l.silence() <= 0 {
			return nil
		}
	}
}

// silence is how long AWS still wants to be left alone.
func (l *limiter) silence() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Until(l.until)
}

// throttled slows down, and is silent for as long as AWS asked.
func (l *limiter) throttled(retryAfter time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pace.SetLimit(max(l.pace.Limit()/2, lowestRate))
	if until := time.Now().Add(retryAfter); until.After(l.until) {
		l.until = until
	}
}

// answered speeds up by a hundredth of the top rate.
func (l *limiter) answered() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := float64(l.pace.Limit()); now < l.top {
		l.pace.SetLimit(rate.Limit(min(now+l.top/100, l.top)))
	}
}

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
	if service == "IAM" {
		region = Global // one endpoint for the whole account
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	key := limiterKey{i, region}
	if l.byKey[key] == nil {
		l.byKey[key] = newLimiter(buckets[i].perSecond * l.share)
	}
	return l.byKey[key]
}

func bucketOf(service, operation string) int {
	for i, b := range buckets {
		if b.service != service && b.service != "" {
			continue
		}
		if b.operations == nil {
			return i
		}
		for _, op := range b.operations {
			if op == operation {
				return i
			}
		}
	}
	return len(buckets) - 1
}

// sleep waits, unless the context ends first.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
