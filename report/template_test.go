package report

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lambda-audit/audit"
)

func templateFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.tmpl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExampleTemplate(t *testing.T) {
	out := filepath.Join(t.TempDir(), "worklist.md")
	outputs, err := ParseOutputs([]string{"template=../docs/examples/worklist.tmpl=" + out})
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteAll(outputs, io.Discard, shop()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "worklist.golden", text)
}

func TestTemplates(t *testing.T) {
	for text, want := range map[string]string{
		`{{.run.score}} {{.run.grade}} {{.run.functions}}`:                                       "58.63 D 12",
		`{{len .functions}} {{(index .functions 0).invocations}}`:                                "12 1234567",
		`{{range .functions}}{{if eq .function "legacy-export"}}{{or .score "–"}}{{end}}{{end}}`: "–",
		`{{if lt .run.score 60.0}}low{{end}}`:                                                    "low",
		`{{json .run.account_ids}}`:                                                              `["123456789012"]`,
		`{{json (index .functions 0).max_ms}}`:                                                   "null",
		`{{csv "=1"}}`:                                                                           `"'=1"`,
		`{{markdown "*a*"}}`:                                                                     `\*a\*`,
		`{{join ", " (index .rules 0).unknown_by_reason}}{{join "," .run.account_ids}}`:          "123456789012",
	} {
		format, err := templateOf(templateFile(t, text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := string(written(t, format, shop())); got != want {
			t.Errorf("%s gives %q, want %q", text, got, want)
		}
	}
}

func TestTemplatesPrintNoControls(t *testing.T) {
	format, err := templateOf(templateFile(t, `{{range .functions}}{{.function}}{{end}}`))
	if err != nil {
		t.Fatal(err)
	}
	if text := written(t, format, shop()); bytes.ContainsAny(text, "\x1b\x07") {
		t.Errorf("the report holds controls: %q", text)
	}
}

func TestTemplateMistakes(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none")
	for value, want := range map[string]string{
		"template":            "does not say which file",
		"template=":           "does not say which file",
		"template=" + missing: "no such file",
		"template=" + templateFile(t, "a\n{{if}}"):                            "a.tmpl:2: missing value for if",
		"template=" + templateFile(t, "{{x}}"):                                `function "x" not defined`,
		"template=" + templateFile(t, "\n{{range .findings}}{{.rul}}{{end}}"): `a.tmpl:2:`,
		"template=" + templateFile(t, "{{.score}}"):                           `nothing is called "score"`,
		"template=" + templateFile(t, "x") + "=":                              "names no file",
	} {
		_, err := ParseOutputs([]string{value})
		var usage *audit.UsageError
		if !errors.As(err, &usage) || !strings.Contains(usage.Message, want) {
			t.Errorf("-o %s: %v, want a usage error with %q", value, err, want)
		}
	}
}

func TestTemplatesThatNeedValuesAreLetThrough(t *testing.T) {
	format, err := templateOf(templateFile(t, `{{(index .functions 3).function}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(written(t, format, shop())); got != "orders-stream" {
		t.Errorf("got %q", got)
	}
	if err := format.Write(io.Discard, emptyAccount()); err == nil {
		t.Error("the fourth function of none was written")
	}
}
