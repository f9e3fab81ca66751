package audit

import (
	"encoding/json"
	"reflect"
	"testing"
)

// oddLines are lines that a hand must not cut wrongly.
var oddLines = map[string]bool{ // whether they are cut
	`{"fact":"f","id":"a","value":{"x":1}}`:                                        true,
	`{"fact":"f","id":"a","over":"o","value":[]}`:                                  true,
	`{"fact":"f","id":"a","value":null}`:                                           true,
	`{"fact":"f","id":"a","value":"}"}`:                                            true,
	`{"fact":"f","id":"a","value":{"x":1},"unknown":{"reason":"denied"}}`:          false,
	`{"fact":"f","id":"a","value":1,"id":"b"}`:                                     false,
	`{"fact":"f","id":"a","unknown":{"reason":"denied"}}`:                          false,
	`{"fact":"f","id":"a\"b","value":1}`:                                           false,
	`{"fact":"f","id":"ä","value":1}`:                                              false,
	"{\"fact\":\"f\",\"id\":\"\xff\",\"value\":1}":                                 false,
	"{\"fact\":\"f\",\"id\":\"a\tb\",\"value\":1}":                                 false,
	`{"fact":"f","id":"a","value":{"x":1}`:                                         false,
	`{"fact":"f","id":"a","value":1} `:                                             false,
	`{"fact":"f","id":"a","value":}`:                                               false,
	`{"begin":"f","over":"o"}`:                                                     false,
	`{"fact":"f","id":"a","over":"o","value":{"x":1},"begin":"f"}`:                 false,
	`{"fact":"f","value":{"x":1}}`:                                                 false,
	`{"trailer":{"lines":1,"crc32":2,"calls":[]}}`:                                 false,
	`{"fact":"f","id":"a","value":"x","value":{"y":"z"}}`:                          false,
	`{"fact":"f","id":"a","value":{"x":1}}{"fact":"f","id":"a","value":{"x":1}}`:   false,
	`{"fact":"f","id":"a","value":{"x":1}},{"fact":"f","id":"a","value":{"x":1}}}`: false,
}

func TestLinesAreCutAsTheDecoderReadsThem(t *testing.T) {
	for line, cut := range oddLines {
		sameAsDecoded(t, []byte(line))
		if _, ok := cutLine([]byte(line)); ok != cut {
			t.Errorf("%s: cut: %v, want %v", line, ok, cut)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	for line := range oddLines {
		f.Add([]byte(line))
	}
	f.Fuzz(sameAsDecoded)
}

func sameAsDecoded(t *testing.T, line []byte) {
	got, err := parseLine(line)
	var want Line
	if wanted := json.Unmarshal(line, &want); (err == nil) != (wanted == nil) {
		t.Fatalf("%q: %v, and the decoder says %v", line, err, wanted)
	}
	if err == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("%q: %+v, and the decoder reads %+v", line, got, want)
	}
}
