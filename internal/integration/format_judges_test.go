//go:build integration

package integration

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lambda-audit/internal/needs"
)

// judgedFormats are the formats with a judge in format_judges.py, each with a
// report's golden, and how that is spoiled so that the judge objects.
var judgedFormats = []struct{ format, golden, from, to string }{
	{"csv", "shop.csv.golden", `"fail"`, `"=fail"`},
	{"csv", "night.csv.golden", `"reopened"`, `"@reopened"`},
	{"ndjson", "shop.ndjson.golden", `{"kind":"run"`, `["run"]` + "\n" + `{"kind":"run"`},
	{"ndjson", "night.ndjson.golden", `{"kind":"change"`, `["change"]` + "\n" + `{"kind":"change"`},
	{"junit", "night.junit.xml.golden", `<testcase `, `<testcases `},
	{"junit", "shop.junit.xml.golden", `<testcase `, `<testcases `},
	{"sarif", "shop.sarif.golden", `"kind": "open"`, `"kind": "unknown"`},
	{"sarif", "night.sarif.golden", `"baselineState": "absent"`, `"baselineState": "gone"`},
	{"markdown", "shop.md.golden", "`env-secret`", "<b>env-secret</b> @all"},
	{"markdown", "night.md.golden", "### What changed", "@everybody"},
}

// TestFormatsSatisfyTheirJudges judges the reports of the sample of package report,
// whose names mean harm, and those of the demo account.
func TestFormatsSatisfyTheirJudges(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_JUDGES", "python")
	demo := demoReports(t)
	for _, judged := range judgedFormats {
		t.Run(judged.format, func(t *testing.T) {
			schema := schemaOf(t, judged.format, python)
			golden := filepath.Join("..", "..", "report", "testdata", judged.golden)
			for _, path := range []string{golden, filepath.Join(demo, judged.golden)} {
				if objections := judgement(t, python, judged.format, path, schema); objections != "" {
					t.Errorf("%s: %.2000s", path, objections)
				}
			}
			spoiled := spoil(t, golden, judged.from, judged.to)
			if judgement(t, python, judged.format, spoiled, schema) == "" {
				t.Error("the judge lets a spoiled report pass")
			}
		})
	}
}

// demoReports writes the demo account's report in all judged formats.
func demoReports(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	args := []string{"audit", "--demo", "--quiet", "--show", "all"}
	for _, judged := range judgedFormats {
		args = append(args, "-o", judged.format+"="+filepath.Join(folder, judged.golden))
	}
	if out, err := exec.Command(binary, args...).CombinedOutput(); err != nil {
		t.Fatalf("audit the demo: %v\n%s", err, out)
	}
	return folder
}

// judgement returns what the judge objects to, which is nothing or lines of it. A
// report that he cannot read at all is objected to as well.
func judgement(t *testing.T, python, format, path, schema string) string {
	t.Helper()
	var out, problems bytes.Buffer
	cmd := exec.Command(python, "format_judges.py", format, path, schema)
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("judge %s: %v\n%s", path, err, problems.String())
	}
	return out.String()
}

func spoil(t *testing.T, path, from, to string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := bytes.Replace(text, []byte(from), []byte(to), 1)
	if from == "<testcase " {
		spoiled = bytes.Replace(spoiled, []byte("</testcase>"), []byte("</testcases>"), 1)
	}
	if bytes.Equal(spoiled, text) {
		t.Fatalf("%s holds no %s", path, from)
	}
	made := filepath.Join(t.TempDir(), "spoiled")
	if err := os.WriteFile(made, spoiled, 0o600); err != nil {
		t.Fatal(err)
	}
	return made
}

// schemaOf returns the file with the official schema of the format. That of junit is
// what Jenkins' xunit plugin reads by, which .ci/run takes from pytest's sources;
// that of SARIF is OASIS's, which stands as a text in go-sarif.
func schemaOf(t *testing.T, format, python string) string {
	t.Helper()
	switch format {
	case "junit":
		return filepath.Join(filepath.Dir(filepath.Dir(python)), "junit-10.xsd")
	case "sarif":
		return sarifSchema(t)
	}
	return "-"
}

func sarifSchema(t *testing.T) string {
	t.Helper()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "pkg", "report", "v210", "sarif", "schema.go"))
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(source), "`")
	if len(parts) < 2 || !json.Valid([]byte(parts[1])) {
		t.Fatal("go-sarif holds no schema")
	}
	made := filepath.Join(t.TempDir(), "sarif.json")
	if err := os.WriteFile(made, []byte(parts[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	return made
}
