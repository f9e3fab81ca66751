package catalogue_test

import (
	"regexp"
	"strings"
	"testing"

	"lambda-audit/rules"
)

var (
	awsCommand = regexp.MustCompile(`(^|[|;(] *)aws [a-z0-9-]+ [a-z-]+`)
	// bracketed is a placeholder in brackets, which a shell would take for a file.
	bracketed = regexp.MustCompile(`<[A-Za-z_-]+>`)
)

// TestFixesCanBePasted wants of every rule's fix a command of the AWS CLI, in the
// region of the subject, and where a template has the same.
func TestFixesCanBePasted(t *testing.T) {
	for _, r := range rules.All() {
		commands := 0
		for line := range strings.Lines(strings.ReplaceAll(r.Fix, "\\\n", " ")) {
			if strings.HasPrefix(line, "#") || !awsCommand.MatchString(line) {
				continue
			}
			commands++
			if !strings.Contains(line, "--region REGION") && !strings.HasPrefix(line, "aws iam ") {
				t.Errorf("%s names no region: %s", r.ID, line)
			}
		}
		switch {
		case commands == 0:
			t.Errorf("%s has no command in its fix", r.ID)
		case !strings.Contains(r.Fix, "SAM") && !strings.Contains(r.Fix, "Terraform"):
			t.Errorf("%s does not say where a template has what its fix changes", r.ID)
		case bracketed.MatchString(r.Fix):
			t.Errorf("%s has placeholders in brackets: %s", r.ID, bracketed.FindString(r.Fix))
		}
	}
}
