package report

import (
	"cmp"
	"slices"
	"strings"

	"lambda-audit/rules"
)

// changesInFull is how many changes of a kind the page lists; they are among the
// rows that it has in all.
const changesInFull = 200

// htmlChanges are what changed since an earlier result, kind by kind.
type htmlChanges struct {
	*Comparison
	Kinds  []*htmlKind
	Listed int // changes in full
}

// An htmlKind is what became of some findings or functions: so many in full, the
// others by rule.
type htmlKind struct {
	Change, Title string
	Rows          []htmlChange
	Left          []string // how many are only counted, by rule
	LeftOut       int
	byRule        map[string]int // of those that are only counted
}

// An htmlChange is one change as the page shows it.
type htmlChange struct{ *rules.ChangeRow }

// newHTMLChanges returns nil where there is nothing to compare with.
func newHTMLChanges(c *Comparison) *htmlChanges {
	if c == nil {
		return nil
	}
	changes := &htmlChanges{Comparison: c}
	for i := range c.Rows {
		changes.add(&c.Rows[i])
	}
	for _, kind := range changes.Kinds {
		kind.count()
	}
	return changes
}

// rows is how many rows of the page the changes take.
func (c *htmlChanges) rows() int {
	if c == nil {
		return 0
	}
	return c.Listed
}

func (c *htmlChanges) add(row *rules.ChangeRow) {
	if len(c.Kinds) == 0 || c.Kinds[len(c.Kinds)-1].Change != row.Change {
		c.Kinds = append(c.Kinds, &htmlKind{Change: row.Change, Title: kindTitle(row.Change), byRule: map[string]int{}})
	}
	kind := c.Kinds[len(c.Kinds)-1]
	if len(kind.Rows) < changesInFull {
		kind.Rows = append(kind.Rows, htmlChange{row})
		c.Listed++
		return
	}
	kind.byRule[row.Rule]++
	kind.LeftOut++
}

// count says of which rules the changes are that are not listed, the most first.
func (k *htmlKind) count() {
	names := make([]string, 0, len(k.byRule))
	for name := range k.byRule {
		if name != "" {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(k.byRule[b]-k.byRule[a], strings.Compare(a, b)) })
	for _, name := range names {
		k.Left = append(k.Left, name+" "+count(k.byRule[name]))
	}
}

// kindTitle is the change as a heading.
func kindTitle(change string) string {
	text := cmp.Or(countTexts[change], changeText(change))
	if slices.Contains(functionChanges, change) {
		return "functions " + text
	}
	return text
}

// Total is how many there are, listed or not.
func (k *htmlKind) Total() int { return len(k.Rows) + k.LeftOut }

// Open reports whether the reader sees the list without asking for it: what is new
// has to be looked at, and what is fixed is there for those who want to know.
func (k *htmlKind) Open() bool {
	return isFresh(k.Change) || k.Change == rules.ChangeWorse
}

// Functions reports whether these are functions, of which no rule says anything.
func (k *htmlKind) Functions() bool { return slices.Contains(functionChanges, k.Change) }

// Since is when the earlier result was taken.
func (c *htmlChanges) Since() string { return c.since() }

// Day is the day of that.
func (c *htmlChanges) Day() string { return c.Old.TakenAt.UTC().Format("2006-01-02") }

// Counted tells the numbers.
func (c *htmlChanges) Counted() string { return strings.Join(c.counted(), ", ") }

// New is how many findings fail that did not fail before.
func (c *htmlChanges) New() int { return c.count(rules.ChangeNew) }

// Fixed is how many fail no more.
func (c *htmlChanges) Fixed() int { return c.count(rules.ChangeFixed) }

// Name is the function, or whatever else it is about.
func (c htmlChange) Name() string {
	if c.Function != "" {
		return c.Function
	}
	return c.SubjectKind + " " + lastOf(c.Subject)
}

// Was is how much it hurt before, where that is another.
func (c htmlChange) Was() string {
	if c.WasSeverity == c.Severity {
		return ""
	}
	return c.WasSeverity
}

// Why names the causes.
func (c htmlChange) Why() string {
	text := causesText(c.Causes)
	if c.Suppressed && c.Change != rules.ChangeSuppressed {
		return "suppressed; " + text
	}
	return text
}
