package compare

import (
	"cmp"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// A comparison is that of one account. Verdicts, all that a rule says of a subject,
// are named by rules.VerdictID.
type comparison struct {
	pair
	past   *Past
	diff   *Diff
	counts map[string]int
	stamp  rules.Stamp
	lost   map[rules.ID]bool // verdicts of which a failure is not there any more: there tells of them
	came   map[rules.ID]bool // verdicts of which a failure was not there before: here tells of them
}

func newComparison(p pair, past *Past, diff *Diff, counts map[string]int, stamp rules.Stamp) *comparison {
	return &comparison{pair: p, past: past, diff: diff, counts: counts, stamp: stamp,
		lost: p.old.failingBeside(p.new), came: p.new.failingBeside(p.old)}
}

// failingBeside returns the verdicts with a failure that does not fail in the other
// account's result.
func (a *account) failingBeside(other *account) map[rules.ID]bool {
	verdicts := map[rules.ID]bool{}
	if a == nil {
		return verdicts
	}
	for id, m := range a.findings {
		if m.Outcome == rules.Fail && !other.fails(id) {
			verdicts[verdictOf(m)] = true
		}
	}
	return verdicts
}

// list notes what became of a finding of the newer result; told makes a row of it.
func (c *comparison) list(change string, m, was *rules.Mark, causes []rules.Cause, told bool) {
	c.diff.listed[m.ID] = &rules.Changed{Change: change, Causes: names(causes)}
	if told {
		c.counts[change]++
		c.diff.Rows = append(c.diff.Rows, c.row(change, m, was, causes))
	}
}

// add makes a row that no finding of the newer result tells by itself.
func (c *comparison) add(change string, m, was *rules.Mark, causes []rules.Cause) {
	c.counts[change]++
	row := c.row(change, m, was, causes)
	c.diff.Rows = append(c.diff.Rows, row)
	c.diff.other = append(c.diff.other, row)
}

func (c *comparison) row(change string, m, was *rules.Mark, causes []rules.Cause) rules.ChangeRow {
	row := rules.ChangeRow{Stamp: c.stamp, Change: change, ID: m.ID.String(), Rule: m.Rule, Severity: m.Severity.String(),
		SubjectKind: m.SubjectKind, Subject: m.Subject, Locus: m.Locus, Function: m.Function,
		FunctionARNs: append([]string{}, m.FunctionARNs...), Suppressed: m.Suppressed, Causes: append([]rules.Cause{}, causes...)}
	row.Region = cmp.Or(m.Region, audit.Global)
	if was != nil {
		row.WasSeverity = was.Severity.String()
	}
	for _, a := range []*account{c.new, c.old} {
		if a != nil && a.rules[m.Rule] != nil {
			row.Title, row.Pillar = a.rules[m.Rule].Title, string(a.rules[m.Rule].Pillar)
			break
		}
	}
	return row
}
