package timing

import (
	"math"
	"slices"
	"time"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// Evidence is what the rules on timeouts show: the timeout, the p99 of the days
// that have one, the maximum, and the days that decide.
func (k *Clock) Evidence(in *rules.Input) []rules.Evidence {
	timeout := rules.Configured("timeout", k.Timeout/1000, nil)
	timeout.Unit = "s"
	list := []rules.Evidence{timeout}
	if k.Judged > 0 {
		list = append(list, in.Measured("duration", "p99 of the slowest of "+rules.Plural(k.Judged, "day")+" with enough samples", math.Round(k.P99), nil, "ms", k.JudgedOf))
	}
	list = append(list, in.Measured("duration", "Maximum", math.Round(k.Highest), nil, "ms", k.Samples))
	window := in.Facts.Header().Window
	if len(k.Slow) > 0 {
		list = append(list, in.Measured("days with a p99 near the timeout", "p99", Dates(window, k.Slow), nil, "", k.JudgedOf))
	}
	if len(k.Cut) > 0 {
		list = append(list, in.Measured("days on which the timeout was met", "Maximum", Dates(window, k.Cut), nil, "", k.Samples))
	}
	return list
}

// Dates names days of the window by the dates (UTC) on which they begin; those
// that follow each other as one span.
func Dates(window audit.Window, days []int) []string {
	date := func(day int) string { return window.Start.UTC().AddDate(0, 0, day).Format(time.DateOnly) }
	days = slices.Sorted(slices.Values(days))
	var list []string
	for i := 0; i < len(days); {
		end := i
		for end+1 < len(days) && days[end+1] == days[end]+1 {
			end++
		}
		text := date(days[i])
		if end > i {
			text += " to " + date(days[end])
		}
		list = append(list, text)
		i = end + 1
	}
	return list
}
