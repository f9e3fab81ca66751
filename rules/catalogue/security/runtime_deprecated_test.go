package security

import (
	"strings"
	"testing"

	"lambda-audit/rules"
)

func TestRuntimeWithoutSuccessor(t *testing.T) {
	runtimes, err := rules.LoadRuntimes([]byte(`{"as_of":"2026-01-01","sources":["test"],"latest":{},"runtimes":[
		{"id":"cobol85","family":"cobol","deprecated":"2025-01-01"},{"id":"cobol60","family":"cobol","deprecated":"2025-01-01","successor":"cobol85"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	data := *rules.DefaultData()
	data.Runtimes = runtimes
	for id, want := range map[string]string{
		"cobol85": "cobol85 has been deprecated since 2025-01-01 (as of 2026-01-01)",
		"cobol60": "cobol60 has been deprecated since 2025-01-01 (as of 2026-01-01); cobol85 is its successor",
	} {
		list, _ := rows(t, rules.Config{Data: &data}, []string{"runtime-deprecated"}, withRuntime(id))
		got := only(t, list, "runtime-deprecated")
		if filled := !strings.Contains(got.Fix, "SUCCESSOR"); got.Message != want || filled != (id == "cobol60") || got.Evidence[0].Want == "" {
			t.Errorf("%s: %s\n%s", id, got.Message, got.Fix)
		}
	}
}
