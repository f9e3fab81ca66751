package compare

import "lambda-audit/rules"

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
	was := c.old.finding(m.ID)
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
	causes := c.severity(m)
	c.list(rules.ChangeStill, m, was, causes, false)
	c.add(change, m, was, causes)
}

// undecided tells of a finding that is unknown now.
func (c *comparison) undecided(m *rules.Mark) {
	was := c.old.finding(m.ID)
	s, why := c.old.stands(m)
	switch {
	case s == unknown, was != nil && was.Outcome == rules.Unknown:
		c.list(rules.ChangeStill, m, was, nil, false)
	case s == judged:
		c.list(rules.ChangeBecameUnknown, m, was, []rules.Cause{{Cause: rules.CauseData}}, !c.lost[verdictOf(m)])
	default:
		c.list(rules.ChangeNew, m, was, c.missed(c.old, m, reversed(why)), false)
	}
}

// cameBy says why a finding fails now that did not fail before.
func (c *comparison) cameBy(m *rules.Mark) []rules.Cause {
	s, why := c.old.stands(m)
	switch s {
	case judged:
		return c.between(m)
	case absent:
		return c.ofFunctions([]rules.Cause{reversed(why)}, m)
	}
	return c.missed(c.old, m, reversed(why))
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
