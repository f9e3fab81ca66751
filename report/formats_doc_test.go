package report

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"lambda-audit/rules"
)

const formatsDoc = "../docs/formats.md"

// small is an account that fits on a page.
func small() *Report {
	r := shop()
	r.Result.Functions, r.Result.Errors, r.Result.APICalls = r.Result.Functions[:1], r.Result.Errors[:1], r.Result.APICalls[:1]
	r.Findings = slices.Values(shopFindings()[:1])
	r.Result.Rules = slices.DeleteFunc(r.Result.Rules, func(c rules.RuleCount) bool { return c.Rule != "env-secret" })
	r.Result.Run.Regions, r.Result.Run.Grades, r.Options.Width = r.Result.Run.Regions[:1], r.Result.Run.Grades[:1], 100
	return r
}

// shown is an output as a page shows it: the begin of it.
func shown(text string) string {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	for i, line := range lines {
		if utf8.RuneCountInString(line) > 160 {
			lines[i] = string([]rune(line)[:159]) + "…"
		}
	}
	if len(lines) > 40 {
		lines = append(lines[:40], "…")
	}
	return strings.Join(lines, "\n") + "\n"
}

var exampleBlock = regexp.MustCompile("(?s)<!-- example: ([a-z]+) -->\n(?:````text\n.*?````\n)?")

// Each format has a place on the page, and what is shown there is what it writes.
func TestFormatsDocShowsWhatIsWritten(t *testing.T) {
	page, err := os.ReadFile(formatsDoc)
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]bool{}
	made := exampleBlock.ReplaceAllStringFunc(string(page), func(block string) string {
		name := exampleBlock.FindStringSubmatch(block)[1]
		documented[name] = true
		format, err := Find(name)
		if name == "template" {
			format, err = templateOf("../docs/examples/worklist.tmpl")
		}
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("<!-- example: %s -->\n````text\n%s````\n", name, shown(string(written(t, format, small()))))
	})
	documented["html"] = strings.Contains(made, "\n## html\n") // a page is looked at, and its source tells nobody anything
	for _, f := range Formats() {
		if !documented[f.Name] || !strings.Contains(made, "| ["+f.Name+"](#"+f.Name+") |") {
			t.Errorf("docs/formats.md lacks the format %s: a line of the table, and a section with <!-- example: %s -->", f.Name, f.Name)
		}
	}
	if *update {
		if err := os.WriteFile(formatsDoc, []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if made != string(page) {
		t.Error("docs/formats.md shows other outputs than the formats write. Run: go test ./report -update")
	}
}

// The most that a format lists is on the page as it is in the program.
func TestFormatsDocTellsTheBounds(t *testing.T) {
	page, err := os.ReadFile(formatsDoc)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(page)), " ")
	for _, want := range []string{
		"The worst " + count(findingsInFull) + " findings and " + count(functionsListed) + " functions",
		"At most " + count(junitMost) + " findings",
		"The " + count(sarifMost) + " worst findings",
		"at most " + count(cellLimit) + " characters",
		fmt.Sprintf("at most %d findings (`--asff-batch`) and %d MB", ASFFMostOfBatch, asffBatchBytes/1_000_000),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("docs/formats.md does not say %q", want)
		}
	}
}
