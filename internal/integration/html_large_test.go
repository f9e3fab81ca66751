//go:build integration

package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"lambda-audit/fixtures"
)

// mostOpening is how many seconds of a processor a page may take until it can be
// used, however many findings an account has: it is to open within two seconds.
const mostOpening = 2.0

// TestHTMLOpensWhenLarge opens the page of an account with more findings than a page
// lists, and goes by the processor's time: others may be at work on the machine.
func TestHTMLOpensWhenLarge(t *testing.T) {
	path := largePage(t, fixtures.Mix(1200, 7))
	b := startBrowser(t)
	b.size(1280, 1000)
	b.do("Performance.enable", nil, nil)
	before := b.processorTime()
	b.open(path, "")
	b.eval(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`) // it is painted
	took := b.processorTime() - before
	t.Logf("%.2f s", took)
	if took <= 0 || took > mostOpening {
		t.Errorf("the page takes %.2f s of a processor until it can be used, which may be %.1f", took, mostOpening)
	}
	b.wants(`document.querySelectorAll('.finding').length`, 5000)
	b.wants(`/5,000 of \d+,\d+: the worst ones/.test(document.body.textContent)`, true)
	b.wants(`[...document.querySelectorAll('.rest')].some((p) => p.textContent.includes('more findings of this rule are only counted here'))`, true)
	b.open(path, "severity=critical")
	b.wants(shownFindings+` > 0 && `+shownFindings+` < 5000`, true)
	b.calm()
}

// processorTime is what the page's main thread has taken, in seconds.
func (b *browser) processorTime() float64 {
	b.t.Helper()
	var measured struct {
		Metrics []struct {
			Name  string
			Value float64
		}
	}
	b.do("Performance.getMetrics", nil, &measured)
	for _, m := range measured.Metrics {
		if m.Name == "ThreadTime" {
			return m.Value
		}
	}
	b.t.Fatal("the browser does not say what time a page took")
	return 0
}

// largePage writes the page of an account that a server plays.
func largePage(t *testing.T, account *fixtures.Account) string {
	t.Helper()
	server := serve(t, account)
	id, secret := account.Credentials()
	path := filepath.Join(t.TempDir(), "report.html")
	cmd := exec.CommandContext(t.Context(), binary, "audit", "--quiet", "--fail-on", "none", "--allow-partial", "--rps", "100000", "--endpoint-url", server.URL, "-o", "html="+path)
	cmd.Env = cleanEnvironment(t.TempDir(), "AWS_REGION="+account.Regions[0].Name, "AWS_ACCESS_KEY_ID="+id, "AWS_SECRET_ACCESS_KEY="+secret)
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("audit %d functions: %v\n%s", len(account.Regions[0].Functions), err, tail(output, 2000))
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	return path
}
