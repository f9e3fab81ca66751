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
		if took := time.Since(began); took < 10*time.Second || took > 10100*time.Millisecond {
			t.Errorf("101 calls at ten a second took %s", took)
		}
	})
}

func TestLimiterSlowsDownAndRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(10)
		began := time.Now()
		l.throttled(began, 3*time.Second)
		if err := l.wait(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 3*time.Second {
			t.Errorf("AWS asked for three seconds and got %s", took)
		}
		if got := l.rate(); got < 5 || got > 5.1 {
			t.Errorf("after one throttle the rate is %v, want half", got)
		}
		for range 20 {
			time.Sleep(time.Millisecond)
			l.throttled(time.Now(), 0)
		}
		if got := l.rate(); got != lowestRate {
			t.Errorf("after many throttles the rate is %v, want %v", got, lowestRate)
		}
		last := 0.0
		for range 10 {
			time.Sleep(15 * time.Second)
			if got := l.rate(); got < last {
				t.Errorf("the rate fell from %v to %v without a throttle", last, got)
			}
			last = l.rate()
		}
		if last != 10 {
			t.Errorf("after two and a half minutes without a throttle the rate is %v, want the top again", last)
		}
	})
}

func TestOneBurstOfThrottlesIsOneNo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(10)
		sent := time.Now()
		time.Sleep(30 * time.Millisecond)
		for range 8 {
			l.throttled(sent, 0)
		}
		if got := l.rate(); got != 5 {
			t.Errorf("eight calls that were on their way left a rate of %v, want half", got)
		}
	})
}

func TestAThrottleNeverSpeedsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(lowestRate / 10)
		for range 5 {
			time.Sleep(time.Second)
			l.throttled(time.Now(), 0)
			if got := l.rate(); got > lowestRate/10 {
				t.Errorf("a throttle raised the rate to %v", got)
			}
		}
	})
}
