//go:build integration

package integration

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lambda-audit/internal/needs"
)

// A judgedFile is one that another program is to take as it is.
type judgedFile struct {
	name    string
	content func(*testing.T) []byte
	judge   []string // of the variable's folder: a program and its arguments, the file's name comes last
	// spoiled are texts of the file, each with what stands in their place where the
	// judge has to object.
	spoiled [][2]string
}

var judgedFiles = map[string]map[string]judgedFile{
	"LAMBDA_AUDIT_JUDGES": {
		"CloudFormation": {"policy.json", policyAs("cloudformation"), []string{"cfn-lint"}, [][2]string{
			{`"AWS::IAM::ManagedPolicy"`, `"AWS::IAM::ManagedPolicies"`},
			{`"PolicyDocument"`, `"PolicyText"`},
			{`"Allow"`, `"Permit"`},
			{`"Ref": "LambdaAudit"`, `"Ref": "LambdaAudits"`},
		}},
	},
	"LAMBDA_AUDIT_TOOLS": {
		"Terraform": {"policy.tf", policyAs("terraform"), []string{"hclfmt", "-require-no-change"}, [][2]string{
			{"\n}\n", "\n"},
			{"resources = [", "resources = "},
			{"sid       =", "sid ="},
		}},
		"workflow": {"nightly.yml", nightlyWorkflow, []string{"actionlint", "-shellcheck=", "-pyflakes="}, [][2]string{
			{"runs-on:", "run-on:"},
			{"30 4 * * *", "30 25 * * *"},
			{"${{ vars.", "${{ var."},
			{"role-to-assume:", "role-to-take:"},
		}},
	},
}

// policyAs writes a policy that has all that one can have: conditions, too.
func policyAs(format string) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		t.Helper()
		cmd := exec.Command(binary, "permissions", "--unused", "--with-decrypt", "--region", "eu-west-1", "-o", format)
		cmd.Env = cleanEnvironment(t.TempDir())
		text, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
}

func nightlyWorkflow(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("../../docs/examples/github-actions.yml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestFilesSatisfyWhoTakesThem has the linters of CloudFormation and of GitHub's
// workflows, and Terraform's own formatter, read what is written for those. What a
// Terraform provider would say is judged by nobody here.
func TestFilesSatisfyWhoTakesThem(t *testing.T) {
	for variable, files := range judgedFiles {
		for kind, file := range files {
			t.Run(kind, func(t *testing.T) {
				path := needs.In(t, variable, file.judge[0])
				content := file.content(t)
				if output, err := file.judged(t, path, content); err != nil {
					t.Errorf("%s objects: %v\n%s", file.judge[0], err, output)
				}
				for _, change := range file.spoiled {
					spoiled := bytes.Replace(content, []byte(change[0]), []byte(change[1]), 1)
					if bytes.Equal(spoiled, content) {
						t.Fatalf("the file holds no %s", change[0])
					}
					if output, err := file.judged(t, path, spoiled); err == nil {
						t.Errorf("%s lets %s pass\n%s", file.judge[0], change[1], output)
					}
				}
			})
		}
	}
}

func (f judgedFile) judged(t *testing.T, path string, content []byte) ([]byte, error) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, f.name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, append(f.judge[1:], f.name)...)
	cmd.Dir = folder
	cmd.Env = cleanEnvironment(folder)
	return cmd.CombinedOutput()
}
