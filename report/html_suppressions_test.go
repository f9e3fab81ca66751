package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"lambda-audit/rules"
)

// suppressionCells are the rows of the page's suppressions, cell by cell, without
// markup.
func suppressionCells(t *testing.T, page []byte) [][]string {
	t.Helper()
	_, rest, found := strings.Cut(string(page), `id="suppression-table"`)
	if !found {
		return nil
	}
	_, body, _ := strings.Cut(rest, "<tbody>")
	body, _, _ = strings.Cut(body, "</tbody>")
	var rows [][]string
	for row := range strings.SplitSeq(body, "<tr>") {
		var cells []string
		for _, cell := range regexp.MustCompile(`(?s)<t[dh][^>]*>(.*?)</t[dh]>`).FindAllStringSubmatch(row, -1) {
			text := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(strings.ReplaceAll(cell[1], "<i></i>", " · "), " ")
			cells = append(cells, strings.TrimSpace(text))
		}
		if len(cells) > 0 {
			rows = append(rows, cells)
		}
	}
	return rows
}

// TestHTMLSuppressions wants what somebody has to look after first, and of each
// whose it is, why, and until when.
func TestHTMLSuppressions(t *testing.T) {
	page := written(t, htmlFormat(t), shop())
	rows := suppressionCells(t, page)
	var states []string
	for _, row := range rows {
		states = append(states, row[0])
	}
	if got, want := strings.Join(states, " "), "malformed refused expired expiring unused used not-judged"; got != want {
		t.Fatalf("the states are %q, want %q", got, want)
	}
	expired := strings.Join(rows[2], " | ")
	for _, text := range []string{"runtime-deprecated", "function webhooks", "2026-10-01", "runs at night, nobody waits", "team-nights · lambda-audit.yaml:24", "what it met counts again"} {
		if !strings.Contains(expired, text) {
			t.Errorf("%q is not told: %s", text, expired)
		}
	}
	if !strings.Contains(string(page), "5 to look after") || !strings.Contains(string(page), `<span class="tag high">expired</span>`) {
		t.Error("what there is to look after does not stand out")
	}
}

// TestHTMLSuppressionsAreBounded: tags may make one for each function.
func TestHTMLSuppressionsAreBounded(t *testing.T) {
	r := shop()
	result := *r.Result
	result.Suppressions = nil
	for i := range suppressionsInFull + 3 {
		result.Suppressions = append(result.Suppressions, rules.SuppressionRow{Rule: "tracing-off", Function: fmt.Sprint("f", i), State: rules.SuppressionUsed})
	}
	r.Result = &result
	page := written(t, htmlFormat(t), r)
	if got := len(suppressionCells(t, page)); got != suppressionsInFull || !strings.Contains(string(page), "3 more suppressions are not listed") {
		t.Errorf("%d suppressions are listed, want %d and a word on the others", got, suppressionsInFull)
	}
	result.Suppressions = nil
	if page := written(t, htmlFormat(t), r); strings.Contains(string(page), "suppression-table\"") {
		t.Error("there is a table of no suppressions")
	}
}
