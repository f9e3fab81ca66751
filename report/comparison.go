package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// A Comparison is what became of what an earlier result says.
type Comparison struct {
	Old    *rules.Run    // the newest of the earlier ones
	Counts []rules.Count // by change, all of them
	// Rows are all changes, in the order in which they are shown. What stayed as it
	// is has no row.
	Rows  []rules.ChangeRow
	Apart []string // what else sets the two apart
}

// changeTexts are the words for the changes that are not their own.
var changeTexts = map[string]string{
	rules.ChangeBecameUnknown: "unknown", rules.ChangeBecameKnown: "known", rules.ChangeNotJudged: "not judged",
	rules.ChangeStill: "as before", rules.ChangeFunctionNew: "new", rules.ChangeFunctionGone: "gone",
}

// countTexts are the words that their numbers have.
var countTexts = map[string]string{
	rules.ChangeBecameUnknown: "became unknown", rules.ChangeBecameKnown: "became known", rules.ChangeNotJudged: "not judged again",
}

// leastChanges are the changes that an overview only counts: nobody has to do
// anything about them.
var leastChanges = []string{rules.ChangeSuppressed, rules.ChangeGone, rules.ChangeMilder, rules.ChangeBecameKnown}

func changeText(change string) string {
	if text, ok := changeTexts[change]; ok {
		return text
	}
	return clean(change)
}

// functionChanges are what becomes of functions.
var functionChanges = []string{rules.ChangeFunctionNew, rules.ChangeFunctionGone}

// changeStyle is the colour of a change.
func changeStyle(change string) style {
	return map[string]style{
		rules.ChangeNew: red, rules.ChangeReopened: red, rules.ChangeWorse: red, rules.ChangeBecameUnknown: yellow,
		rules.ChangeNotJudged: yellow, rules.ChangeFixed: green, rules.ChangeMilder: green,
	}[change]
}

// count is how many there are of a change.
func (c *Comparison) count(change string) int {
	i := slices.IndexFunc(c.Counts, func(n rules.Count) bool { return n.Name == change })
	if i < 0 {
		return 0
	}
	return c.Counts[i].Count
}

// counted tells the numbers: of what is new and what is fixed always, of the
// others where there are any.
func (c *Comparison) counted() []string {
	var texts []string
	for _, n := range c.Counts {
		switch {
		case slices.Contains(functionChanges, n.Name):
			continue
		case n.Count > 0 || n.Name == rules.ChangeNew || n.Name == rules.ChangeFixed:
			texts = append(texts, count(n.Count)+" "+cmp.Or(countTexts[n.Name], changeText(n.Name)))
		}
	}
	for _, change := range functionChanges {
		if n := c.count(change); n > 0 {
			texts = append(texts, plural(n, "function")+" "+changeText(change))
		}
	}
	return texts
}

// since is when the earlier result was taken.
func (c *Comparison) since() string { return minute(c.Old.TakenAt) }

func minute(at time.Time) string { return at.UTC().Format("2006-01-02 15:04 UTC") }

// changedWhere names what a change is about, and where in it.
func changedWhere(row *rules.ChangeRow, several bool) string {
	name := row.Function
	if name == "" {
		name = row.SubjectKind + " " + row.Subject[strings.LastIndexAny(row.Subject, "/:")+1:]
	}
	if locus := row.Locus; locus != "" {
		if _, named := audit.ParseARN(locus); named {
			locus = locus[strings.LastIndex(locus, ":")+1:]
		}
		name += " (" + locus + ")"
	}
	if several {
		name += " in " + row.AccountID
	}
	return clean(name)
}

// spelledOut are the causes for which more is said than their name.
var spelledOut = []string{rules.CauseSeverity, rules.CauseTable, rules.CauseProgram}

// functions are those that came or went, in their order.
func (c *Comparison) functions(change string, several bool) []string {
	var names []string
	for i := range c.Rows {
		if c.Rows[i].Change == change {
			names = append(names, changedWhere(&c.Rows[i], several))
		}
	}
	return names
}

// causesText names the causes: what changed, and from what to what where that is
// short. Digests tell people nothing.
func causesText(causes []rules.Cause) string {
	texts := make([]string, len(causes))
	for i, c := range causes {
		text := strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(c.Cause, "-changed"), "-deployed"), "-", " ")
		switch {
		case c.Cause == rules.CauseScope || c.Cause == rules.CauseData:
			if said := c.Now + c.Was; said != "" {
				text += ": " + said
			}
		case c.Was != c.Now && (slices.Contains(spelledOut, c.Cause) || strings.Contains(c.Now, " ")):
			text += ": " + c.Was + " → " + c.Now
		}
		texts[i] = clean(text)
	}
	return strings.Join(texts, ", ")
}

// freshOf counts the subjects of which a rule tells something that is new, or that
// fails again, and that nobody accepts.
func (c *Comparison) freshOf(rule string) int {
	subjects := map[string]bool{}
	for i := range c.Rows {
		row := &c.Rows[i]
		if row.Rule == rule && !row.Suppressed && isFresh(row.Change) {
			subjects[row.AccountID+" "+row.Subject] = true
		}
	}
	return len(subjects)
}

func isFresh(change string) bool {
	return change == rules.ChangeNew || change == rules.ChangeReopened
}
