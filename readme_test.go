package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A block is an output that a page shows, and what prints it.
type block struct {
	name, shown string // the command as the block shows it, if it does
	args        []string
	code        int
}

// rulesBlocks are the outputs that docs/writing-rules.md shows.
var rulesBlocks = []block{
	{name: "audit", shown: "$ lambda-audit audit --demo --custom-rules docs/examples/custom-rules.yaml --rule 'custom-*'\n",
		args: []string{"audit", "--demo", "--width", "80", "--custom-rules", "docs/examples/custom-rules.yaml", "--rule", "custom-*"}},
	{name: "test", shown: "$ lambda-audit rules test docs/examples/custom-rules.yaml\n",
		args: []string{"rules", "test", "docs/examples/custom-rules.yaml"}},
}

// The page on custom rules shows what the program prints, and a rule that is tested.
func TestThePageOnRulesIsTrue(t *testing.T) {
	holdPage(t, "docs/writing-rules.md", rulesBlocks)
	page, err := os.ReadFile("docs/writing-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("docs/examples/custom-rules.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "<!-- rule -->\n```yaml\n")
	shown, _, found := strings.Cut(rest, "```\n<!-- /rule -->")
	if !found || !strings.Contains(string(example), shown) {
		t.Error("the rule that docs/writing-rules.md shows does not stand in the example")
	}
}

// readmeBlocks are the outputs that README.md shows.
var readmeBlocks = []block{
	{name: "demo", args: []string{"audit", "--demo", "--width", "80"}},
	{name: "permissions", args: []string{"permissions"}},
	{name: "iam-check", shown: "$ lambda-audit iam-check docs/examples/orders-role.json\n",
		args: []string{"iam-check", "--width", "80", "docs/examples/orders-role.json"}, code: 1},
	{name: "secrets-check", shown: "$ lambda-audit secrets-check .env\n", args: []string{"secrets-check", ".env"}, code: 1},
}

// TestReadmeShowsWhatTheProgramPrints holds the README's output to the program's.
func TestReadmeShowsWhatTheProgramPrints(t *testing.T) { holdPage(t, "README.md", readmeBlocks) }

// holdPage holds the outputs that a page shows to the program's, or writes them anew.
func holdPage(t *testing.T, name string, blocks []block) {
	t.Helper()
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := readmeDir(t)
	shown := string(page)
	for _, block := range blocks {
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
		if err := os.WriteFile(name, []byte(shown), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if shown != string(page) {
		t.Errorf("%s shows what the program no longer prints: run go test . -update", name)
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
		t.Fatalf("the page has no block %s", name)
	}
	return before + "<!-- " + name + " -->\n```\n" + text + "```\n<!-- /" + name + " -->" + after
}
