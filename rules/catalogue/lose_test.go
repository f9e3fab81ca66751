package catalogue_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"lambda-audit/audit"
)

// without rewrites a snapshot as if every call for one fact had been denied.
func without(t testing.TB, snapshot, fact string) string {
	t.Helper()
	return rewrite(t, snapshot, func(l audit.Line) (audit.Line, bool) { return deny(l, fact) })
}

// rewrite passes each line of a snapshot through a function, which leaves it out
// by returning false.
func rewrite(t testing.TB, snapshot string, edit func(audit.Line) (audit.Line, bool)) string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(snapshot), "\n")
	var header audit.Header
	if err := json.Unmarshal([]byte(lines[0]), &header); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := audit.NewWriter(&out, header)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range lines[1 : len(lines)-1] {
		var l audit.Line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		if kept, ok := edit(l); ok {
			if err := w.Line(kept); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(nil); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// deny is the line as it would be had the call been denied; false where there
// would be none.
func deny(l audit.Line, fact string) (audit.Line, bool) {
	why := &audit.Unknown{Reason: audit.Denied, Fact: fact, Code: "AccessDenied", Action: "some:Action"}
	switch {
	case l.End == fact:
		l.Unknown = why
	case l.Fact == fact && l.Over != "":
		return l, false // a sweep that is denied puts nothing
	case l.Fact == fact:
		l.Value, l.Unknown = nil, why
	}
	return l, true
}
