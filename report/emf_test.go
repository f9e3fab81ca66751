package report

import (
	"encoding/json"
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestEMFGolden(t *testing.T) { formatGoldens(t, "emf", "emf", Options{}) }

// emfRead are the lines that a report has as emf.
func emfRead(t *testing.T, r *Report) []map[string]any {
	t.Helper()
	var lines []map[string]any
	for text := range strings.Lines(string(inFormat(t, "emf", r))) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

// TestEMFChanges wants the numbers of a comparison, and none without one.
func TestEMFChanges(t *testing.T) {
	golden(t, "night.emf.golden", inFormat(t, "emf", nextNight()))
	account := emfRead(t, nextNight())[0]
	for name, want := range map[string]float64{"FindingsNew": 3, "FindingsFixed": 3, "BecameUnknown": 2} {
		if account[name] != want {
			t.Errorf("%s is %v, want %v", name, account[name], want)
		}
		if value, there := emfRead(t, shop())[0][name]; there {
			t.Errorf("without an earlier result %s is %v", name, value)
		}
	}
}

// Each way of dividing the failures gives the same sum.
func TestEMFAddsUp(t *testing.T) {
	sums := map[string]float64{}
	for _, line := range emfRead(t, shop()) {
		dimension := "account"
		for _, name := range []string{"Severity", "Pillar", "Region"} {
			if _, there := line[name]; there {
				dimension = name
			}
		}
		sums[dimension] += line["Findings"].(float64)
	}
	for _, dimension := range []string{"account", "Severity", "Pillar", "Region"} {
		if sums[dimension] != 12 { // see TestCensusSetsAside
			t.Errorf("by %s there are %v failures: %v", dimension, sums[dimension], sums)
		}
	}
}

func TestEMFOfAnAccountThatCouldNotBeRead(t *testing.T) {
	r := shop()
	r.Result.Accounts[0].State, r.Result.Accounts[0].Score = rules.AccountFailed, nil
	lines := emfRead(t, r)
	if len(lines) != 1 || lines[0]["Partial"] != 1.0 || lines[0]["Errors"] != 3.0 {
		t.Fatalf("%v", lines)
	}
	for _, name := range []string{"Score", "Findings", "Functions"} {
		if _, there := lines[0][name]; there {
			t.Errorf("an account that could not be read has a number for %s", name)
		}
	}
}
