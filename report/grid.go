package report

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// A column of a grid. Only an elastic one gives way where the grid is too wide.
type column struct {
	title   string
	right   bool // numbers stand at the right
	elastic bool
	late    bool // gives way only where the others can no more: people copy what it says
	from    int  // the terminal's width from which it is shown
	bare    bool // its cells say by themselves what they are
}

// A cell is a text and its colour, kept apart until its width is settled.
type cell struct {
	text  string
	style style
}

// A grid is a table that fits the terminal: it leaves out columns that are too
// much for it, shortens what may be shortened, and prints no lines.
type grid struct {
	columns []column
	rows    [][]cell
}

const (
	columnGap    = 2
	elasticFloor = 8 // an elastic column never gets narrower
)

func (g *grid) add(cells ...cell) { g.rows = append(g.rows, cells) }

// write prints the grid into so many columns.
func (g *grid) write(w io.Writer, limit int, colour bool) error {
	g.leaveOut(limit)
	widths, fits := g.fit(limit)
	if !fits || limit < narrow {
		return g.list(w, limit, colour)
	}
	var text bytes.Buffer
	t := tablewriter.NewTable(&text, g.settings())
	if slices.ContainsFunc(g.columns, func(c column) bool { return c.title != "" }) {
		t.Header(g.header(widths, colour))
	}
	for _, row := range g.rows {
		if err := t.Append(printed(row, widths, colour)); err != nil {
			return err
		}
	}
	if err := t.Render(); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) {
		if _, err := io.WriteString(w, unpadded(line)+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// unpadded drops the padding of a line's last cell, and the colour reset that
// tablewriter puts behind it.
func unpadded(line string) string {
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), reset)
	return strings.TrimRight(line, " ")
}

// leaveOut drops the columns that this terminal is too narrow for.
func (g *grid) leaveOut(limit int) {
	for i := len(g.columns) - 1; i >= 0; i-- {
		if g.columns[i].from <= limit {
			continue
		}
		g.columns = slices.Delete(slices.Clone(g.columns), i, i+1)
		for r, row := range g.rows {
			g.rows[r] = slices.Delete(row, i, i+1)
		}
	}
}

// fit returns the columns' widths: as wide as they are, then narrower one by
// one, the widest first, until the line fits; false where it cannot.
func (g *grid) fit(limit int) (widths []int, fits bool) {
	widths = make([]int, len(g.columns))
	total := -columnGap
	for i, c := range g.columns {
		widths[i] = width(c.title)
		for _, row := range g.rows {
			widths[i] = max(widths[i], width(row[i].text))
		}
		total += widths[i] + columnGap
	}
	for ; total > limit; total-- {
		widest := g.widest(widths, false)
		if widest < 0 {
			widest = g.widest(widths, true)
		}
		if widest < 0 {
			return widths, false
		}
		widths[widest]--
	}
	return widths, true
}

// widest returns the widest column that can give way, early or late; -1 where
// none can.
func (g *grid) widest(widths []int, late bool) int {
	widest := -1
	for i, c := range g.columns {
		if c.elastic && c.late == late && widths[i] > elasticFloor && (widest < 0 || widths[i] > widths[widest]) {
			widest = i
		}
	}
	return widest
}

func (g *grid) header(widths []int, colour bool) []string {
	cells := make([]cell, len(g.columns))
	for i, c := range g.columns {
		cells[i] = cell{c.title, faint}
	}
	return printed(cells, widths, colour)
}

func printed(row []cell, widths []int, colour bool) []string {
	texts := make([]string, len(row))
	for i, c := range row {
		texts[i] = truncate(c.text, widths[i])
		if colour {
			texts[i] = c.style.on(texts[i])
		}
	}
	return texts
}

// settings are tablewriter's for a grid without lines, whose cells are as wide
// as they are meant to be.
func (g *grid) settings() tablewriter.Option {
	aligns := make([]tw.Align, len(g.columns))
	for i, c := range g.columns {
		aligns[i] = tw.AlignLeft
		if c.right {
			aligns[i] = tw.AlignRight
		}
	}
	cells := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Alignment:  tw.CellAlignment{PerColumn: aligns},
		Padding:    tw.CellPadding{Global: tw.Padding{Right: strings.Repeat(" ", columnGap), Overwrite: true}},
	}
	return func(t *tablewriter.Table) {
		t.Options(
			tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
				Borders:  tw.BorderNone,
				Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.SeparatorsNone},
			})),
			tablewriter.WithConfig(tablewriter.Config{Header: cells, Row: cells}),
			tablewriter.WithEastAsian(tw.Off),
		)
	}
}
