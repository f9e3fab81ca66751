package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"lambda-audit/report"
)

// The same snapshot gives the same bytes: in every format, compared with an earlier
// result or not, on any number of processors, in any time zone and language.
func TestSameSnapshotSameBytes(t *testing.T) {
	dir := t.TempDir()
	snapshot, before := filepath.Join(dir, "account.snapshot"), filepath.Join(dir, "before.json")
	mustRun(t, dir, nil, "audit", "--demo=shop", "--quiet", "-o", "json="+before)
	mustRun(t, dir, nil, "collect", "--demo=shop-later", "--quiet", "-o", snapshot)
	for _, more := range [][]string{nil, {"--baseline", before}} {
		args := append([]string{"audit", "--from", snapshot, "--fail-on", "none", "--allow-partial", "--quiet"}, more...)
		for _, format := range report.Formats() {
			name := format.Name
			if format.Of != nil {
				template, err := filepath.Abs("docs/examples/worklist.tmpl")
				if err != nil {
					t.Fatal(err)
				}
				name += "=" + template
			}
			args = append(args, "-o", name+"=report."+format.Name)
		}
		first := filesOf(t, args, "GOMAXPROCS=1", "TZ=UTC", "LC_ALL=C")
		again := filesOf(t, args, "GOMAXPROCS=4", "TZ=Asia/Kathmandu", "LC_ALL=tr_TR.UTF-8")
		if len(first) < len(report.Formats()) || !slices.Equal(slices.Sorted(maps.Keys(first)), slices.Sorted(maps.Keys(again))) {
			t.Fatalf("%d files of %d formats, then %d", len(first), len(report.Formats()), len(again))
		}
		for name, text := range first {
			if text == "" || text != again[name] {
				t.Errorf("%s (%v): %d bytes, and others from the same snapshot: %d", name, more, len(text), len(again[name]))
			}
		}
	}
}

// filesOf runs the program in a new folder, and returns what it leaves there.
func filesOf(t *testing.T, args []string, env ...string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	mustRun(t, dir, env, args...)
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = string(text)
	}
	return files
}

// mustRun runs the program, which must end well.
func mustRun(t *testing.T, dir string, env []string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "lambda-audit", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}
