package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"lambda-audit/rules"
)

// writeHistoryTable writes a line for each night, the oldest first, and then how
// the score and the counts went.
func writeHistoryTable(w io.Writer, r *Report) error {
	p := newPage(w, r)
	g := &grid{columns: []column{
		{title: "TAKEN AT (UTC)"}, {title: "FUNCTIONS", right: true, from: 72}, {title: "SCORE", right: true}, {title: "C/H/M/L", right: true},
		{title: "NEW", right: true}, {title: "FIXED", right: true, from: 72}, {title: "COVERAGE", right: true, from: 72}, {title: "REMARK", elastic: true},
	}}
	for i := range r.Nights {
		n := &r.Nights[i]
		g.add(
			cell{n.TakenAt.UTC().Format("2006-01-02 15:04"), plain}, cell{count(n.Functions), plain},
			cell{strings.TrimSpace(points(n.Score) + " " + clean(n.Grade)), gradeStyle(n.Grade)},
			cell{fmt.Sprintf("%d/%d/%d/%d", n.Critical, n.High, n.Medium, n.Low), plain},
			cell{counted(n.New), plain}, cell{counted(n.Fixed), plain}, cell{percent(n.Coverage), plain}, cell{n.remark(), yellow},
		)
	}
	p.grid(g)
	p.courses(r.Nights)
	return p.err
}

// counted writes a number that may be unknown.
func counted(n *int) string {
	if n == nil {
		return unknownText
	}
	return count(*n)
}

// remark says what makes a night hard to compare with the others.
func (n *Night) remark() string {
	var texts []string
	if n.Partial {
		texts = append(texts, "partial")
	}
	if n.Mode != rules.ModeFull {
		texts = append(texts, clean(n.Mode))
	}
	if n.Narrow {
		texts = append(texts, "some functions")
	}
	if len(n.AccountIDs) > 1 {
		texts = append(texts, plural(len(n.AccountIDs), "account"))
	}
	return strings.Join(texts, ", ")
}

// courses draws how the numbers went, where there are at least two nights; a
// terminal without room for that gets the first and the last of them.
func (p *page) courses(nights []Night) {
	if len(nights) < 2 {
		return
	}
	p.print("")
	for _, course := range []struct {
		name  string
		style style
		of    func(*Night) *float64
		text  func(*float64) string
	}{
		{"Score", bold, func(n *Night) *float64 { return n.Score }, points},
		{"Critical", severityStyle(rules.Critical), func(n *Night) *float64 { return asFloat(n.Critical) }, whole},
		{"High", severityStyle(rules.High), func(n *Night) *float64 { return asFloat(n.High) }, whole},
		{"Medium", severityStyle(rules.Medium), func(n *Night) *float64 { return asFloat(n.Medium) }, whole},
		{"Low", severityStyle(rules.Low), func(n *Night) *float64 { return asFloat(n.Low) }, whole},
	} {
		values := make([]*float64, len(nights))
		for i := range nights {
			values[i] = course.of(&nights[i])
		}
		first, last := course.text(values[0]), course.text(values[len(values)-1])
		tail := "  " + first + " → " + last
		room := p.width - 10 - width(tail)
		if room < 1 {
			p.paragraph("", course.name+tail)
			continue
		}
		shown := values[max(0, len(values)-room):]
		p.print(fmt.Sprintf("%-10s", course.name) + p.paint(course.style, sparkline(shown)) + tail)
	}
}

func asFloat(n int) *float64 {
	v := float64(n)
	return &v
}

// sparks are the heights of a sparkline, from the least value to the greatest.
var sparks = []rune("▁▂▃▄▅▆▇█")

// sparkline draws values between the least and the greatest of them; a gap is a
// value that is not known, and where all are the same the line is flat.
func sparkline(values []*float64) string {
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if v != nil {
			least, most = min(least, *v), max(most, *v)
		}
	}
	var line strings.Builder
	for _, v := range values {
		switch {
		case v == nil:
			line.WriteRune(' ')
		case most == least:
			line.WriteRune(sparks[0])
		default:
			line.WriteRune(sparks[int((*v-least)/(most-least)*float64(len(sparks)-1)+0.5)])
		}
	}
	return line.String()
}
