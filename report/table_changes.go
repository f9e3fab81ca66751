package report

import (
	"slices"

	"lambda-audit/rules"
)

// How many changes of a kind are listed: in an overview, and where they are all
// that was asked for.
const (
	changesNamed  = 6
	changesListed = 50
)

// since tells what changed since an earlier result.
func (p *page) since() {
	c := p.report.Comparison
	if c == nil {
		return
	}
	p.section("Since "+c.since(), "")
	p.items(c.counted()...)
	g := changesGrid()
	g.columns[len(g.columns)-1].from = 100 // where there is room for it
	p.changes(g, c, changesNamed, leastChanges)
}

func changesGrid() *grid {
	return &grid{columns: []column{
		{title: "CHANGE"}, {title: "SEVERITY"}, {title: "RULE", elastic: true, late: true}, {title: "WHERE", elastic: true}, {title: "WHY", elastic: true},
	}}
}

// changes lists what changed, but for some kinds, and so many of each, and then the
// functions that came and went.
func (p *page) changes(g *grid, c *Comparison, most int, without []string) {
	seen := map[string]int{}
	for i := range c.Rows {
		row := &c.Rows[i]
		if slices.Contains(without, row.Change) || slices.Contains(functionChanges, row.Change) {
			continue
		}
		if seen[row.Change]++; seen[row.Change] <= most {
			g.add(p.changeCells(row)...)
		}
		if more := seen[row.Change] - most; more > 0 && (i+1 == len(c.Rows) || c.Rows[i+1].Change != row.Change) {
			g.add(cell{changeText(row.Change), faint}, cell{}, cell{"and " + count(more) + " more", faint}, cell{}, cell{})
		}
	}
	if len(g.rows) > 0 {
		p.grid(g)
	}
	for _, change := range functionChanges {
		if names := c.functions(change, p.several()); len(names) > 0 {
			p.paragraph("functions "+changeText(change)+": ", list(names, most))
		}
	}
}

func (p *page) changeCells(row *rules.ChangeRow) []cell {
	severity := cell{}
	if s, err := rules.ParseSeverity(row.Severity); err == nil && s != rules.NoSeverity {
		severity = cell{s.String(), severityStyle(s)}
	}
	why := causesText(row.Causes)
	if row.Suppressed && row.Change != rules.ChangeSuppressed {
		why = "suppressed; " + why
	}
	return []cell{
		{changeText(row.Change), changeStyle(row.Change)}, severity, {clean(row.Rule), bold},
		{changedWhere(row, p.several()), plain}, {why, plain},
	}
}

// fresh says in the summary how many findings are new.
func (p *page) fresh() string {
	c := p.report.Comparison
	if c == nil {
		return ""
	}
	text := count(c.count(rules.ChangeNew)) + " new"
	if n := c.count(rules.ChangeReopened); n > 0 {
		text += ", " + count(n) + " reopened"
	}
	return text
}
