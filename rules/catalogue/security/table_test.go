package security

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestTablesAreDated(t *testing.T) {
	for name, raw := range map[string][]byte{"layer publishers": publishersJSON, "unbindable services": unbindableJSON} {
		var dated struct {
			AsOf    string   `json:"as_of"`
			Sources []string `json:"sources"`
		}
		if err := json.Unmarshal(raw, &dated); err != nil || len(dated.AsOf) != len("2026-11-23") || len(dated.Sources) == 0 {
			t.Errorf("%s: %+v, %v", name, dated, err)
		}
	}
	for id, name := range knownPublishers() {
		if len(id) != 12 || strings.Trim(id, "0123456789") != "" || name == "" {
			t.Errorf("%q is no account of %q", id, name)
		}
	}
	if len(knownPublishers()) < 100 || len(unbindableServices()) < 3 {
		t.Error("the tables are all but empty")
	}
}

// What one rule takes for a vendor's layer is no stranger's to another.
func TestWatchersArePublishers(t *testing.T) {
	raw, err := os.ReadFile("../../views/watchers.json")
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Watchers []struct {
			Name     string   `json:"name"`
			Accounts []string `json:"accounts"`
		} `json:"watchers"`
	}
	if err := json.Unmarshal(raw, &list); err != nil || len(list.Watchers) == 0 {
		t.Fatal(err)
	}
	for _, w := range list.Watchers {
		for _, id := range w.Accounts {
			if knownPublishers()[id] == "" {
				t.Errorf("%s of %s is no known publisher", id, w.Name)
			}
		}
	}
}
