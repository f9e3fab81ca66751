//go:build integration

package integration

import (
	"bytes"
	"os/exec"
	"path/filepath"
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

// reportedLater returns what the program says of the shop a day later, compared with
// the day before.
func reportedLater(t *testing.T, format string, more ...string) []byte {
	t.Helper()
	before := filepath.Join(t.TempDir(), "before.json")
	reported(t, "shop", "json="+before)
	return reported(t, "shop-later", format, append([]string{"--baseline", before}, more...)...)
}

// TestPromtool has promtool read what Prometheus will read, and look for names and
// types that are against its customs.
func TestPromtool(t *testing.T) {
	promtool := needs.Program(t, "promtool")
	texts := map[string][]byte{"shop, a day later": reportedLater(t, "prometheus")}
	for _, sample := range []string{"shop", "denied", "empty", "clean", "organization"} {
		texts[sample] = reported(t, sample, "prometheus")
	}
	for sample, text := range texts {
		cmd := exec.Command(promtool, "check", "metrics")
		cmd.Stdin = bytes.NewReader(text)
		if output, err := cmd.CombinedOutput(); err != nil || len(output) > 0 {
			t.Errorf("%s: promtool objects (%v):\n%s", sample, err, output)
		}
	}
}
