package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"lambda-audit/rules"
)

// TestHTMLTellsWhatChanged wants every kind of change with its causes, and the
// findings that are new to be marked.
func TestHTMLTellsWhatChanged(t *testing.T) {
	page := written(t, htmlFormat(t), nextNight())
	golden(t, "night.html.golden", withoutScripts(page))
	text := string(page)
	for _, want := range []string{
		`<b>2 new</b></a>, <a href="#changes">3 fixed</a> since 2026-11-22 09:00 UTC`,
		`<span class="past new">new</span>`, `<span class="past reopened">reopened</span>`, `<span class="past became-unknown">became unknown</span>`,
		`<dt>Changed by</dt><dd>code, configuration</dd>`, `<small>was high</small>`,
		`{"value":"new","label":"since 2026-11-22"}`, `old-&lt;b&gt;import`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	kinds := regexp.MustCompile(`data-change="([a-z-]+)"`).FindAllStringSubmatch(text, -1)
	if len(kinds) != len(rules.Changes)-1 { // what is as it was has no list
		t.Errorf("the page lists the changes %v", kinds)
	}
	if strings.Contains(text, `class="past still"`) {
		t.Error("what is as it was is marked")
	}
	if plain := string(written(t, htmlFormat(t), shop())); strings.Contains(plain, `id="changes"`) || strings.Contains(plain, `class="since"`) {
		t.Error("without an earlier result the page speaks of changes")
	}
}

// TestHTMLBoundsChanges wants the cap of rows to hold, whatever changed.
func TestHTMLBoundsChanges(t *testing.T) {
	r := many(findingsInFull, 10)
	c := nextNight().Comparison
	c.Rows = nil
	for _, change := range []string{rules.ChangeNew, rules.ChangeFixed} {
		for i := range changesInFull + 5 {
			rule := []string{"env-secret", "tracing-off"}[i%2]
			c.Rows = append(c.Rows, rules.ChangeRow{Change: change, Rule: rule, Severity: "high", Function: fmt.Sprint("f", i)})
		}
	}
	r.Comparison = c
	page := string(written(t, htmlFormat(t), r))
	if got, want := strings.Count(page, `<details class="finding">`), findingsInFull-2*changesInFull; got != want {
		t.Errorf("%d findings are listed, want %d", got, want)
	}
	if want := "5 more are only counted here: env-secret 3, tracing-off 2."; strings.Count(page, want) != 2 {
		t.Errorf("the page does not say %q of both kinds", want)
	}
}
