package secrets

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// canary is made so that no part of it occurs by chance.
func canary() string { return "canary" + strings.Repeat("Zq7", 6) }

// leaks reports whether any six bytes of the canary stand in a text, plain or
// as fmt's hexadecimal verbs write them.
func leaks(text string) bool {
	secret := canary()
	for i := range len(secret) - 5 {
		part := secret[i : i+6]
		if strings.Contains(text, part) || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", part)) {
			return true
		}
	}
	return false
}

func TestValueNeverShows(t *testing.T) {
	v := NewValue(canary())
	inside := struct{ hidden, Open any }{v, v}
	typed := struct{ hidden Value }{v}
	for _, verb := range strings.Split("v +v #v s q x X d t p T b o O c U e g +q #x # x -10s 010v", " ") {
		for _, subject := range []any{v, &v, inside, &inside, typed, &typed, []Value{v}, map[string]Value{"k": v}} {
			if shown := fmt.Sprintf("%"+verb, subject); leaks(shown) {
				t.Errorf("%%%s of %T shows the value: %s", verb, subject, shown)
			}
		}
	}
}

func TestValueNeverMarshals(t *testing.T) {
	v := NewValue(canary())
	asJSON, err := json.Marshal(map[string]any{"a": v, "b": &v, "c": []Value{v}})
	if err != nil || leaks(string(asJSON)) || strings.Count(string(asJSON), Mask) != 3 {
		t.Errorf("JSON is %s, %v", asJSON, err)
	}
	type holder struct{ V Value }
	asXML, err := xml.Marshal(holder{v})
	if err != nil || leaks(string(asXML)) {
		t.Errorf("XML is %s, %v", asXML, err)
	}
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("read", "value", v, "group", slog.GroupValue(slog.Any("v", &v)), "list", []Value{v})
	}
	wrapped := errors.Join(fmt.Errorf("read %v: %w", v, errors.New("denied")), fmt.Errorf("%s %q %#v", v, v, v))
	if leaks(log.String()) || leaks(wrapped.Error()) {
		t.Errorf("log or error shows the value:\n%s\n%v", &log, wrapped)
	}
}

func TestKeyNeverShows(t *testing.T) {
	key, err := NewKey([]byte(canary()))
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(key)
	holder := struct{ key Key }{key}
	shown := fmt.Sprintf("%v %+v %#v %x %s %v", key, key, key, key, asJSON, holder)
	if err != nil || leaks(shown) {
		t.Errorf("key shows: %s, %v", shown, err)
	}
}

func TestZeroValueIsEmpty(t *testing.T) {
	if got := NewClassifier(Key{}, nil).Classify("X", Value{}); got.Class != ClassEmpty || got.Length != "0" {
		t.Errorf("zero value is %+v", got)
	}
}
