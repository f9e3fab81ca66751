//go:build integration

package integration

import (
	"bytes"
	"os/exec"
	"testing"

	"lambda-audit/internal/needs"
)

// reported returns what the program says of a sample account in that format, with
// more arguments if there are any.
func reported(t *testing.T, sample, format string, more ...string) []byte {
	t.Helper()
	cmd := exec.Command(binary, append([]string{"audit", "--demo=" + sample, "--quiet", "-o", format}, more...)...)
	cmd.Env = cleanEnvironment(t.TempDir())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 5 { // nothing to audit is reported, too
		t.Fatalf("audit %s as %s: %v\n%s", sample, format, err, stderr.Bytes())
	}
	return text
}

// TestPromtool has promtool read what Prometheus will read, and look for names and
// types that are against its customs.
func TestPromtool(t *testing.T) {
	promtool := needs.Program(t, "promtool")
	for _, sample := range []string{"shop", "denied", "empty", "clean", "organization"} {
		cmd := exec.Command(promtool, "check", "metrics")
		cmd.Stdin = bytes.NewReader(reported(t, sample, "prometheus"))
		if output, err := cmd.CombinedOutput(); err != nil || len(output) > 0 {
			t.Errorf("%s: promtool objects (%v):\n%s", sample, err, output)
		}
	}
}
