package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"lambda-audit/rules"
)

var table = register(&Format{
	Name:  "table",
	Doc:   "an overview for people: rules by severity, worst functions, next step",
	Write: writeTable,
})

const (
	pipeWidth    = 120 // columns where no terminal says how wide it is
	narrow       = 60  // fewer columns hold no table: its rows are told in lines
	narrowest    = 20  // a narrower terminal has to wrap by itself
	worstDefault = 10  // functions
)

// writeTable prints the overview, from what to mend first to what to type next.
// Everything that came from AWS passes clean on its way.
func writeTable(w io.Writer, r *Report) error {
	p := newPage(w, r)
	for _, section := range []func(*page){
		(*page).header, (*page).score, (*page).accounts, (*page).since, (*page).byRule, (*page).worstFunctions, (*page).savings, (*page).managed,
		(*page).suppressedFindings, (*page).suppressionDuties, (*page).notSelected, (*page).notRead, (*page).details, (*page).summary, (*page).nextSteps,
	} {
		section(p)
		if p.err != nil {
			return p.err
		}
	}
	return nil
}

// A page is a report on its way to a terminal. It keeps the first error.
type page struct {
	w      io.Writer
	report *Report
	result *rules.Result
	width  int
	colour bool
	worst  []rules.Function
	more   int // functions with findings that are not among the worst
	tally  *tally
	err    error
}

func newPage(w io.Writer, r *Report) *page {
	p := &page{w: w, report: r, result: r.Result, width: r.Options.Width, colour: r.Options.Colour}
	if p.width <= 0 {
		p.width = pipeWidth
	}
	p.width = max(p.width, narrowest)
	p.worst, p.more = worst(r.Result.Functions, r.Options.Worst)
	p.tally = newTally(r, p.worst)
	return p
}

// print writes one line as it is.
func (p *page) print(line string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, line+"\n")
	}
}

// paragraph writes a text over as many lines as it takes, the first behind its
// head, the others as far to the right; where little room is left there, the head
// is the beginning of the text.
func (p *page) paragraph(head, text string) {
	if p.width < narrow {
		lead := head[:len(head)-len(strings.TrimLeft(head, " "))]
		head, text = lead, head+text
	}
	indent := strings.Repeat(" ", max(2, width(head)))
	for _, line := range wrap(text, p.width-len(indent)) {
		p.print(head + line)
		head = indent
	}
}

// items writes what is not empty of the texts, with dots between them. Lines
// are broken at the dots, and in a text only where it is wider than a line.
func (p *page) items(texts ...string) {
	for _, line := range dotted(texts, p.width) {
		p.print(line)
	}
}

// dotted are the lines that items writes into so many columns.
func dotted(texts []string, columns int) []string {
	texts = slices.DeleteFunc(texts, func(text string) bool { return text == "" })
	limit := columns - 2
	var pieces []string
	for i, text := range texts {
		if i < len(texts)-1 {
			text += " ·"
		}
		if width(text) <= limit {
			pieces = append(pieces, text)
		} else {
			pieces = append(pieces, strings.Fields(text)...)
		}
	}
	lines := flow(pieces, limit)
	for i := range lines {
		if i > 0 {
			lines[i] = "  " + lines[i]
		}
	}
	return lines
}

// section writes an empty line and a heading, with a remark behind it.
func (p *page) section(heading, remark string) {
	p.print("")
	if remark == "" || width(heading+" · "+remark) > p.width {
		p.items(p.paint(bold, heading), p.paint(faint, remark))
		return
	}
	p.print(p.paint(bold, heading) + p.paint(faint, " · "+remark))
}

func (p *page) grid(g *grid) {
	if p.err == nil {
		p.err = g.write(p.w, p.width, p.colour)
	}
}

func (p *page) paint(s style, text string) string {
	if !p.colour {
		return text
	}
	return s.on(text)
}

// several reports whether the functions shown lie in more than one account.
func (p *page) several() bool { return len(p.result.Run.AccountIDs) > 1 }

// unless returns the text formatted, or nothing where n is zero.
func unless(n int, format string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, count(n))
}
