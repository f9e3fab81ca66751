package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// comparingBlocks are the outputs that docs/comparing.md shows, of the folder that
// twoNights makes.
var comparingBlocks = []pageBlock{
	{name: "diff", shown: "$ lambda-audit diff --width 110 nights/2026-11-23.json nights/2026-11-24.json\n",
		args: []string{"diff", "--width", "110", "nights/2026-11-23.json", "nights/2026-11-24.json"}},
	{name: "since", shown: "$ lambda-audit audit --demo=shop-later --baseline nights/2026-11-23.json --width 100\n…\n",
		args: []string{"audit", "--demo=shop-later", "--baseline", "nights/2026-11-23.json", "--width", "100"}, from: "Since", to: "\nFindings by rule"},
	{name: "history", shown: "$ lambda-audit history --width 80 nights\n", args: []string{"history", "--width", "80", "nights"}},
}

func TestComparingPageShowsWhatTheProgramPrints(t *testing.T) {
	holdPage(t, "docs/comparing.md", twoNights(t), comparingBlocks, nil)
}

// twoNights returns a folder that holds two results of the sample account.
func twoNights(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "nights"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, sample := range []string{"shop", "shop-later"} {
		cmd := exec.CommandContext(t.Context(), "lambda-audit", "audit", "--demo="+sample, "--quiet", "--baseline", "nights", "-o", "json=nights/{dt}.json")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	return dir
}
