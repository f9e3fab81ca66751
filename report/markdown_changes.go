package report

import (
	"io"
	"slices"
	"strings"

	"lambda-audit/rules"
)

// markdownChanges is how many changes of a kind a page lists: all of them stay
// below what GitHub takes.
const markdownChanges = 10

// writeDiffMarkdown writes what changed in GitHub's dialect.
func writeDiffMarkdown(w io.Writer, r *Report) error {
	m := &markdown{page: newPage(w, r)}
	c, now := r.Comparison, &r.Result.Run
	m.print("## lambda-audit: " + m.fresh() + ", " + count(c.count(rules.ChangeFixed)) + " fixed\n")
	m.print("From " + c.since() + " to " + minute(now.TakenAt) + " · score " + mdText(scored(c.Old)) + " → " + mdText(scored(now)) + "\n")
	m.print(strings.Join(c.counted(), " · "))
	for i, text := range c.Apart[:min(len(c.Apart), markdownRefusals)] {
		if i == 0 {
			m.print("")
		}
		m.print("- " + mdText(cutRunes(text, markdownText)))
	}
	m.changeRows(c)
	return m.err
}

// since tells in an overview what changed since an earlier result.
func (m *markdown) since() {
	c := m.report.Comparison
	if c == nil {
		return
	}
	m.print("\n**" + m.fresh() + "** since " + c.since() + ": " + strings.Join(c.counted(), " · "))
	m.changeRows(c)
}

func (m *markdown) changeRows(c *Comparison) {
	seen, more := map[string]int{}, 0
	for i := range c.Rows {
		row := &c.Rows[i]
		if slices.Contains(leastChanges, row.Change) || slices.Contains(functionChanges, row.Change) {
			continue
		}
		if seen[row.Change]++; seen[row.Change] > markdownChanges {
			more++
			continue
		}
		if len(seen) == 1 && seen[row.Change] == 1 {
			m.heading("What changed", "change", "severity", "rule", "where", "why")
		}
		m.row(changeText(row.Change), mdText(row.Severity), mdCode(row.Rule), mdCode(changedWhere(row, m.several())),
			mdText(cutRunes(causesText(row.Causes), markdownText/2)))
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
