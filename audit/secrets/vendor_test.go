package secrets

import (
	"strings"
	"testing"
)

func TestVendorsAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range vendors() {
		if v.ID == "" || seen[v.ID] || !strings.Contains(v.Source, ".") {
			t.Errorf("vendor %q: id missing or used twice, or source %q", v.ID, v.Source)
		}
		if len(v.Keywords) == 0 && len(v.Name) == 0 {
			t.Errorf("vendor %s: neither keyword nor name narrows it", v.ID)
		}
		seen[v.ID] = true
	}
	if len(seen) < 60 {
		t.Errorf("%d vendors", len(seen))
	}
}

// TestVendorShapes builds values from each row's own regex and asks that they
// are found, under a name that says nothing and with text around them.
func TestVendorShapes(t *testing.T) {
	for _, v := range vendors() {
		name := "X_VALUE"
		if len(v.Name) > 0 {
			name = v.Name[0] + "_VALUE"
		}
		for seed := range uint64(seeds) {
			text := newGenerator(seed).matching(v.Regex)
			if strings.HasPrefix(v.ID, "jwt") {
				continue // the claims decide; see TestJSONWebTokens
			}
			checkVendor(t, v, name, text)
			if len(v.Name) == 0 {
				checkVendor(t, v, name, "see "+text+" there")
			}
		}
	}
}

func checkVendor(t *testing.T, v *vendor, name, text string) {
	t.Helper()
	want := ClassSecret
	if v.Publishable {
		want = ClassPublic
	}
	if got := classify(name, text); got.Class != want {
		t.Errorf("%s: a text of its own shape (%d bytes) is %s %s by %s", v.ID, len(text), got.Class, got.Kind, got.Step)
	}
}

func TestVendorNeedsBorders(t *testing.T) {
	g := newGenerator(2)
	id := "AK" + "IA" + g.from(upper, 16)
	for _, text := range []string{"x" + id, id + "x", strings.ToLower(id), id[:19]} {
		if got := classify("X", text); got.Secret() {
			t.Errorf("%d bytes, not the shape: %s %s", len(text), got.Kind, got.Step)
		}
	}
}

func TestVendorByNameNeedsTheName(t *testing.T) {
	text := newGenerator(2).hex(32)
	for name, want := range map[string]bool{"TWILIO_VALUE": true, "TWILIO_ID": false, "ETAG": false} {
		if got := classify(name, text).Secret(); got != want {
			t.Errorf("%s: secret %t, want %t", name, got, want)
		}
	}
}

func TestJSONWebTokens(t *testing.T) {
	g := newGenerator(2)
	tests := []struct {
		claims string
		class  Class
	}{
		{`{"sub":"1"}`, ClassSecret},
		{`{"role":"service_role"}`, ClassSecret},
		{`{"role": "anon"}`, ClassPublic},
	}
	for _, test := range tests {
		if got := classify("SUPABASE_KEY", g.jwt(test.claims)); got.Class != test.class {
			t.Errorf("%s: %s, want %s", test.claims, got.Class, test.class)
		}
	}
}
