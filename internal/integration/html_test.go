//go:build integration

package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// htmlReport writes the page of a sample account.
func htmlReport(t *testing.T, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	cmd := exec.Command(binary, append([]string{"audit", "-o", "html=" + path}, args...)...)
	cmd.Dir = t.TempDir()
	output, err := cmd.CombinedOutput()
	if _, statErr := os.Stat(path); statErr != nil {
		t.Fatalf("no page was written: %v\n%s", err, output)
	}
	return path
}

// TestHTMLPictures takes a picture of each page that a reader may see: look at them.
func TestHTMLPictures(t *testing.T) {
	b := startBrowser(t)
	for name, demo := range map[string]string{"shop": "--demo=shop", "organization": "--demo=organization", "empty": "--demo=empty"} {
		path := htmlReport(t, demo)
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			for width, device := range map[int]string{1280: "desk", 380: "phone", 1600: "wide"} {
				b.size(width, 1000)
				b.open(path, "")
				if wide := b.eval(`document.documentElement.scrollWidth`); wide != float64(width) {
					t.Errorf("%s is %v wide on %d", name, wide, width)
				}
				picture := name + "-" + device + "-" + scheme
				b.picture(picture)
				for _, part := range []string{"rules", "functions", "findings", "unread"} {
					b.eval(`document.querySelector('.finding')?.setAttribute('open', '')`)
					b.eval(`document.getElementById('` + part + `')?.scrollIntoView()`)
					b.picture(picture + "-" + part)
				}
			}
		}
	}
	b.calm()
}
