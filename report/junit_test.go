package report

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func junitOf(t *testing.T, r *Report) junitSuites {
	t.Helper()
	format, err := Find("junit")
	if err != nil {
		t.Fatal(err)
	}
	var root junitSuites
	if err := xml.Unmarshal(written(t, format, r), &root); err != nil {
		t.Fatal(err)
	}
	return root
}

// TestJUnitSaysWhatIsNew wants a new failure to say so, and no other.
func TestJUnitSaysWhatIsNew(t *testing.T) {
	text := inFormat(t, "junit", nextNight())
	golden(t, "night.junit.xml.golden", text)
	for want, n := range map[string]int{`message="new: `: 2, `message="reopened: `: 1, `<property name="new" value="2">`: 1, `<property name="fixed" value="3">`: 1} {
		if got := strings.Count(string(text), want); got != n {
			t.Errorf("%s stands there %d times, want %d", want, got, n)
		}
	}
}

func TestJUnitGolden(t *testing.T) {
	format, err := Find("junit")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*Report{"shop": shop(), "empty": emptyAccount(), "clean": cleanAccount()} {
		golden(t, name+".junit.xml.golden", written(t, format, r))
	}
}

func TestJUnitCases(t *testing.T) {
	finding := func(change func(*rules.FindingRow)) *Report {
		row := sampleFinding(rules.Fail, "env-secret", "checkout-api", "KEY", "KEY holds a secret", "seen")
		change(&row)
		return &Report{Result: &rules.Result{}, Findings: slices.Values([]rules.FindingRow{row, row})}
	}
	for name, test := range map[string]struct {
		change           func(*rules.FindingRow)
		failure, skipped string
	}{
		"fail":           {func(*rules.FindingRow) {}, "KEY holds a secret (and 1 more)", ""},
		"pass":           {func(f *rules.FindingRow) { f.Outcome = rules.Pass }, "", ""},
		"unknown":        {func(f *rules.FindingRow) { f.Outcome, f.Reason = rules.Unknown, "denied" }, "", "unknown (denied): KEY holds a secret"},
		"not applicable": {func(f *rules.FindingRow) { f.Outcome, f.Reason = rules.NotApplicable, "no runtime" }, "", "not applicable: no runtime"},
		"suppressed": {func(f *rules.FindingRow) {
			f.Suppressed, f.SuppressUntil, f.SuppressReason = true, "2027-01-31", "known"
		}, "", "suppressed until 2027-01-31: known"},
		"managed": {func(f *rules.FindingRow) { f.ManagedBy = "AWS" }, "", "managed by AWS: KEY holds a secret"},
	} {
		root := junitOf(t, finding(test.change))
		if len(root.Suites) != 2 || len(root.Suites[1].Cases) != 1 {
			t.Fatalf("%s: %d suites; want one besides the reading, of one case", name, len(root.Suites))
		}
		var failure, skipped string
		c := root.Suites[1].Cases[0]
		if c.Failure != nil {
			failure = c.Failure.Message
		}
		if c.Skipped != nil {
			skipped = c.Skipped.Message
		}
		if failure != test.failure || skipped != test.skipped {
			t.Errorf("%s: failure %q, skipped %q", name, failure, skipped)
		}
	}
}

func TestJUnitTellsWhatCouldNotBeRead(t *testing.T) {
	reading := junitOf(t, shop()).Suites[0]
	if len(reading.Cases) != 3 || reading.Skipped != 3 || !strings.Contains(reading.Cases[0].Skipped.Message, "lambda:GetPolicy") {
		t.Errorf("the reading has %d cases, %d skipped", len(reading.Cases), reading.Skipped)
	}
}

func TestJUnitIsBounded(t *testing.T) {
	row := sampleFinding(rules.Fail, "env-secret", "f", "", "m", "")
	r := &Report{Result: &rules.Result{}, Findings: func(yield func(rules.FindingRow) bool) {
		for range junitMost + 7 {
			if !yield(row) {
				return
			}
		}
	}}
	properties := junitOf(t, r).Suites[0].Properties.List
	if !slices.Contains(properties, junitProperty{"left_out", "7"}) {
		t.Errorf("the properties are %v", properties)
	}
}
