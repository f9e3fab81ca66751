package main

import (
	"os"
	"strings"
	"testing"
)

// rulesBlocks are the outputs that docs/writing-rules.md shows.
var rulesBlocks = []pageBlock{
	{name: "audit", shown: "$ lambda-audit audit --demo --custom-rules docs/examples/custom-rules.yaml --rule 'custom-*'\n",
		args: []string{"audit", "--demo", "--width", "80", "--custom-rules", "docs/examples/custom-rules.yaml", "--rule", "custom-*"}},
	{name: "test", shown: "$ lambda-audit rules test docs/examples/custom-rules.yaml\n",
		args: []string{"rules", "test", "docs/examples/custom-rules.yaml"}},
}

// The page on custom rules shows what the program prints, and a rule that is tested.
func TestThePageOnRulesIsTrue(t *testing.T) {
	holdPage(t, "docs/writing-rules.md", readmeDir(t), rulesBlocks, nil)
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
