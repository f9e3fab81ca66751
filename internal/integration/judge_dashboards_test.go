//go:build integration

package integration

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lambda-audit/internal/needs"
)

const dashboards = "../../docs/dashboards/"

// TestAthena holds the tables and the queries to the files of two accounts and two
// nights, and of a third that is compared with the one before.
func TestAthena(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_JUDGES", "python")
	queries, err := os.ReadFile(dashboards + "athena-queries.sql")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, sample := range []string{"shop", "denied"} {
		reported(t, sample, "ndjson="+folder+"/{kind}/dt={dt}/account={account}/region={region}")
	}
	plantEarlierNight(t, folder)
	reportedLater(t, "ndjson="+folder+"/{kind}/dt={dt}/account={account}/region={region}")
	cmd := exec.Command(python, "judge_athena.py", dashboards+"athena.sql", dashboards+"athena-queries.sql", folder)
	cmd.Env = cleanEnvironment(t.TempDir(), "PYTHONDONTWRITEBYTECODE=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if want := bytes.Count(queries, []byte(";\n")); err != nil || string(bytes.TrimSpace(output)) != strconv.Itoa(want) {
		t.Errorf("%s of %d queries ran (%v):\n%s", output, want, err, tail(stderr.Bytes(), 4000))
	}
}

// plantEarlierNight copies the files to the day before, without the first finding
// of each: that one is new in the last night.
func plantEarlierNight(t *testing.T, folder string) {
	t.Helper()
	nights, err := filepath.Glob(filepath.Join(folder, "*", "dt=2026-11-23"))
	if err != nil || len(nights) == 0 {
		t.Fatalf("the sample accounts are not of 2026-11-23: %v, %v", nights, err)
	}
	for _, night := range nights {
		if err := os.CopyFS(strings.Replace(night, "-23", "-22", 1), os.DirFS(night)); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "finding", "dt=2026-11-22", "*", "*", "*.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := bytes.Cut(text, []byte("\n"))
		if err := os.WriteFile(file, rest, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
