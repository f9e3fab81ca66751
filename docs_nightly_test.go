package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"lambda-audit/internal/needs"
)

// nightlyExamples are the files that docs/nightly.md shows, by block.
var nightlyExamples = map[string]struct{ file, language string }{
	"cron":       {"nightly.cron", "cron"},
	"service":    {"lambda-audit.service", "ini"},
	"timer":      {"lambda-audit.timer", "ini"},
	"actions":    {"github-actions.yml", "yaml"},
	"dockerfile": {"Dockerfile", "dockerfile"},
}

// nightlyBlocks are the outputs that it shows.
var nightlyBlocks = []pageBlock{
	{name: "night", shown: "$ lambda-audit audit --demo=shop-later --quiet --baseline nights --fail-on new:high --width 80\n…\n", code: 1,
		args: []string{"audit", "--demo=shop-later", "--quiet", "--baseline", "nights", "--fail-on", "new:high", "--width", "80"}, from: "264 failed", to: "\nNext"},
}

func TestNightlyPageShowsWhatTheProgramPrints(t *testing.T) {
	shown := map[string]string{}
	for block, example := range nightlyExamples {
		shown[block] = "```" + example.language + "\n" + exampleText(t, example.file) + "```\n"
	}
	holdPage(t, "docs/nightly.md", twoNights(t), nightlyBlocks, shown)
}

// permissionsBlocks are the outputs that docs/permissions.md shows.
var permissionsBlocks = []pageBlock{
	{name: "terraform", shown: "$ lambda-audit permissions --rule policy-public -o terraform\n", args: []string{"permissions", "--rule", "policy-public", "-o", "terraform"}},
	{name: "table", shown: "$ lambda-audit permissions --rule policy-public -o table\n", args: []string{"permissions", "--rule", "policy-public", "-o", "table"}},
	{name: "check", shown: "$ lambda-audit permissions --check --demo --region us-east-1 --rule pillar:security,concurrency-near-limit\n", code: 4,
		args: []string{"permissions", "--check", "--demo", "--region", "us-east-1", "--rule", "pillar:security,concurrency-near-limit"}},
	{name: "permissions", args: []string{"permissions"}},
}

func TestPermissionsPageShowsWhatTheProgramPrints(t *testing.T) {
	holdPage(t, "docs/permissions.md", t.TempDir(), permissionsBlocks, nil)
}

// Every audit in the examples is run as it stands there, on the sample account:
// it ends with findings, and its files are where it was told to write them.
func TestNightlyExamplesAudit(t *testing.T) {
	commands := regexp.MustCompile(`lambda-audit audit [^|\n]*`)
	for block, example := range nightlyExamples {
		found := commands.FindAllString(exampleText(t, example.file), -1)
		if wanted := block == "cron" || block == "service" || block == "actions"; wanted != (len(found) > 0) {
			t.Errorf("%s: %d audits, want some: %v", example.file, len(found), wanted)
		}
		for _, command := range found {
			auditAsIn(t, example.file, command)
		}
	}
}

func auditAsIn(t *testing.T, file, command string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "nights"), 0o700); err != nil {
		t.Fatal(err)
	}
	args := strings.Fields(strings.ReplaceAll(command, "/var/lib/lambda-audit", dir))[1:]
	cmd := exec.CommandContext(t.Context(), "lambda-audit", append([]string{args[0], "--demo"}, args[1:]...)...)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput()
	written, err := filepath.Glob(filepath.Join(dir, "*.json"))
	inNights, _ := filepath.Glob(filepath.Join(dir, "nights", "*.json"))
	written = append(written, inNights...)
	if cmd.ProcessState.ExitCode() != 1 || err != nil || len(written) != 1 {
		t.Errorf("%s: %s: exit code %d, files %v\n%s", file, command, cmd.ProcessState.ExitCode(), written, out)
	}
}

// What is accepted in the configuration has to hold in the night, too: systemd runs
// what does not say where at the root of all files.
func TestServiceRunsWhereItsConfigurationIs(t *testing.T) {
	places := regexp.MustCompile(`(?m)^WorkingDirectory=-(/etc/.+)$`).FindStringSubmatch(exampleText(t, "lambda-audit.service"))
	if len(places) == 0 {
		t.Fatal("the unit has no working directory that may be missing")
	}
	page, err := os.ReadFile("docs/nightly.md")
	if err != nil || !strings.Contains(string(page), "the unit below in `"+places[1]+"`") {
		t.Errorf("the page does not say that the configuration is looked for in %s: %v", places[1], err)
	}
}

// What the machine has to judge the examples by judges them; who judges the workflow
// is asked in internal/integration.
func TestNightlyExamplesSatisfyTheirPrograms(t *testing.T) {
	dir := t.TempDir()
	for _, example := range nightlyExamples {
		text := strings.ReplaceAll(exampleText(t, example.file), "/usr/local/bin/lambda-audit", "/bin/true")
		if err := os.WriteFile(filepath.Join(dir, example.file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, judge := range [][]string{
		{"crontab", "-n", "nightly.cron"},
		{"systemd-analyze", "verify", "./lambda-audit.service", "./lambda-audit.timer"},
	} {
		t.Run(judge[0], func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), needs.Program(t, judge[0]), judge[1:]...)
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// A night that found something ends its job as failed, and the next one has to know
// of it all the same.
func TestWorkflowKeepsTheNightsThatFail(t *testing.T) {
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses, If string
				With     map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(exampleText(t, "github-actions.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, step := range workflow.Jobs["audit"].Steps {
		action, _, _ := strings.Cut(step.Uses, "@")
		switch action {
		case "actions/cache":
			t.Errorf("%s saves only where the job succeeds", step.Uses)
		case "actions/cache/restore", "actions/cache/save":
			keys[action] = step.With["path"] + " " + step.With["key"]
		}
		if action == "actions/cache/save" && step.If != "always()" {
			t.Errorf("%s is run if %q", step.Uses, step.If)
		}
	}
	if saved := keys["actions/cache/save"]; len(keys) != 2 || saved != keys["actions/cache/restore"] || !strings.HasPrefix(saved, "nights ") {
		t.Errorf("kept and brought back: %v", keys)
	}
}

func exampleText(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("docs", "examples", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
