package compare

import (
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// functions tells which functions came and went. One that was not meant, or that
// lies where nobody could look, did neither.
func (c *comparison) functions() {
	if !c.old.judged() || !c.new.judged() {
		return
	}
	for arn, f := range c.new.functions {
		if s, _ := c.old.function(arn); s == absent {
			c.function(rules.ChangeFunctionNew, f)
		}
	}
	for arn, f := range c.old.functions {
		if s, _ := c.new.function(arn); s == absent {
			c.function(rules.ChangeFunctionGone, f)
		}
	}
}

func (c *comparison) function(change string, f *rules.Function) {
	row := rules.ChangeRow{Stamp: c.stamp, Change: change, Severity: rules.NoSeverity.String(), SubjectKind: string(facts.KindFunction),
		Subject: f.FunctionARN, Function: f.Function, FunctionARNs: []string{f.FunctionARN}, Causes: []rules.Cause{}}
	row.Region = f.Region
	c.counts[change]++
	c.diff.Rows = append(c.diff.Rows, row)
	c.diff.other = append(c.diff.other, row)
}
