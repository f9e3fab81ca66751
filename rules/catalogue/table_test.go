package catalogue_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"lambda-audit/rules"
)

// A planned rule is a row of the table of rules: what the project decided that
// there shall be.
type planned struct {
	ID       string         `json:"id"`
	Severity rules.Severity `json:"severity"`
	Pillar   rules.Pillar   `json:"pillar"`
	When     rules.When     `json:"when"`
	Due      string         `json:"due"` // "now", or "later"
}

// table reads catalogue.json, by id.
func table(t *testing.T) map[string]planned {
	t.Helper()
	raw, err := os.ReadFile("catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		AsOf   string    `json:"as_of"`
		Source string    `json:"source"`
		Rules  []planned `json:"rules"`
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil || file.AsOf == "" || file.Source == "" {
		t.Fatalf("catalogue.json: %v", err)
	}
	byID := map[string]planned{}
	for _, row := range file.Rules {
		if _, twice := byID[row.ID]; twice || row.Due != "now" && row.Due != "later" {
			t.Errorf("%s stands there twice, or is due %q", row.ID, row.Due)
		}
		byID[row.ID] = row
	}
	return byID
}

func TestTheRulesAreThoseOfTheTable(t *testing.T) {
	rows := table(t)
	there := map[string]bool{}
	for _, r := range rules.All() {
		there[r.ID] = true
		row, decided := rows[r.ID]
		if !decided {
			t.Errorf("%s is registered, and stands in no table", r.ID)
			continue
		}
		if r.Severity != row.Severity || r.Pillar != row.Pillar || r.When != row.When {
			t.Errorf("%s is %s, %s, %s; the table says %s, %s, %s", r.ID, r.Severity, r.Pillar, r.When, row.Severity, row.Pillar, row.When)
		}
	}
	for id, row := range rows {
		if row.Due == "now" && !there[id] {
			t.Errorf("%s is due, and nobody registers it", id)
		}
	}
}

func TestPracticesAndPeersNameRulesOfTheTable(t *testing.T) {
	rows := table(t)
	for _, p := range rules.DefaultPractices().Practices {
		for _, id := range p.Rules {
			if _, decided := rows[id]; !decided {
				t.Errorf("the practice %q names the rule %s, which stands in no table", p.Practice, id)
			}
		}
	}
	for id := range rules.DefaultPeers().Rules {
		if _, decided := rows[id]; !decided {
			t.Errorf("the table of peers names the rule %s, which stands in no table", id)
		}
	}
}
