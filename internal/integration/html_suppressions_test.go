//go:build integration

package integration

import (
	"path/filepath"
	"testing"
)

// shownSuppressions counts the suppressions that the reader sees.
const shownSuppressions = `[...document.querySelectorAll('#suppression-table tbody tr')].filter((r) => r.checkVisibility()).length`

// TestHTMLSuppressions looks at what the documentation's example accepts: all of
// it, what the search leaves, and what paper shows. Look at the pictures.
func TestHTMLSuppressions(t *testing.T) {
	example, err := filepath.Abs("../../docs/examples/lambda-audit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	path := htmlReport(t, "--demo=shop", "--config", example)
	b := startBrowser(t)
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		for width, device := range map[int]string{1280: "desk", 380: "phone"} {
			b.size(width, 1000)
			b.open(path, "")
			b.wants(`document.documentElement.scrollWidth`, width)
			b.eval(`document.getElementById('suppressions').scrollIntoView()`)
			b.picture("suppressions-" + device + "-" + scheme)
		}
	}
	b.size(1280, 1000)
	b.open(path, "")
	all := b.eval(`document.querySelectorAll('#suppression-table tbody tr').length`)
	b.wants(shownSuppressions+` >= 4`, true)
	b.wants(shownSuppressions, all)
	b.wants(`document.querySelector('#suppression-table tbody .tag').textContent`, "malformed")
	b.wants(`getComputedStyle(document.querySelector('#suppression-table .tag.high')).color !== getComputedStyle(document.querySelector('#suppression-table tbody tr')).color`, true)

	b.open(path, "q=promo-* error-rate")
	b.wants(shownSuppressions, 1)
	b.open(path, "q=zzyzx")
	b.wants(shownSuppressions, 0)
	b.wants(`document.querySelector('#suppression-table').closest('section').querySelector('.nothing').checkVisibility()`, true)
	b.open(path, "severity=critical")
	b.wants(shownSuppressions, all)
	b.eval(`document.querySelectorAll('#suppression-table th button')[3].click()`)
	b.wants(`[...document.querySelectorAll('#suppression-table .until')].map((c) => c.textContent).filter((v) => v !== '–').every((v, i, list) => i === 0 || list[i - 1] <= v)`, true)

	b.do("Emulation.setEmulatedMedia", object{"media": "print"}, nil)
	b.wants(shownSuppressions, all)
	b.pdf("suppressions")
	b.calm()
}
