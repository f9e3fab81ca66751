package rules

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Measured returns evidence from metrics: a statistic over the window, with the
// number of samples it was made from.
func (in *Input) Measured(field, statistic string, got, want any, unit string, samples float64) Evidence {
	return Evidence{Field: field, Got: got, Want: want, Unit: unit, Statistic: statistic,
		WindowDays: in.WindowDays(), Samples: &samples}
}

// WindowDays is the length of the metrics' window, as evidence names it.
func (in *Input) WindowDays() *int {
	days := in.Facts.Header().Window.Days
	return &days
}

// Monthly scales an amount of the window to a month.
func (in *Input) Monthly(amount float64) float64 {
	return amount * MonthDays / float64(in.Facts.Header().Window.Days)
}

// Configured returns evidence from a setting.
func Configured(field string, got, want any) Evidence {
	return Evidence{Field: field, Got: got, Want: want}
}

// Number writes a count with separators between thousands, and at most one
// decimal.
func Number(v float64) string {
	text := strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole
}

// Percent writes a share of one with the digits that matter.
func Percent(share float64) string {
	switch percent := share * 100; {
	case percent != 0 && math.Abs(percent) < 0.1:
		return strconv.FormatFloat(percent, 'g', 2, 64) + " %"
	default:
		return strconv.FormatFloat(math.Round(percent*10)/10, 'f', -1, 64) + " %"
	}
}

// Hundredths is a share of one as a number of per cent, for evidence.
func Hundredths(share float64) float64 { return math.Round(share*1e4) / 100 }

// Milliseconds writes a duration as people say it: in seconds from ten on.
func Milliseconds(ms float64) string {
	if ms < 10_000 {
		return Number(math.Round(ms)) + " ms"
	}
	return Number(ms/1000) + " s"
}

// Dollars writes an amount of money.
func Dollars(v float64) string {
	whole, cents := math.Modf(math.Round(v*100) / 100)
	return fmt.Sprintf("$%s.%02d", Number(whole), int(math.Round(math.Abs(cents)*100)))
}

// Plural writes a count with its noun, which takes an s.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Number(float64(n)) + " " + noun + "s"
}

// Some names the first of a list, and counts the others.
func Some(names []string) string {
	const most = 5 // so that a message stays a sentence
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + Number(float64(len(names)-most)) + " more"
}
