package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lambda-audit/internal/needs"
)

// What the pages on formats tell to type is typed, as far as it asks nobody but the
// program, on the sample account and in a new folder.
func TestFormatsPagesCommandsRun(t *testing.T) {
	shell := needs.Program(t, "sh")
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```")
	for page, want := range map[string]int{"docs/formats.md": 3, "docs/dashboards/README.md": 3} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		ran := 0
		for _, block := range blocks.FindAllStringSubmatch(string(text), -1) {
			typed := ownCommands(block[1])
			if !strings.Contains(typed, "lambda-audit audit ") {
				continue
			}
			ran++
			cmd := exec.CommandContext(t.Context(), shell, "-ec", onSample(t, typed))
			cmd.Dir = t.TempDir()
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s%s", page, err, typed, out)
			}
		}
		if ran != want {
			t.Errorf("%s has %d blocks that audit, want %d", page, ran, want)
		}
	}
}

// ownCommands are the first lines of a block, up to another program's.
func ownCommands(block string) string {
	var own strings.Builder
	for line := range strings.Lines(block) {
		if !strings.HasPrefix(line, "lambda-audit ") && !strings.HasPrefix(line, "mkdir ") {
			break
		}
		own.WriteString(line)
	}
	return own.String()
}

// onSample has commands read the sample account, and write below a new folder what
// they write below /var/lib.
func onSample(t *testing.T, typed string) string {
	t.Helper()
	lib := t.TempDir()
	for _, folder := range []string{"lambda-audit", "node_exporter/textfile"} {
		if err := os.MkdirAll(filepath.Join(lib, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	typed = strings.ReplaceAll(typed, "/var/lib", lib)
	return strings.ReplaceAll(typed, "lambda-audit audit ", "lambda-audit audit --demo ")
}
