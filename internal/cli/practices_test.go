package cli

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestRulesListPractices(t *testing.T) {
	code, stdout, stderr := run(t, "rules", "list", "--practices")
	if code != 0 || stderr != "" || !strings.Contains(stdout, "arm64\n  x86-architecture ") || !strings.Contains(stdout, "not in this version") {
		t.Errorf("code %d, %q\n%s", code, stderr, stdout)
	}
	code, stdout, _ = run(t, "rules", "list", "--practices", "-o", "json")
	var rows []practiceRow
	if err := json.Unmarshal([]byte(stdout), &rows); code != 0 || err != nil || len(rows) < 20 {
		t.Fatalf("code %d, %v", code, err)
	}
	for _, row := range rows {
		for _, r := range row.Rules {
			if r.Available != (r.Severity != "") || r.Available != (r.When != "") {
				t.Errorf("%+v", r)
			}
		}
	}
	if code, _, stderr = run(t, "rules", "list", "--practices", "--rule", "x86-architecture"); code != exitUsage || !strings.Contains(stderr, "do not go together") {
		t.Errorf("code %d, %q", code, stderr)
	}
}

func TestRulesTellTheirOtherNames(t *testing.T) {
	if _, stdout, _ := run(t, "rules", "explain", "runtime-deprecated"); !strings.Contains(stdout, "\nAlso known as\n") || !strings.Contains(stdout, "  AWS Security Hub: Lambda.2\n") {
		t.Errorf("%s", stdout)
	}
	if _, stdout, _ := run(t, "rules", "explain", "exposed-and-powerful"); strings.Contains(stdout, "Also known as") {
		t.Error("a rule that nobody else has is known by another name")
	}
	_, stdout, _ := run(t, "rules", "list", "-o", "json")
	var rows []map[string]any
	if err := json.Unmarshal([]byte(stdout), &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, member := range []string{"id", "title", "severity", "pillar", "when", "why", "fix", "permissions", "parameters", "references", "also_known_as"} {
			if value, there := row[member]; !there || value == nil && member != "parameters" {
				t.Errorf("%s: %s is %v", row["id"], member, value)
			}
		}
	}
}
