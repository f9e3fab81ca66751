package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// unknownText stands where a value is not known: never a 0, which would be one.
const unknownText = "–"

// width counts the terminal columns of a text, colour sequences left out.
// Characters of ambiguous width count one, whatever the locale says.
func width(text string) int { return twwidth.WidthWithOptions(text, twwidth.Options{}) }

// truncate cuts a text that is wider than limit and ends it with "…".
func truncate(text string, limit int) string {
	if width(text) <= limit {
		return text
	}
	head, _ := cut(text, limit-1)
	return strings.TrimRight(head, " ") + "…"
}

// cut splits a text behind the last character that fits into limit columns. Colour
// sequences take no room.
func cut(text string, limit int) (head, tail string) {
	used, colouring := 0, false
	for i, r := range text {
		switch {
		case r == '\x1b':
			colouring = true
			continue
		case colouring:
			colouring = r != 'm'
			continue
		}
		used += width(string(r))
		if used > limit {
			return text[:i], text[i:]
		}
	}
	return text, ""
}

// wrap breaks a text into lines of at most limit columns, between words where
// it can.
func wrap(text string, limit int) []string { return flow(strings.Fields(text), limit) }

// flow puts the pieces into lines of at most limit columns. Only a piece that
// is wider than a line is broken.
func flow(pieces []string, limit int) []string {
	var lines []string
	line := ""
	for _, piece := range pieces {
		if line != "" && width(line)+1+width(piece) <= limit {
			line += " " + piece
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		broken := chop(piece, limit)
		last := len(broken) - 1
		lines, line = append(lines, broken[:last]...), broken[last]
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// chop cuts a piece without spaces into lines; there is at least one.
func chop(piece string, limit int) []string {
	var lines []string
	for width(piece) > limit {
		head, tail := cut(piece, limit)
		if head == "" {
			break
		}
		lines, piece = append(lines, head), tail
	}
	return append(lines, piece)
}

// count writes a number with its thousands apart: 1,234,567.
func count(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// plural writes a number of things: 1 function, 2 functions.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return count(n) + " " + thing + "s"
}

// dollars writes an amount of money to the cent: $1,234.50.
func dollars(amount *float64) string {
	if amount == nil || math.IsNaN(*amount) || math.Abs(*amount) > 1e15 {
		return unknownText
	}
	cents := int(math.Round(math.Abs(*amount) * 100))
	sign := ""
	if *amount < 0 && cents > 0 {
		sign = "-"
	}
	return fmt.Sprintf("%s$%s.%02d", sign, count(cents/100), cents%100)
}

// points writes a score with one decimal, cut off and not rounded: what shows
// as 90.0 has the grade of a 90.
func points(score *float64) string {
	if score == nil {
		return unknownText
	}
	return strconv.FormatFloat(cutOff(*score*10)/10, 'f', 1, 64)
}

// percent writes a share, cut off: 100 % is all of it.
func percent(share *float64) string {
	if share == nil {
		return unknownText
	}
	return strconv.FormatFloat(cutOff(*share*100), 'f', 0, 64) + " %"
}

// cutOff drops the decimals, but not a whole number that arithmetic missed by a
// hair.
func cutOff(v float64) float64 { return math.Floor(v + 1e-6) }

// whole writes a number without decimals.
func whole(v *float64) string {
	if v == nil || math.IsNaN(*v) || math.Abs(*v) > 1e15 {
		return unknownText
	}
	return count(int(math.Round(*v)))
}

// list joins at most limit names, and says when there are more.
func list(names []string, limit int) string {
	if len(names) <= limit {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(names[:limit], ", "), count(len(names)-limit))
}
