package rules

import (
	"lambda-audit/audit/facts"
)

// functionRows makes each function's row.
func (e *evaluation) functionRows(tallies []tally) []Function {
	savings := e.savingsByFunction()
	list := make([]Function, len(e.functions))
	for i := range e.functions {
		s := &e.functions[i]
		f := &list[i]
		f.Stamp, f.Function, f.FunctionARN, f.Tags = e.stamp(s.Region), functionName(s.ID), s.ID, e.tags(s.ID)
		f.ManagedBy = e.managers[s.ID]
		c, err := facts.Functions.Of(e.known.Reader(), s.ID)
		if err == nil {
			f.configure(&c)
			f.Deployed = deployedOf(&c)
		}
		e.measure(f)
		f.rate(&tallies[i])
		f.Bill = e.billOf(s)
		f.MonthlySave = savings[s.ID].within(f.MonthlyCost)
	}
	return list
}

// configure copies what the listing tells.
func (f *Function) configure(c *facts.Config) {
	f.Runtime, f.Architecture, f.PackageType = c.Runtime, c.Architecture, c.PackageType
	f.Role, f.LastModified = c.Role, c.LastModified
	if c.MemoryMB > 0 {
		f.MemoryMB = &c.MemoryMB
	}
	if c.TimeoutS > 0 {
		f.TimeoutS = &c.TimeoutS
	}
}

// measure copies what the metrics tell, where they are known in whole.
func (e *evaluation) measure(f *Function) {
	activity, err := facts.Metrics.Of(e.known.Reader(), f.FunctionARN)
	if err != nil {
		return
	}
	invocations := activity.Invocations()
	f.Invocations = &invocations
	f.P99MS = activity.Max(func(d *facts.Day) *float64 { return d.P99MS })
	f.MaxMS = activity.Max(func(d *facts.Day) *float64 { return d.MaxMS })
}

// rate copies what the rules say.
func (f *Function) rate(t *tally) {
	f.Failed, f.Unknown = t.failed(), t.unknown
	f.Critical, f.High, f.Medium, f.Low = t.fails[Critical], t.fails[High], t.fails[Medium], t.fails[Low]
	if share := t.coverage(); share != nil {
		f.Coverage = rounded(*share, 4)
	}
	if t.scored() {
		f.Score, f.ScoreLow = rounded(t.fails.Score(), 1), rounded(t.low.Score(), 1)
		f.Grade = Grade(f.Score)
	}
}

// tags returns the tags that were chosen, in the order chosen; one that the
// function has not is empty.
func (e *evaluation) tags(arn string) []Tag {
	list := []Tag{}
	if len(e.config.TagColumns) == 0 {
		return list
	}
	values, _ := facts.Tags.Of(e.known.Reader(), arn) // tags that are not known are shown empty
	for _, key := range e.config.TagColumns {
		list = append(list, Tag{key, values[key]})
	}
	return list
}
