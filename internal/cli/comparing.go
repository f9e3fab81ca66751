package cli

import (
	"iter"

	"lambda-audit/report"
	"lambda-audit/rules"
	"lambda-audit/rules/compare"
)

// A comparing tells what became of what an earlier result found. A nil one
// compares with nothing.
type comparing struct {
	past *compare.Past
	now  *compare.Record
}

// comparingWith returns nil where there is no past, or an empty one: then nothing
// can be said of any finding, and all are new.
func comparingWith(past *compare.Past) *comparing {
	if past == nil || past.Empty() {
		return nil
	}
	return &comparing{past: past, now: compare.Empty()}
}

// with adds what was before to what is judged by.
func (c *comparing) with(config rules.Config) rules.Config {
	if c != nil {
		config.Before = c.past
	}
	return config
}

// add keeps what comparing takes of an account's result, which may be released
// after that.
func (c *comparing) add(result *rules.Result) {
	if c != nil {
		c.now.AddMarks(result)
	}
}

// tell puts into the report what became of its findings.
func (c *comparing) tell(r *report.Report) {
	if c == nil {
		return
	}
	c.now.AddRows(r.Result)
	diff := compare.Compare(c.past, c.now)
	r.Result.Changes, r.Result.Run.Compared = diff.Others(), diff.Compared()
	r.Findings = changed(r.Findings, diff)
	r.Comparison = comparisonOf(diff, c.past, c.now)
}

func comparisonOf(diff *compare.Diff, past *compare.Past, now *compare.Record) *report.Comparison {
	return &report.Comparison{Old: diff.Since, Counts: diff.Counts, Rows: diff.Rows, Apart: past.Apart(now)}
}

// changed are the findings with what became of each.
func changed(rows iter.Seq[rules.FindingRow], diff *compare.Diff) iter.Seq[rules.FindingRow] {
	return func(yield func(rules.FindingRow) bool) {
		for row := range rows {
			var id rules.ID
			if err := id.UnmarshalText([]byte(row.ID)); err == nil { // it was made of one
				row.Changed = diff.Of(id)
			}
			if !yield(row) {
				return
			}
		}
	}
}
