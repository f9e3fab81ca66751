package rules

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
)

type limits struct {
	Share float64           `json:"share"`
	Names []string          `json:"names"`
	By    map[string]string `json:"by"`
}

func TestMerge(t *testing.T) {
	defaults := &limits{Share: 0.8, Names: []string{"a", "b"}, By: map[string]string{"k": "v"}}
	r := rule("with-limits", Low, functionKind, nil)
	r.Params = defaults
	merged, err := r.Merge(json.RawMessage(`{"names":["x"],"by":{"l":"w"}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := merged.(*limits)
	if got.Share != 0.8 || !slices.Equal(got.Names, []string{"x"}) || got.By["k"] != "v" || got.By["l"] != "w" {
		t.Errorf("merged = %+v", got)
	}
	if !slices.Equal(defaults.Names, []string{"a", "b"}) || len(defaults.By) != 1 {
		t.Errorf("the defaults became %+v", defaults)
	}
	for override, want := range map[string]string{
		`{"sahre":1}`:      "did you mean share?",
		`{"Share":0.5}`:    `none is named "Share" (did you mean share?`,
		`{"share":"much"}`: "share must be a number, not string",
		`{"share":80}`:     "share cannot be 80: it is a share, from 0 to 1",
		`{"share":-0.1}`:   "share cannot be -0.1: it must not be negative",
		`{"names":7}`:      "names must be a list, not number",
		`{} {}`:            "follows",
		`[`:                "parameters of with-limits",
	} {
		_, err := r.Merge(json.RawMessage(override))
		var usage *audit.UsageError
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, want %q", override, err, want)
		}
	}
	r.Params = nil
	if _, err := r.Merge(json.RawMessage(`{}`)); err == nil {
		t.Error("parameters are merged into a rule without any")
	}
}

func FuzzMerge(f *testing.F) {
	f.Add(`{"share":0.5,"names":["x"]}`)
	f.Add(`{"share":1e999}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, override string) {
		r := rule("with-limits", Low, functionKind, nil)
		r.Params = &limits{Share: 0.8}
		merged, err := r.Merge(json.RawMessage(override))
		if (merged == nil) == (err == nil) {
			t.Errorf("%q gives %v and %v", override, merged, err)
		}
		if r.Params.(*limits).Share != 0.8 {
			t.Errorf("%q changes the defaults", override)
		}
	})
}
