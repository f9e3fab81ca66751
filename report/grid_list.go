package report

import (
	"io"
	"strings"
)

// list writes each row over as many lines as it takes, with dots between the cells
// and what they are before those that do not say it: so a narrow terminal shows
// every word whole.
func (g *grid) list(w io.Writer, limit int, colour bool) error {
	for _, row := range g.rows {
		for _, line := range dotted(g.told(row, colour), limit) {
			if _, err := io.WriteString(w, line+"\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

// told are the cells of a row that hold anything.
func (g *grid) told(row []cell, colour bool) []string {
	var texts []string
	for i, c := range row {
		if c.text == "" {
			continue
		}
		text := c.text
		if colour {
			text = c.style.on(text)
		}
		if column := g.columns[i]; !column.bare && column.title != "" {
			text = strings.ToLower(column.title) + " " + text
		}
		texts = append(texts, text)
	}
	return texts
}
