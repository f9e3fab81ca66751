package compare

import (
	"cmp"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// A comparison is that of one account.
type comparison struct {
	pair
	past   *Past
	diff   *Diff
	counts map[string]int
	stamp  rules.Stamp
}

// here tells what became of the findings of the newer result.
func (c *comparison) here() {
	if c.new == nil {
		return
	}
	for _, m := range c.new.findings {
		if m.Outcome == rules.Fail {
			c.failure(m)
		} else {
			c.undecided(m)
		}
	}
}

// failure tells of a finding that fails now.
func (c *comparison) failure(m *rules.Mark) {
	var was *rules.Mark
	if c.old != nil {
		was = c.old.findings[m.ID]
	}
	if was == nil || was.Outcome != rules.Fail {
		change := rules.ChangeNew
		if c.past.once[m.ID] {
			change = rules.ChangeReopened
		}
		c.list(change, m, was, c.cameBy(m), true)
		return
	}
	suppression := []rules.Cause{{Cause: rules.CauseSuppression}}
	switch {
	case was.Suppressed && !m.Suppressed:
		c.list(rules.ChangeReopened, m, was, suppression, true)
	case m.Suppressed && !was.Suppressed:
		c.list(rules.ChangeStill, m, was, suppression, false)
		c.add(rules.ChangeSuppressed, m, was, suppression)
	case m.Severity > was.Severity:
		c.shifted(rules.ChangeWorse, m, was)
	case m.Severity < was.Severity:
		c.shifted(rules.ChangeMilder, m, was)
	default:
		c.list(rules.ChangeStill, m, was, nil, false)
		c.counts[rules.ChangeStill]++
	}
}

// shifted tells of a finding that fails still, as worse or as milder.
func (c *comparison) shifted(change string, m, was *rules.Mark) {
	causes := c.severity(was, m)
	c.list(rules.ChangeStill, m, was, causes, false)
	c.add(change, m, was, causes)
}

// undecided tells of a finding that is unknown now.
func (c *comparison) undecided(m *rules.Mark) {
	s, why := c.old.stands(m)
	switch {
	case c.old.judged() && c.old.findings[m.ID] != nil && c.old.findings[m.ID].Outcome == rules.Unknown, s == unknown:
		c.list(rules.ChangeStill, m, nil, nil, false)
	case s == judged:
		// Where it failed before, there tells that.
		c.list(rules.ChangeBecameUnknown, m, nil, []rules.Cause{{Cause: rules.CauseData}}, !c.old.failing[verdictOf(m)])
	default:
		c.list(rules.ChangeNew, m, nil, []rules.Cause{reversed(why)}, false)
	}
}

// cameBy says why a finding fails now that did not fail before.
func (c *comparison) cameBy(m *rules.Mark) []rules.Cause {
	s, why := c.old.stands(m)
	switch s {
	case judged:
		return c.between(m)
	case absent:
		return c.appeared(m, why)
	}
	return []rules.Cause{reversed(why)}
}

// appeared says why there is a subject that was not there: where the function was,
// something about it has changed.
func (c *comparison) appeared(m *rules.Mark, why rules.Cause) []rules.Cause {
	causes := []rules.Cause{reversed(why)}
	for _, arn := range m.FunctionARNs {
		causes = c.deployed(causes, m, arn)
	}
	return causes
}

// reversed is what the older result lacks, as a cause of the newer one's finding.
func reversed(why rules.Cause) rules.Cause {
	why.Was, why.Now = why.Now, ""
	switch why.Cause {
	case rules.CauseFunctionGone:
		why.Cause = rules.CauseFunctionNew
	case rules.CauseSubjectGone:
		why.Cause = rules.CauseSubjectNew
	}
	return why
}

// there tells what became of the older result's findings that fail no more.
func (c *comparison) there() {
	if c.old == nil {
		return
	}
	for id, m := range c.old.findings {
		if now := c.findingNow(id); now != nil && (now.Outcome == rules.Fail || m.Outcome == rules.Unknown) {
			continue // here has told it
		}
		if m.Outcome == rules.Unknown && c.new != nil && c.new.failing[verdictOf(m)] {
			continue // it is known now, and here has told what
		}
		c.vanished(m)
	}
}

func (c *comparison) findingNow(id rules.ID) *rules.Mark {
	if c.new == nil {
		return nil
	}
	return c.new.findings[id]
}

// vanished tells of a finding of the older result that does not fail now.
func (c *comparison) vanished(m *rules.Mark) {
	s, why := c.new.stands(m)
	wasUnknown := m.Outcome == rules.Unknown
	switch {
	case s == judged && wasUnknown:
		c.add(rules.ChangeBecameKnown, m, m, []rules.Cause{{Cause: rules.CauseData}})
	case s == judged:
		c.add(rules.ChangeFixed, m, m, c.between(m))
	case s == unknown && wasUnknown:
	case s == unknown:
		c.add(rules.ChangeBecameUnknown, m, m, []rules.Cause{why})
	case s == unjudged:
		c.add(rules.ChangeNotJudged, m, m, []rules.Cause{why})
	default:
		causes := []rules.Cause{why}
		for _, arn := range m.FunctionARNs {
			causes = c.deployed(causes, m, arn)
		}
		c.add(rules.ChangeGone, m, m, causes)
	}
}

// list notes what became of a finding of the newer result; told makes a row of it.
func (c *comparison) list(change string, m, was *rules.Mark, causes []rules.Cause, told bool) {
	names := []string{}
	for _, cause := range causes {
		names = append(names, cause.Cause)
	}
	c.diff.listed[m.ID] = &rules.Changed{Change: change, Causes: names}
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
