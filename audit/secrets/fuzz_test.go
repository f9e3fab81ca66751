package secrets

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzClassify asks that no value, however odd, stops the classifier or shows
// in what it returns. The variable's own name, which may hold anything, is
// left out of the comparison.
func FuzzClassify(f *testing.F) {
	g := newGenerator(6)
	for _, s := range append(secretSamples, plainSamples...) {
		f.Add(s.name, s.value(g))
	}
	key := RandomKey()
	f.Fuzz(func(t *testing.T, name, text string) {
		v := NewClassifier(key, nil).Classify(name, NewValue(text))
		if v.Name != name {
			t.Fatalf("name %q became %q", name, v.Name)
		}
		checkClosed(t, v)
		v.Name, v.Fingerprint = "", ""
		shown, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		open := len(v.TraitValues(TraitLiteral)) > 0 || bytes.Contains(constantText(), []byte(text))
		if len(text) >= 8 && !open && bytes.Contains(shown, []byte(text)) {
			t.Fatalf("a value of %d bytes under %q shows", len(text), name)
		}
	})
}

// checkClosed asks that what could carry text of the value is from the closed
// sets that the package itself writes.
func checkClosed(t *testing.T, v Variable) {
	t.Helper()
	if v.Kind != "" && !bytes.Contains(constantText(), []byte(`"`+v.Kind+`"`)) {
		t.Fatalf("kind %q is not from the closed set", v.Kind)
	}
	for _, trait := range v.Traits {
		switch trait.Kind {
		case TraitLiteral:
		case TraitResource:
			t.Fatal("a resource that nobody knows")
		default:
			if !bytes.Contains(constantText(), []byte(`"`+trait.Value+`"`)) {
				t.Fatalf("trait %s=%q is not from the closed set", trait.Kind, trait.Value)
			}
		}
	}
}
