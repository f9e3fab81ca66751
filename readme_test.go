package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A pageBlock is an output that a page shows, and what prints it.
type pageBlock struct {
	name, shown string // the command as the block shows it, if it does
	args        []string
	env         []string
	code        int
	from, to    string // a part of it: from the one text to the other
}

// readmeBlocks are the outputs that README.md shows.
var readmeBlocks = []pageBlock{
	{name: "demo", args: []string{"audit", "--demo", "--width", "80"}},
	{name: "iam-check", shown: "$ lambda-audit iam-check docs/examples/orders-role.json\n",
		args: []string{"iam-check", "--width", "80", "docs/examples/orders-role.json"}, code: 1},
	{name: "secrets-check", shown: "$ lambda-audit secrets-check .env\n", args: []string{"secrets-check", ".env"}, code: 1},
}

// TestReadmeShowsWhatTheProgramPrints holds the README's output to the program's.
func TestReadmeShowsWhatTheProgramPrints(t *testing.T) {
	holdPage(t, "README.md", readmeDir(t), readmeBlocks, nil)
}

// holdPage holds a page's output to the program's, and its tables to what they are
// made from.
func holdPage(t *testing.T, path, dir string, blocks []pageBlock, tables map[string]string) {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	shown := string(page)
	for _, block := range blocks {
		shown = replaceBlock(t, path, shown, block.name, "```\n"+block.shown+block.printed(t, dir)+"```\n")
	}
	for name, table := range tables {
		shown = replaceBlock(t, path, shown, name, table)
	}
	if *update {
		if err := os.WriteFile(path, []byte(shown), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if shown != string(page) {
		t.Errorf("%s shows what the program no longer prints: run go test . -update", path)
	}
}

// printed runs the program, and returns what it prints, mistakes included where it
// prints nothing else.
func (b *pageBlock) printed(t *testing.T, dir string) string {
	t.Helper()
	var out, talk bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "lambda-audit", b.args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &talk
	cmd.Env = append(os.Environ(), b.env...)
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) || cmd.ProcessState.ExitCode() != b.code {
		t.Fatalf("%s: %v, want exit code %d\n%s", b.name, err, b.code, talk.String())
	}
	if out.Len() == 0 {
		return talk.String()
	}
	text := out.String()
	if _, rest, found := strings.Cut(text, b.from); found && b.from != "" {
		text, _, _ = strings.Cut(b.from+rest, b.to)
	}
	return text
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
func replaceBlock(t *testing.T, path, page, name, text string) string {
	t.Helper()
	before, rest, found := strings.Cut(page, "<!-- "+name+" -->\n")
	_, after, closed := strings.Cut(rest, "<!-- /"+name+" -->")
	if !found || !closed {
		t.Fatalf("%s has no block %s", path, name)
	}
	return before + "<!-- " + name + " -->\n" + text + "<!-- /" + name + " -->" + after
}
