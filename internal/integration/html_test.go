//go:build integration

package integration

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// htmlReport writes the page of a run.
func htmlReport(t *testing.T, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	cmd := exec.Command(binary, append([]string{"audit", "-o", "html=" + path}, args...)...)
	cmd.Dir = t.TempDir()
	cmd.Env = cleanEnvironment(t.TempDir())
	output, err := cmd.CombinedOutput()
	if _, statErr := os.Stat(path); statErr != nil {
		t.Fatalf("no page was written: %v\n%s", err, output)
	}
	return path
}

// shownFindings counts the findings that a filter leaves, as the reader sees them.
const shownFindings = `[...document.querySelectorAll('.finding')].filter((f) => f.checkVisibility()).length`

// wants wants an expression to come to a value.
func (b *browser) wants(expression string, want any) {
	b.t.Helper()
	if n, ok := want.(int); ok {
		want = float64(n)
	}
	if got := b.eval(expression); got != want {
		b.t.Errorf("%s is %v, want %v", expression, got, want)
	}
}

// TestHTMLFilters goes through the page as a reader with a mouse does.
func TestHTMLFilters(t *testing.T) {
	b := startBrowser(t)
	b.size(1280, 1000)
	path := htmlReport(t, "--demo=shop")
	b.open(path, "")
	all := b.eval(`document.querySelectorAll('.finding').length`)
	b.wants(shownFindings, all)

	b.eval(`(() => { const s = document.querySelector('[name=by-severity]'); s.value = 'critical'; s.dispatchEvent(new Event('change')); })()`)
	b.wants(`location.hash`, "#severity=critical")
	critical := b.eval(`data.findings.find((d) => d.name === 'severity').rows.filter((v) => byName.get('severity').values[v] === 'critical').length`)
	b.wants(shownFindings, critical)
	b.wants(`[...document.querySelectorAll('#rule-table tbody tr')].filter((r) => r.checkVisibility()).length > 0`, true)
	b.wants(`document.querySelector('#shown').textContent.startsWith('`+fmt.Sprint(critical)+` of')`, true)

	b.open(path, "rule=env-secret&q=admin-slack-bot")
	b.wants(shownFindings, 1)
	b.wants(`document.querySelector('#chips').textContent`, "rule: env-secret ×")
	b.eval(`document.querySelector('.finding:not([hidden]) summary').click()`)
	b.until(`Boolean(document.querySelector('.finding[open] .copy'))`)
	b.eval(`document.querySelector('.finding[open]').scrollIntoView({block: 'center'})`)
	b.do("Browser.grantPermissions", object{"permissions": []string{"clipboardReadWrite", "clipboardSanitizedWrite"}}, nil)
	b.eval(`document.querySelector('.finding[open] .copy').click()`)
	b.until(`document.querySelector('.finding[open] .copy').textContent === 'Copied'`)
	b.wants(`navigator.clipboard.readText().then((text) => text === document.querySelector('.finding[open] pre').textContent)`, true)
	b.wants(`document.querySelector('.finding[open] pre').textContent.includes('aws secretsmanager')`, true)
	b.picture("shop-filtered")

	b.eval(`document.querySelector('#clear').click()`)
	b.wants(shownFindings, all)
	b.wants(`location.hash`, "")
	b.eval(`document.querySelector('#function-table tbody a').click()`)
	b.until(`document.querySelector('#chips').textContent.startsWith('function: ')`)
	b.wants(`[...document.querySelectorAll('#function-table tbody tr')].filter((r) => r.checkVisibility()).length`, 1)
	b.wants(shownFindings+` < 40 && `+shownFindings+` > 3`, true)
	b.eval(`document.querySelector('#chips button').click()`)
	b.wants(shownFindings, all)

	b.open(path, "q=zzyzx")
	b.wants(shownFindings, 0)
	b.wants(`document.querySelector('#findings').parentElement.querySelector('.nothing').checkVisibility()`, true)
	b.calm()
}

