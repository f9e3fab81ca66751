package secrets

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func TestClassify(t *testing.T) {
	g := newGenerator(3)
	tests := []struct {
		name, text string
		class      Class
		kind       string
		step       Step
		proven     bool
	}{
		{"DATA", g.privatePEM(), ClassSecret, "private-key", StepContent, true},
		{"DB_URL", "postgres://app:" + g.alnum(12) + "@db/x", ClassSecret, "url-password", StepContent, true},
		{"X", "user=app;password=" + g.alnum(12), ClassSecret, "password-in-text", StepContent, true},
		{"X", `{"apiKey":"` + g.alnum(30) + `"}`, ClassSecret, "key-in-json", StepContent, true},
		{"X", "AK" + "IA" + g.from(upper, 16), ClassSecret, "aws-access-key-id", StepVendor, true},
		{"X", "gh" + "p_" + g.alnum(36), ClassSecret, "github-token", StepVendor, true},
		{"DB_PASSWORD", g.words(), ClassSecret, "password-by-name", StepName, false},
		{"API_KEY", g.alnum(30), ClassSecret, "key-by-name", StepName, false},
		{"DB_PASSWORD", "/prod/db/password", ClassReference, "path", StepReference, false},
		{"DB_PASSWORD", "<password>", ClassEmpty, "template", StepNothing, false},
		{"DB_PASSWORD", "changeme", ClassEmpty, "placeholder", StepNothing, false},
		{"API_KEY", "true", ClassPlain, "boolean", StepNothing, false},
		{"API_KEY", g.pem("PUBLIC KEY"), ClassPublic, "public-key", StepContent, false},
		{"STRIPE_KEY", "pk_" + "live_" + g.alnum(24), ClassPublic, "stripe-publishable-key", StepVendor, false},
		{"TABLE", "orders", ClassPlain, "", StepNone, false},
	}
	for _, test := range tests {
		got := classify(test.name, test.text)
		if got.Class != test.class || got.Kind != test.kind || got.Step != test.step || got.Proven() != test.proven {
			t.Errorf("%s (%s): got %+v, proven %t", test.name, test.kind, got, got.Proven())
		}
		if (got.Confidence != "") != (test.class == ClassSecret) {
			t.Errorf("%s (%s): confidence %q of class %s", test.name, test.kind, got.Confidence, got.Class)
		}
	}
}

func TestClassifyIsDeterministicAndConcurrent(t *testing.T) {
	c := NewClassifier(RandomKey(), nil)
	var group sync.WaitGroup
	for _, s := range secretSamples {
		group.Go(func() {
			text := s.value(newGenerator(9))
			if a, b := c.Classify(s.name, NewValue(text)), c.Classify(s.name, NewValue(text)); !reflect.DeepEqual(a, b) {
				t.Errorf("%s: %+v and then %+v", s.kind, a, b)
			}
		})
	}
	group.Wait()
}

func TestFingerprint(t *testing.T) {
	g := newGenerator(4)
	one, _ := NewKey([]byte(g.bytes(32)))
	other, _ := NewKey([]byte(g.bytes(32)))
	print := func(key Key, name, text string) string {
		return NewClassifier(key, nil).Classify(name, NewValue(text)).Fingerprint
	}
	text := g.password()
	first := print(one, "DB_PASSWORD", text)
	if len(first) != 2*fingerprintBytes {
		t.Errorf("fingerprint has %d digits", len(first))
	}
	if first != print(one, "ADMIN_PASSWORD", text) {
		t.Error("the same value under another name has another fingerprint")
	}
	if first == print(other, "DB_PASSWORD", text) || first == print(one, "DB_PASSWORD", text+"x") {
		t.Error("another key or value has the same fingerprint")
	}
	if got := print(one, "TABLE", "orders"); got != "" {
		t.Errorf("a plain value has fingerprint %s", got)
	}
	if got := print(Key{}, "DB_PASSWORD", text); got != "" {
		t.Errorf("without a key the fingerprint is %s", got)
	}
}

func TestNewKeyRefusesShortKeys(t *testing.T) {
	if _, err := NewKey(make([]byte, MinKeyBytes-1)); err == nil || !strings.Contains(err.Error(), "hint:") {
		t.Errorf("short key gives %v", err)
	}
	if _, err := NewKey(make([]byte, MinKeyBytes)); err != nil {
		t.Errorf("key of %d bytes gives %v", MinKeyBytes, err)
	}
}

func TestLengthBucket(t *testing.T) {
	for bytes, want := range map[int]string{0: "0", 1: "1-7", 7: "1-7", 8: "8-15", 15: "8-15", 16: "16-31", 31: "16-31", 32: "32-63", 63: "32-63", 64: "64+"} {
		if got := lengthBucket(bytes); got != want {
			t.Errorf("%d bytes: bucket %s, want %s", bytes, got, want)
		}
	}
}

// TestOddValues keeps what fuzzing once found.
func TestOddValues(t *testing.T) {
	for _, text := range []string{"{", "-", "=", "://", "\x00", "\xff\xfe", "@:", "-----BEGIN " + "PRIVATE KEY-----\t{", "[[[[", `{"a":`, "''", "é", "ß:ß@ß"} {
		for _, wrapped := range []string{text, encode64(text), encodeHex(text), strings.Repeat(text, 40)} {
			if got := classify("DB_PASSWORD", wrapped); got.Class == "" || got.Step == "" {
				t.Errorf("%q: %+v", wrapped, got)
			}
		}
	}
}

func TestVariableJSON(t *testing.T) {
	got, err := json.Marshal(classify("TABLE", "orders"))
	want := `{"name":"TABLE","class":"plain","step":"none","length":"1-7","traits":[]}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}
