//go:build integration

package integration

import (
	"path/filepath"
	"testing"
)

// changeIsReadable tells whether the filter shows all of what was chosen, with its
// day, beside its own arrow.
const changeIsReadable = `(() => {
	const filter = document.querySelector('[name=by-change]'), style = getComputedStyle(filter);
	const pen = document.createElement('canvas').getContext('2d');
	pen.font = style.fontSize + ' ' + style.fontFamily;
	const text = pen.measureText(filter.selectedOptions[0].text).width;
	return text + parseFloat(style.paddingLeft) + parseFloat(style.paddingRight) + 18 <= filter.offsetWidth;
})()`

// TestHTMLChanges looks at a night that is compared with the one before: what
// changed, and what a filter leaves that asks for what is new. Look at the pictures.
func TestHTMLChanges(t *testing.T) {
	before := filepath.Join(t.TempDir(), "before.json")
	reported(t, "shop", "json="+before)
	path := htmlReport(t, "--demo=shop-later", "--baseline", before)
	b := startBrowser(t)
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		for width, device := range map[int]string{1280: "desk", 380: "phone"} {
			b.size(width, 1000)
			b.open(path, "")
			b.wants(`document.documentElement.scrollWidth`, width)
			b.picture("night-" + device + "-" + scheme)
			b.eval(`document.getElementById('changes').scrollIntoView()`)
			b.picture("night-changes-" + device + "-" + scheme)
		}
	}
	b.size(1280, 1000)
	b.open(path, "")
	fresh := b.eval(`document.querySelectorAll('.finding .past.new').length`)
	b.wants(`document.querySelectorAll('.finding .past.new').length > 0`, true)
	b.wants(`[...document.querySelector('[name=by-change]').options].some((o) => /^new since 20\d\d-\d\d-\d\d \(/.test(o.textContent))`, true)
	b.eval(`(() => { const s = document.querySelector('[name=by-change]'); s.value = 'new'; s.dispatchEvent(new Event('change')); })()`)
	b.wants(`location.hash`, "#change=new")
	b.wants(changeIsReadable, true)
	b.wants(`document.querySelector('[name=by-change]').getBoundingClientRect().top < document.querySelector('#search').getBoundingClientRect().bottom`, true)
	b.wants(shownFindings, fresh)
	b.wants(`[...document.querySelectorAll('.finding')].filter((f) => f.checkVisibility()).every((f) => f.querySelector('.past.new'))`, true)
	b.eval(`document.querySelector('.finding:not([hidden])').scrollIntoView({block: 'center'})`)
	b.picture("night-new")

	b.open(path, "")
	b.eval(`document.querySelector('.since a').click()`)
	b.until(`location.hash === '#change=new&outcome=fail'`)
	b.wants(`document.querySelector('.since b').textContent === `+shownFindings+` + ' new'`, true)
	b.wants(`document.querySelector('[data-change=fixed] tbody tr').checkVisibility()`, false)
	b.eval(`document.querySelector('[data-change=fixed] summary').click()`)
	b.wants(`document.querySelector('[data-change=fixed] tbody tr').checkVisibility()`, true)
	b.eval(`document.querySelector('[data-change=fixed]').scrollIntoView()`)
	b.picture("night-fixed")
	b.do("Emulation.setEmulatedMedia", object{"media": "print"}, nil)
	b.wants(`document.querySelector('[data-change=gone] tbody tr').getBoundingClientRect().height > 10`, true)
	b.pdf("night")
	b.calm()
}
