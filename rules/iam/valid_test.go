package iam

import (
	"encoding/json"
	"strings"
	"testing"
)

// validSeeds are texts on both sides of each rule of the grammar.
var validSeeds = []string{
	``, ` `, `{}`, `[]`, ` [ ] `, `{ }`, `{"a":1}`, `{"a" : [1, 2 ,{"b":null}] }`, `{"a":1,}`, `[1,]`, `[,1]`, `{,}`, `{a:1}`, `{"a"}`, `{"a":}`,
	`{"a" 1}`, `{"a":1 "b":2}`, `[1 2]`, `[1]]`, `{}{}`, `[`, `{`, `{"a"`, `{"a":`, `{"a":1`, `[1`, `]`, `}`, `[}`, `{]`, `true`, `tru`, `truex`, `false`,
	`null`, `nul`, `True`, `0`, `-0`, `-`, `01`, `-01`, `1.`, `.1`, `1.5`, `1.5.`, `1e`, `1e5`, `1E+5`, `1e-`, `1e-05`, `+1`, `0x1`, `0e1`, `10`, `""`, `"`, `"a`,
	`"\"`, `"\\"`, `"\u00e9"`, `"\u00g9"`, `"\u00e`, `"\u`, `"\x"`, `"\/\b\f\n\r\t\""`, "\"\x00\"", "\"\x1f\"", "\"\x7f\xff\"", "\"\n\"", "\u00a0{}", "\v{}", "{}\x00",
}

func sameValidity(t *testing.T, text string) {
	t.Helper()
	if got, want := validJSON(text), json.Valid([]byte(text)); got != want {
		t.Errorf("validJSON(%.80q) = %t, want %t", text, got, want)
	}
}

func TestValidJSONIsThatOfTheLibrary(t *testing.T) {
	for _, text := range validSeeds {
		sameValidity(t, text)
		sameValidity(t, "["+text+"]")
		sameValidity(t, `{"k":`+text+"}")
	}
	for _, depth := range []int{maxDepth - 1, maxDepth, maxDepth + 1} {
		sameValidity(t, strings.Repeat("[", depth)+strings.Repeat("]", depth))
		sameValidity(t, strings.Repeat(`{"a":`, depth)+"1"+strings.Repeat("}", depth))
	}
}

func FuzzValidJSON(f *testing.F) {
	for _, text := range validSeeds {
		f.Add(text)
	}
	f.Fuzz(sameValidity)
}
