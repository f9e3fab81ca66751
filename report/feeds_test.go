package report

import (
	"bytes"
	"slices"
	"testing"

	"lambda-audit/rules"
)

// formatGoldens compares what a format writes of each sample report with its golden
// file, and that it writes the same twice.
func formatGoldens(t *testing.T, name, extension string, options Options) {
	t.Helper()
	for sample, report := range map[string]func() *Report{"shop": shop, "empty": emptyAccount, "clean": cleanAccount} {
		got := inFormat(t, name, with(report(), options))
		golden(t, sample+"."+extension+".golden", got)
		if again := inFormat(t, name, with(report(), options)); !bytes.Equal(got, again) {
			t.Errorf("%s: the same report gives other bytes", sample)
		}
	}
}

// inFormat returns what the format of that name writes.
func inFormat(t *testing.T, name string, r *Report) []byte {
	t.Helper()
	format, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return written(t, format, r)
}

// telling returns the report with these findings, all of which are listed.
func telling(r *Report, rows ...rules.FindingRow) *Report {
	r.Findings = slices.Values(rows)
	return r
}
