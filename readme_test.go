package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// readmeBlocks are the outputs that README.md shows, and what prints them.
var readmeBlocks = []struct {
	name, shown string // the command as the block shows it, if it does
	args        []string
	code        int
}{
	{name: "demo", args: []string{"audit", "--demo", "--width", "80"}},
	{name: "permissions", args: []string{"permissions"}},
	{name: "iam-check", shown: "$ lambda-audit iam-check docs/examples/orders-role.json\n",
		args: []string{"iam-check", "--width", "80", "docs/examples/orders-role.json"}, code: 1},
	{name: "secrets-check", shown: "$ lambda-audit secrets-check .env\n", args: []string{"secrets-check", ".env"}, code: 1},
}

// TestReadmeShowsWhatTheProgramPrints holds the README's output to the program's.
func TestReadmeShowsWhatTheProgramPrints(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := readmeDir(t)
	shown := string(readme)
	for _, block := range readmeBlocks {
		cmd := exec.CommandContext(t.Context(), "lambda-audit", block.args...)
		cmd.Dir = dir
		out, err := cmd.Output()
		var ended *exec.ExitError
		if err != nil && !errors.As(err, &ended) || cmd.ProcessState.ExitCode() != block.code {
			t.Fatalf("%s: %v, want exit code %d", block.name, err, block.code)
		}
		shown = replaceBlock(t, shown, block.name, block.shown+string(out))
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(shown), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if shown != string(readme) {
		t.Error("README.md shows what the program no longer prints: run go test . -update")
	}
}

// readmeDir is where the README's commands run: the examples are there, and a
// dotenv file that stands in no repository.
func readmeDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "docs", "examples"), os.DirFS("docs/examples")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".env"), []byte(asDotenv(plantedVariables())), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// replaceBlock puts text between the two comments that name the block.
func replaceBlock(t *testing.T, page, name, text string) string {
	t.Helper()
	before, rest, found := strings.Cut(page, "<!-- "+name+" -->\n")
	_, after, closed := strings.Cut(rest, "<!-- /"+name+" -->")
	if !found || !closed {
		t.Fatalf("README.md has no block %s", name)
	}
	return before + "<!-- " + name + " -->\n```\n" + text + "```\n<!-- /" + name + " -->" + after
}
