package reliability

import (
	"math"
	"testing"

	"lambda-audit/rules"
)

func TestRateAgainst(t *testing.T) {
	for _, c := range []struct {
		hits, trials float64
		want         rules.Outcome
	}{
		{0, 1, rules.Pass},
		{0, 100_000, rules.Pass},
		{1, 3, rules.Unknown},
		{4, 4, rules.Unknown},
		{1, 49, rules.Unknown},
		{1, 50, rules.Pass},
		{4, 100, rules.Unknown}, // surely more than one in a hundred, by four hits
		{4, 1000, rules.Pass},
		{5, 5, rules.Fail},
		{5, 1000, rules.Pass},
		{105, 10_000, rules.Pass}, // above the limit, but not surely
		{200, 10_000, rules.Fail},
		{9, 4, rules.Fail}, // CloudWatch may count an error on another day than its invocation
	} {
		if got := (rate{c.hits, c.trials}).against(0.01, 5); got != c.want {
			t.Errorf("%v of %v: %s, want %s", c.hits, c.trials, got, c.want)
		}
	}
}

func TestRateSure(t *testing.T) {
	for _, c := range []struct{ hits, trials, want float64 }{
		{0, 10, 0}, {1, 10, 0.01788}, {5, 10, 0.23659}, {10, 10, 0.72247}, {50, 1000, 0.03814},
	} {
		if got := (rate{c.hits, c.trials}).sure(); math.Abs(got-c.want) > 5e-5 {
			t.Errorf("%v of %v: %v, want %v", c.hits, c.trials, got, c.want)
		}
	}
}

func TestRateWithoutRetries(t *testing.T) {
	for name, c := range map[string]struct {
		r      rate
		events float64
		want   rate
	}{
		"no event":                           {rate{30, 1000}, 0, rate{30, 1000}},
		"every event fails at each try":      {rate{300, 300}, 100, rate{100, 100}},
		"ten of a thousand events do":        {rate{30, 1020}, 1000, rate{10, 1000}},
		"each event fails, and is not tried": {rate{100, 100}, 100, rate{100, 100}},
		"ten events among many other calls":  {rate{300, 5000}, 10, rate{280, 4980}},
		"events that never were invoked":     {rate{5, 50}, 80, rate{5, 50}},
	} {
		if got := c.r.withoutRetries(c.events); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
