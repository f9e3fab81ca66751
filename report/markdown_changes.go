package report

import (
	"io"
	"slices"
	"strings"

	"lambda-audit/rules"
)

// How many changes of a kind a page lists, and how many bytes all of them take, in
// an overview and where they are all that was asked for: the page stays below what
// GitHub takes.
const (
	markdownChanges      = 8
	markdownSomeChanges  = 6_000
	markdownWholeChanges = 40_000
	markdownApart        = 5
)

// writeDiffMarkdown writes what changed in GitHub's dialect.
func writeDiffMarkdown(w io.Writer, r *Report) error {
	m := &markdown{page: newPage(w, r)}
	c, now := r.Comparison, &r.Result.Run
	m.print("## lambda-audit: " + m.fresh() + ", " + count(c.count(rules.ChangeFixed)) + " fixed\n")
	m.print("From " + c.since() + " to " + minute(now.TakenAt) + " · score " + mdText(cutRunes(scored(c.Old)+" → "+scored(now), markdownText)) + "\n")
	m.print(strings.Join(c.counted(), " · "))
	for i, text := range c.Apart[:min(len(c.Apart), markdownApart)] {
		if i == 0 {
			m.print("")
		}
		m.print("- " + mdText(cutRunes(text, markdownText/2)))
	}
	m.more(len(c.Apart)-markdownApart, "difference")
	m.changeRows(c, markdownWholeChanges)
	return m.err
}

// since tells in an overview what changed since an earlier result.
func (m *markdown) since() {
	c := m.report.Comparison
	if c == nil {
		return
	}
	m.print("\n**" + m.fresh() + "** since " + c.since() + ": " + strings.Join(c.counted(), " · "))
	m.changeRows(c, markdownSomeChanges)
}

// changeRows lists what changed, as far as there is room for it.
func (m *markdown) changeRows(c *Comparison, room int) {
	seen, shown, more := map[string]int{}, 0, 0
	for i := range c.Rows {
		row := &c.Rows[i]
		if slices.Contains(leastChanges, row.Change) || slices.Contains(functionChanges, row.Change) {
			continue
		}
		cells := m.changeCells(row)
		size := len(strings.Join(cells, " | "))
		if seen[row.Change]++; seen[row.Change] > markdownChanges || size > room {
			more++
			continue
		}
		if shown++; shown == 1 {
			m.heading("What changed", "change", "severity", "rule", "where", "why")
		}
		m.row(cells...)
		room -= size
	}
	m.more(more, "change")
	for _, change := range functionChanges {
		names := c.functions(change, m.several())
		for i := range names {
			names[i] = mdCode(names[i])
		}
		if len(names) > 0 {
			m.print("\n**Functions " + changeText(change) + ":** " + list(names, markdownChanges))
		}
	}
}

func (m *markdown) changeCells(row *rules.ChangeRow) []string {
	return []string{
		changeText(row.Change), mdText(row.Severity), mdCode(row.Rule), mdCode(changedWhere(row, m.several())),
		mdText(cutRunes(causesText(row.Causes), markdownText/2)),
	}
}