// TestHTMLByKeyboard does the same without a mouse.
func TestHTMLByKeyboard(t *testing.T) {
	b := startBrowser(t)
	b.size(1280, 1000)
	b.open(htmlReport(t, "--demo=shop"), "")
	all := b.eval(shownFindings)
	b.press("/")
	b.wants(`document.activeElement.id + document.activeElement.value`, "search")
	b.press("f", "t", "p")
	b.until(`location.hash === '#q=ftp'`)
	b.wants(shownFindings+` < 30 && `+shownFindings+` > 0`, true)
	b.press("/")
	b.until(`location.hash === '#q=ftp%2F'`)
	b.press("Escape")
	b.wants(shownFindings, all)
	b.wants(`location.hash + document.activeElement.value`, "")

	b.eval(`document.querySelector('#function-table th button').focus()`)
	b.press("Enter")
	b.wants(`document.querySelector('#function-table th').ariaSort`, "ascending")
	first := `document.querySelector('#function-table tbody .name').textContent`
	least := b.eval(first)
	b.press("Enter")
	b.wants(`document.querySelector('#function-table th').ariaSort`, "descending")
	b.wants(first+` > '`+fmt.Sprint(least)+`'`, true)
	b.press("Tab", "Enter") // the score, where what is unknown stands last
	b.wants(`document.querySelector('#function-table tbody td').textContent`, "100.0 A")
	b.wants(`[...document.querySelectorAll('#function-table tbody tr')].at(-1).cells[1].textContent`, "–")

	b.eval(`document.querySelector('.finding summary').focus()`)
	b.wants(`getComputedStyle(document.activeElement).outlineStyle`, "solid")
	b.press("Enter")
	b.until(`Boolean(document.querySelector('.finding[open] .copy'))`)
	b.press("Tab")
	b.wants(`document.activeElement.className`, "copy")
	b.press("Enter")
	b.until(`document.activeElement.textContent === 'Copied'`)
	b.calm()
}

// TestHTMLWithoutScript wants every row to be there for those who run no script,
// and no control that would do nothing.
func TestHTMLWithoutScript(t *testing.T) {
	path := htmlReport(t, "--demo=shop")
	b := startBrowser(t)
	b.size(1280, 1000)
	b.open(path, "")
	all := b.eval(`document.querySelectorAll('.finding').length`)
	functions := b.eval(`document.querySelectorAll('#function-table tbody tr').length`)
	b.do("Emulation.setScriptExecutionDisabled", object{"value": true}, nil)
	b.do("Page.reload", nil, nil)
	b.until(`document.documentElement && !document.documentElement.dataset.ready && document.readyState === 'complete'`)
	b.wants(shownFindings, all)
	b.wants(`[...document.querySelectorAll('#function-table tbody tr')].filter((r) => r.checkVisibility()).length`, functions)
	b.wants(`document.querySelectorAll('button, input, select').length - document.querySelectorAll('[hidden] :is(button, input, select)').length`, 0)
	b.calm()
}

// TestHTMLPrints wants the fixes of a short list on paper, and no controls.
func TestHTMLPrints(t *testing.T) {
	b := startBrowser(t)
	path := htmlReport(t, "--demo=shop")
	b.open(path, "severity=critical")
	b.do("Emulation.setEmulatedMedia", object{"media": "print"}, nil)
	b.wants(`document.querySelector('.finding:not([hidden]) pre').checkVisibility({contentVisibilityAuto: true}) && document.querySelector('.finding:not([hidden]) pre').getBoundingClientRect().height > 20`, true)
	b.wants(`document.querySelector('#filter').checkVisibility()`, false)
	short := b.pdf("shop-critical")
	b.open(path, "")
	whole := b.pdf("shop")
	for name, content := range map[string][]byte{"critical": short, "whole": whole} {
		if !bytes.HasPrefix(content, []byte("%PDF-")) {
			t.Errorf("the %s page prints %.20q", name, content)
		}
	}
	b.calm()
}

// TestHTMLFits wants no page wider than its screen, in either colour scheme. Look
// at the pictures.
func TestHTMLFits(t *testing.T) {
	b := startBrowser(t)
	for name, demo := range map[string]string{"shop": "--demo=shop", "organization": "--demo=organization", "empty": "--demo=empty"} {
		path := htmlReport(t, demo)
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			for width, device := range map[int]string{1280: "desk", 380: "phone", 1600: "wide"} {
				b.size(width, 1000)
				b.open(path, "")
				b.wants(`document.documentElement.scrollWidth`, width)
				b.wants(`getComputedStyle(document.body).backgroundColor`, map[string]any{"light": "rgb(248, 248, 246)", "dark": "rgb(19, 21, 25)"}[scheme])
				b.eval(`document.querySelector('.finding')?.setAttribute('open', '')`)
				for _, part := range []string{"", "rules", "functions", "findings", "unread"} {
					b.eval(`document.getElementById('` + part + `')?.scrollIntoView()`)
					b.picture(name + "-" + device + "-" + scheme + "-" + part)
				}
			}
		}
	}
	b.calm()
}
