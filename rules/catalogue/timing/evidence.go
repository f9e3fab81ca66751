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
	timeout := rules.Configured("timeout"+k.Whose, k.Timeout/1000, nil)
	timeout.Unit = "s"
	return slices.Concat([]rules.Evidence{timeout}, k.Durations(in), k.DaysOf(in, "days with a p99 near the timeout", "days on which the timeout was met"))
}

// Durations are the p99 of the days that have one, and the maximum.
func (k *Clock) Durations(in *rules.Input) []rules.Evidence {
	highest := in.Measured("duration", "Maximum", math.Round(k.Highest), nil, "ms", k.Samples)
	if k.Judged == 0 {
		return []rules.Evidence{highest}
	}
	statistic := "p99 of the slowest of " + rules.Plural(k.Judged, "day") + " with enough samples"
	return []rules.Evidence{in.Measured("duration", statistic, math.Round(k.P99), nil, "ms", k.JudgedOf), highest}
}

// DaysOf are the days that decide, under these names.
func (k *Clock) DaysOf(in *rules.Input, slow, cut string) []rules.Evidence {
	var list []rules.Evidence
	window := in.Facts.Header().Window
	if len(k.Slow) > 0 {
		list = append(list, in.Measured(slow, "p99", Dates(window, k.Slow), nil, "", k.JudgedOf))
	}
	if len(k.Cut) > 0 {
		list = append(list, in.Measured(cut, "Maximum", Dates(window, k.Cut), nil, "", k.Samples))
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

// Named is the timeout as messages name it, with whose it is where that matters.
func (k *Clock) Named() string {
	text := rules.Milliseconds(k.Timeout)
	if k.Whose != "" {
		text += " (that" + k.Whose + ")"
	}
	return text
}
