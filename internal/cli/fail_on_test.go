package cli

import (
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestFailLevels(t *testing.T) {
	for _, c := range []struct {
		values     []string
		all, fresh rules.Severity
		text       string
	}{
		{[]string{"none"}, rules.NoSeverity, rules.NoSeverity, "none"},
		{[]string{"medium"}, rules.Medium, rules.NoSeverity, "medium"},
		{[]string{"new:low"}, rules.NoSeverity, rules.Low, "new:low"},
		{[]string{"none,new:high"}, rules.NoSeverity, rules.High, "new:high"},
		{[]string{"critical, new:high"}, rules.Critical, rules.High, "critical,new:high"},
		{[]string{"new:high", "critical"}, rules.Critical, rules.High, "critical,new:high"},
		{[]string{"new:none"}, rules.NoSeverity, rules.NoSeverity, "none"},
	} {
		got, err := failLevelsFrom(c.values)
		if err != nil || got != (failLevels{c.all, c.fresh}) || got.String() != c.text {
			t.Errorf("%q: %+v, %q, %v", c.values, got, got, err)
		}
		if again, err := failLevelsFrom([]string{got.String()}); err != nil || again != got {
			t.Errorf("%q is read as %+v, %v", got, again, err)
		}
	}
}

func TestFailLevelsRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "no severity",
		"hihg":              "did you mean high?",
		"new:":              "no severity",
		"new:hihg":          "did you mean high?",
		"old:high":          "no severity",
		"high,low":          "names both high and low",
		"new:high,new:high": "names both new:high and new:high",
	} {
		if got, err := failLevelsFrom([]string{text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v, want %q", text, got, err, want)
		}
	}
}
