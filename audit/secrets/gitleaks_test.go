package secrets

import (
	"strings"
	"testing"
)

func TestGitleaksRulesAreRead(t *testing.T) {
	p, err := loadGitleaks()
	if err != nil {
		t.Fatal(err)
	}
	if len(p.rules) < 100 {
		t.Errorf("%d rules know values", len(p.rules))
	}
	kept := map[string]bool{}
	for _, rule := range p.rules {
		kept[rule.RuleID] = true
	}
	for id, want := range map[string]bool{
		"generic-api-key": false, "jwt": false, "kubernetes-secret-yaml": false, "dropbox-api-token": false, "heroku-api-key": false,
		"harness-api-key": true, "facebook-access-token": true,
	} {
		if kept[id] != want {
			t.Errorf("%s: kept %t, want %t", id, kept[id], want)
		}
	}
	for _, id := range p.publishable {
		if !kept[id] {
			t.Errorf("gitleaks.json names %s, which no rule is called", id)
		}
	}
}

// TestGitleaksShapes builds values from the rules' own regexes. Few of them
// are not found: those whose regex allows what no vendor makes.
func TestGitleaksShapes(t *testing.T) {
	missed := map[string]bool{}
	for _, rule := range gitleaks().rules {
		name := strings.Trim(rule.Keywords[0], "_-.") + "_VALUE"
		for seed := range uint64(seeds) {
			text := newGenerator(seed).matching(strings.ReplaceAll(rule.Regex.String(), `\b`, ""))
			if v := classify(name, text); !v.Secret() && v.Class != ClassPublic {
				missed[rule.RuleID] = true
			}
		}
	}
	if len(missed) > 4 {
		t.Errorf("texts of their own shape are not found: %v", missed)
	}
}

func TestGitleaksKinds(t *testing.T) {
	g := newGenerator(6)
	harness := "pa" + "t." + g.alnum(22) + "." + g.alnum(24) + "." + g.alnum(20)
	tests := []struct {
		name, text string
		class      Class
		kind       string
	}{
		{"X", harness, ClassSecret, "harness-api-key"},
		{"X", "deploy with " + harness, ClassSecret, "harness-api-key"},
		{"X", "ic" + "o-" + strings.Repeat("x", 32), ClassEmpty, "mask"},
		{"FACEBOOK_APP", g.from("123456789", 15) + "|" + g.from(alnum, 27), ClassSecret, "facebook-access-token"},
		{"X", "FLWPUBK" + "_TEST-" + g.from("abcdefgh0123", 32) + "-X", ClassPublic, "flutterwave-public-key"},
		{"MAPBOX", "pk." + "eyJ" + g.alnum(60) + "." + g.alnum(22), ClassPublic, "mapbox-public-token"},
		{"X", "pk_" + "live_" + g.alnum(24) + " " + harness, ClassSecret, "harness-api-key"},
		{"SUPABASE", g.jwt(`{"role":"anon"}`), ClassPublic, "jwt-anonymous-role"},
		{"HEROKU_APP", g.uuid(), ClassPlain, ""},
		{"DROPBOX_FOLDER", g.from(lower+digits, 15), ClassPlain, ""},
		{"SOURCEGRAPH_COMMIT", g.hex(40), ClassPlain, ""},
	}
	for _, test := range tests {
		if got := classify(test.name, test.text); got.Class != test.class || test.kind != "" && got.Kind != test.kind {
			t.Errorf("%s (%d bytes): %s %s, want %s %s", test.name, len(test.text), got.Class, got.Kind, test.class, test.kind)
		}
	}
}

// TestGitleaksBelievesNoExamples feeds shapes that end in EXAMPLE, and those
// that gitleaks itself allows.
func TestGitleaksBelievesNoExamples(t *testing.T) {
	g := newGenerator(6)
	for _, text := range []string{"ico-" + g.alnum(25) + "EXAMPLE", "s." + g.from(lower+upper, 24)} {
		if got := classify("X", text); got.Secret() {
			t.Errorf("%d bytes: %s", len(text), got.Kind)
		}
	}
}
