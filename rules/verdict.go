package rules

import (
	"fmt"
	"slices"

	"lambda-audit/audit"
)

// verdict answers Input.About. Failures need no complete list; a pass does.
func (e *evaluation) verdict(asker *Rule, rule, function string) Verdict {
	if !slices.Contains(asker.Uses, rule) {
		panic(fmt.Sprintf("%s asks about the rule %s without declaring it", asker.ID, rule))
	}
	j := e.byID[rule]
	for _, outcome := range []Outcome{Fail, Unknown} {
		if rows := e.rowsAbout(j, function, outcome); len(rows) > 0 {
			return e.verdictOf(outcome, rows, function)
		}
	}
	return e.verdictWithoutRows(j, function)
}

// rowsAbout returns the rule's rows of one outcome that concern the function.
func (e *evaluation) rowsAbout(j *judge, function string, o Outcome) []*row {
	var list []*row
	for _, at := range j.byFunction[function] {
		if r := &e.rows[at]; r.outcome == o {
			list = append(list, r)
		}
	}
	return list
}

func (e *evaluation) verdictOf(o Outcome, rows []*row, function string) Verdict {
	v := Verdict{Outcome: o, Findings: make([]Found, len(rows))}
	for i, r := range rows {
		v.Findings[i] = Found{r.ref(), e.severityFor(r, function), r.confidence}
	}
	if o == Unknown {
		f := e.finding(rows[0])
		if v.Unknown = f.Unknown; v.Unknown == nil {
			v.Unknown = &audit.Unknown{Reason: audit.Opaque, Message: f.Message}
		}
	}
	return v
}

// verdictWithoutRows tells passing every subject from having none, and from not
// knowing them all.
func (e *evaluation) verdictWithoutRows(j *judge, function string) Verdict {
	region := audit.Global
	var c cell
	if i, ok := e.index[function]; ok {
		region, c = e.functions[i].Region, j.cells[i]
	}
	if why := e.mayMiss(j, function, region); why != nil {
		return Verdict{Outcome: Unknown, Unknown: why}
	}
	if c != 0 {
		return Verdict{Outcome: c.outcome()}
	}
	for _, kind := range j.Kinds {
		if e.open[kind] || kind == functionKind {
			return Verdict{Outcome: Unknown, Unknown: &audit.Unknown{Reason: audit.NotAsked,
				Message: fmt.Sprintf("which %s concerns it is not known in whole", kind)}}
		}
	}
	return Verdict{Outcome: Pass}
}
