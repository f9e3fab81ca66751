package reliability

import (
	"math"
	"slices"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/timing"
)

// ages are how long events or records waited at most on each day with data, in
// milliseconds.
type ages struct {
	values []float64
	days   []int // of the window
}

func agesOf(t *facts.Trouble, age func(*facts.TroubleDay) *float64) ages {
	values, days := t.Ages(age)
	return ages{values, days}
}

// highest is the longest wait; 0 where there is no data.
func (a ages) highest() float64 {
	if len(a.values) == 0 {
		return 0
	}
	return slices.Max(a.values)
}

// fewAges is how many days it takes to see a trend.
const fewAges = 4

// growing reports whether the longest wait at least doubled from the first half
// of the days to the second, and reached so many seconds.
func (a ages) growing(seconds float64) bool {
	if len(a.values) < fewAges {
		return false
	}
	half := len(a.values) / 2
	before, after := slices.Max(a.values[:half]), slices.Max(a.values[half:])
	return after >= 2*before && after >= 1000*seconds
}

// from are the days on which the longest wait reached so many milliseconds.
func (a ages) from(ms float64) []int {
	var days []int
	for i, v := range a.values {
		if v >= ms {
			days = append(days, a.days[i])
		}
	}
	return days
}

// longest is evidence of the longest wait, of so many days with data.
func (a ages) longest(in *rules.Input, field string, want any) rules.Evidence {
	return in.Measured(field, "Maximum", math.Round(a.highest()/60_000), want, "min", float64(len(a.values)))
}

// evidence shows the longest wait, and the days on which it reached the limit.
func (a ages) evidence(in *rules.Input, field string, limit float64) []rules.Evidence {
	days := timing.Dates(in.Facts.Header().Window, a.from(limit))
	return []rules.Evidence{a.longest(in, field, "below "+rules.Number(limit/60_000)),
		in.Measured("days on which it was reached", "Maximum", days, nil, "", float64(len(a.values)))}
}

// hours writes a wait as people say it.
func hours(ms float64) string {
	switch h := ms / 3_600_000; {
	case h >= 1:
		return rules.Number(h) + " h"
	case ms >= 60_000:
		return rules.Number(ms/60_000) + " min"
	default:
		return rules.Number(ms/1000) + " s"
	}
}
