package secrets

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// findInJSON walks a JSON document and judges every string in it, under the
// name of its own field. A document without a secret is settled as plain.
func findInJSON(s subject) (verdict, bool) {
	if s.depth >= maxDepth || !strings.HasPrefix(s.text, "{") && !strings.HasPrefix(s.text, "[") {
		return verdict{}, false
	}
	var document any
	if json.Unmarshal([]byte(unescaped(s.text)), &document) != nil {
		return verdict{}, false
	}
	if v, found := walk(s, document); found {
		return v, true
	}
	return verdict{class: ClassPlain, kind: "json"}, true
}

// unescaped undoes one layer of escaping, from documents pasted as strings.
func unescaped(text string) string {
	if json.Valid([]byte(text)) {
		return text
	}
	return strings.ReplaceAll(text, `\"`, `"`)
}

func walk(s subject, node any) (verdict, bool) {
	switch node := node.(type) {
	case map[string]any:
		return walkObject(s, node)
	case []any:
		if v, found := keyBytes(s, node); found {
			return v, true
		}
		for _, item := range node {
			if v, found := walk(s, item); found {
				return v, true
			}
		}
	case string:
		inner := s.inside(s.words, node)
		inner.inherited = s.inherited
		return leaf(inner)
	}
	return verdict{}, false
}

// keyBytes knows a key written as a list of its bytes, as Solana's tools do.
func keyBytes(s subject, list []any) (verdict, bool) {
	isByte := func(item any) bool {
		number, ok := item.(float64)
		return ok && number == float64(byte(number))
	}
	if len(list) != 32 && len(list) != 64 || slices.ContainsFunc(list, func(item any) bool { return !isByte(item) }) {
		return verdict{}, false
	}
	claim, ok := claimOf(s.words)
	return verdict{class: ClassSecret, kind: "private-key", confidence: Medium}, ok && claim.certain
}

func walkObject(s subject, object map[string]any) (verdict, bool) {
	if privateJWK(object) {
		return verdict{class: ClassSecret, kind: "private-key", confidence: High}, true
	}
	if _, publicJWK := object["kty"]; publicJWK || publicWebConfig(object) {
		return verdict{}, false
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		field := s
		field.words, field.inherited = fieldWords(s, object, name)
		if v, found := walk(field, object[name]); found {
			return v, true
		}
	}
	return verdict{}, false
}

// fieldWords returns the words of a field's name. Fields such as "value" carry
// the name of what holds them, or of the "name" beside them; a "key" is
// qualified by what holds it. A name that nothing is known of, such as a
// customer's among API keys, takes over what its holder says.
func fieldWords(s subject, object map[string]any, name string) (words []string, inherited bool) {
	if isKeyWord(strings.ToLower(name)) {
		return append(slices.Clone(s.words), strings.ToLower(name)), false
	}
	if strings.Contains(name, "/") {
		return nil, false // a route
	}
	if !slices.Contains([]string{"value", "values", "data", "default", "plaintext", "string"}, strings.ToLower(name)) {
		words = nameWords(name)
		if every(words, isNumber) {
			return s.words, s.inherited // a year or a version among several
		}
		if meaningless(words) {
			return append(slices.Clone(s.words), words...), true
		}
		return words, false
	}
	for _, beside := range []string{"name", "Name", "key", "Key"} {
		if text, ok := object[beside].(string); ok {
			return nameWords(text), false
		}
	}
	return s.words, s.inherited
}

// meaningless reports whether words say neither that something is a secret nor
// what else it is.
func meaningless(words []string) bool {
	t := tables()
	return !mentionsSecret(words) && !slices.ContainsFunc(words, func(word string) bool {
		return t.Tails.has(word) || t.OffAnywhere.has(word) || t.OffUnlessPassword.has(word)
	})
}

func leaf(s subject) (verdict, bool) {
	v := decide(s)
	if v.step == StepName {
		v.kind = strings.TrimSuffix(v.kind, byNameSuffix) + "-in-json"
	}
	return v, v.class == ClassSecret
}

// privateJWK reports whether an object is a JSON Web Key with private parts:
// d for key pairs, k for symmetric keys.
func privateJWK(object map[string]any) bool {
	kind, _ := object["kty"].(string)
	part := map[string]string{"RSA": "d", "EC": "d", "OKP": "d", "oct": "k"}[kind]
	value, _ := object[part].(string)
	return part != "" && len(value) >= 16 && placeholderKind(value) == ""
}

// publicWebConfig reports whether an object is the configuration of a Firebase
// web client, whose apiKey is published with every page.
func publicWebConfig(object map[string]any) bool {
	_, key := object["apiKey"]
	_, domain := object["authDomain"]
	_, secret := object["private_key"]
	return key && domain && !secret
}
