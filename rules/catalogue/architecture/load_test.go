package architecture

import (
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestSteadyLoadShowsBothBills(t *testing.T) {
	f := found(t, "steady-load", "ten at once, day and night")
	// 10 GB-seconds a second at 2 GB on arm64, and 26 million requests; 12.7 vCPU and 25.5 GB for eleven at once
	want := "it runs between 9 and 11 executions at all hours; Lambda costs about $696.39 a month, and Fargate for the same load about $362.18"
	if f.Message != want || f.Saving == nil || *f.Saving < 334 || *f.Saving > 334.4 || f.Confidence != rules.Likely {
		t.Errorf("%s (saves %v)", f.Message, *f.Saving)
	}
	text := rules.EvidenceText(f.Evidence)
	for _, want := range []string{"lowest hourly Maximum, 14 days, n 336", "12.7 vCPU (one for 1,769 MB) and 25.5 GB (at least 2 a vCPU)", "without free tier"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

func TestNearLimitSaysWhatWasSeen(t *testing.T) {
	for example, want := range map[string]string{
		"p99 above ten minutes":           "p99 reached 650 s, on 14 days; split the work",
		"one run met the limit":           "the limit of 900 s was met on 1 day; split the work",
		"a nightly job of twelve minutes": "on 14 days of few runs the longest took up to 720 s; split the work",
	} {
		f := found(t, "timeout-near-limit", example)
		if !strings.HasPrefix(f.Message, want) {
			t.Errorf("%s: %s", example, f.Message)
		}
		if text := rules.EvidenceText(f.Evidence); !strings.Contains(text, "duration") || strings.Contains(text, "timeout 900") {
			t.Error(text)
		}
	}
}
