package report

import (
	"fmt"
	"strings"

	"lambda-audit/rules"
)

// A segment is one part of a bar of a hundred.
type segment struct {
	Class, Label string
	Count        int
	X, Width     string
}

// A bar is a whole in its parts; Text says in words what it shows.
type bar struct {
	Segments []segment
	Total    int
	Text     string
}

// newBar draws parts of a scale, which is at least their sum.
func newBar(parts []segment, scale int) bar {
	b := bar{}
	var texts []string
	at := 0
	for _, part := range parts {
		if part.Count == 0 {
			continue
		}
		part.X, part.Width = share(at, scale), share(part.Count, scale)
		at += part.Count
		b.Segments = append(b.Segments, part)
		texts = append(texts, count(part.Count)+" "+part.Label)
	}
	b.Total, b.Text = at, strings.Join(texts, ", ")
	return b
}

// share is a part of a hundred, short enough for a picture.
func share(part, whole int) string {
	if whole == 0 {
		return "0"
	}
	return fmt.Sprintf("%.2f", 100*float64(part)/float64(whole))
}

// GradeBar counts the functions by grade.
func (p *htmlPage) GradeBar() bar {
	var parts []segment
	for _, g := range p.Run.Grades {
		part := segment{Class: "grade-" + g.Grade, Label: "grade " + g.Grade, Count: g.Functions}
		if g.Grade == "" {
			part.Class, part.Label = "grade-none", "unscored"
		}
		parts = append(parts, part)
	}
	return newBar(parts, p.Run.Functions)
}

// BySeverity counts what fails and what is unknown, worst first.
func (p *htmlPage) BySeverity() []segment { return p.severities("") }

// Bad counts what fails and what is unknown.
func (p *htmlPage) Bad() int {
	return p.sum(func(row rules.SummaryRow) bool { return row.Outcome == rules.Fail || row.Outcome == rules.Unknown })
}

// severities counts one pillar's findings, or those of all.
func (p *htmlPage) severities(pillar rules.Pillar) []segment {
	var parts []segment
	for _, s := range rules.Severities {
		parts = append(parts, segment{Class: s.String(), Label: s.String(), Count: p.sum(func(row rules.SummaryRow) bool {
			return row.Outcome == rules.Fail && row.Severity == s && (pillar == "" || row.Pillar == pillar)
		})})
	}
	return append(parts, segment{Class: "unknown", Label: "unknown", Count: p.sum(func(row rules.SummaryRow) bool {
		return row.Outcome == rules.Unknown && (pillar == "" || row.Pillar == pillar)
	})})
}

// sum adds up the summary's rows that are meant.
func (p *htmlPage) sum(meant func(rules.SummaryRow) bool) int {
	total := 0
	for _, row := range p.Summary {
		if meant(row) {
			total += row.Findings - row.Suppressed // those stand apart
		}
	}
	return total
}

// A pillarRow is one pillar of the overview.
type pillarRow struct {
	Pillar rules.Pillar
	Parts  []segment
	Bar    bar
}

// Pillars are the six, their bars to one scale.
func (p *htmlPage) Pillars() []pillarRow {
	rows, scale := []pillarRow{}, 0
	for _, pillar := range rules.Pillars {
		parts, total := p.severities(pillar), 0
		for _, part := range parts {
			total += part.Count
		}
		scale = max(scale, total)
		rows = append(rows, pillarRow{Pillar: pillar, Parts: parts})
	}
	for i := range rows {
		rows[i].Bar = newBar(rows[i].Parts, scale)
	}
	return rows
}
