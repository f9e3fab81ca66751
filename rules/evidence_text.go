package rules

import (
	"fmt"
	"reflect"
	"strings"
)

// EvidenceText writes evidence in one line: what was seen, what was wanted, and
// for metrics the statistic, the window and the number of samples.
func EvidenceText(list []Evidence) string {
	parts := make([]string, len(list))
	for i := range list {
		parts[i] = list[i].text()
	}
	return strings.Join(parts, "; ")
}

func (e *Evidence) text() string {
	text := strings.TrimSpace(e.Field + " " + withUnit(e.Got, e.Unit))
	if e.Want != nil {
		text += " (wanted " + withUnit(e.Want, e.Unit) + ")"
	}
	if e.Statistic != "" {
		text += ", " + e.Statistic
	}
	if e.WindowDays != nil {
		text += ", " + Plural(*e.WindowDays, "day")
	}
	if e.Samples != nil {
		text += ", n " + Number(*e.Samples)
	}
	return text
}

// withUnit writes a value with its unit; the unit of a text is part of it.
func withUnit(v any, unit string) string {
	text := valueText(v)
	if _, isText := v.(string); isText || unit == "" {
		return text
	}
	return text + " " + unit
}

// valueText writes a string, number, bool or list of strings.
func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return "unknown"
	case string:
		return v
	case []string:
		return strings.Join(v, ", ")
	case []any: // a list of texts that was read back
		texts := make([]string, len(v))
		for i, one := range v {
			texts[i] = valueText(one)
		}
		return strings.Join(texts, ", ")
	case float64:
		return Number(v)
	}
	if n := reflect.ValueOf(v); n.CanInt() {
		return Number(float64(n.Int()))
	}
	return fmt.Sprint(v)
}
