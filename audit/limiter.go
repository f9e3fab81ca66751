package audit

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How a limiter behaves once AWS has said no. TestPolite measures what these
// come to beside deployments that share the bucket.
const (
	// lowestRate is as slow as a limiter gets, however often AWS says no.
	lowestRate = 0.5
	// backOff is the part of the rate that a throttle leaves.
	backOff = .5
	// knee is the part of a refused rate that is taken for the one AWS would have
	// borne. Its buckets save up a second's calls, so they refuse late, and those
	// beside us, who come in bursts, are refused before we are.
	knee = 0.65
	// recovery is how long the rate takes from its knee to twice the top, were it
	// not for the cube: that makes it cling to the knee, where others are harmed
	// first, and hurry where it is far away.
	recovery = 120 * time.Second
)

// A limiter paces the calls of one bucket in one region. Each throttle halves its
// rate, which then climbs back along a cubic curve, as TCP's does (RFC 9438):
// fast to a little below what AWS refused, slowly past it, and fast again where
// nobody objects. A call goes at a random moment of its slot: evenly spaced ones
// would take each token of AWS's bucket the moment it is there, see no throttle
// themselves, and leave it all to whoever comes in between.
type limiter struct {
	turns turns
	pace  *rate.Limiter
	top   float64

	mu      sync.Mutex
	until   time.Time     // AWS is left alone until then; zero: it never said no
	level   float64       // the rate that the curve clings to
	climb   float64       // how long the curve takes to there, in stretches
	stretch time.Duration // the curve's unit of time
}

func newLimiter(perSecond float64) *limiter {
	return &limiter{pace: rate.NewLimiter(rate.Limit(perSecond), 1), top: perSecond}
}

// wait blocks until a call may be sent, those of a higher rank before others. One
// at a time waits for its moment, so that silence and a lower rate hold for all.
func (l *limiter) wait(ctx context.Context, rank int) error {
	if err := l.turns.take(ctx, rank); err != nil {
		return fmt.Errorf("wait for the budget: %w", err)
	}
	defer l.turns.pass()
	for {
		if err := sleep(ctx, l.silence()); err != nil {
			return err
		}
		perSecond := l.rate()
		l.pace.SetLimit(rate.Limit(perSecond))
		if err := l.pace.Wait(ctx); err != nil {
			return fmt.Errorf("wait for the budget: %w", cmp.Or(ctx.Err(), context.DeadlineExceeded))
		}
		if err := sleep(ctx, time.Duration(rand.Float64()*float64(spread(perSecond)))); err != nil {
			return err
		}
		if l.silence() <= 0 {
			return nil
		}
	}
}

// spread is within which time a call goes: its slot, or a second where that is
// longer, because the first call of a slow run should not wait for nothing.
func spread(perSecond float64) time.Duration {
	return time.Duration(min(1/perSecond, 1) * float64(time.Second))
}

// silence is how long AWS still wants to be left alone.
func (l *limiter) silence() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Until(l.until)
}

// rate is how many calls a second are sent now.
func (l *limiter) rate() float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now()
}

// now is rate for those who hold the lock.
func (l *limiter) now() float64 {
	if l.until.IsZero() {
		return l.top
	}
	past := max(time.Since(l.until), 0)
	way := float64(past)/float64(l.stretch) - l.climb
	return min(l.level+l.top*way*way*way, l.top)
}

// throttled slows down, and is silent for as long as AWS asked. Calls that were
// on their way when it last slowed down tell nothing new of its rate. It returns
// the rates before and after.
func (l *limiter) throttled(sent time.Time, retryAfter time.Duration) (from, to float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until := time.Now().Add(retryAfter)
	from = l.now()
	if sent.After(l.until) {
		start := max(from*backOff, min(lowestRate, l.top))
		l.level = max(from*knee, start)
		l.climb = math.Cbrt((l.level - start) / l.top)
		l.stretch = time.Duration((0.9 + 0.2*rand.Float64()) * float64(recovery)) // regions do not probe in step
		l.until = until
		return from, start
	}
	if until.After(l.until) {
		l.until = until
	}
	return from, from
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
