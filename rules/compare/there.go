package compare

import "lambda-audit/rules"

// there tells what became of the older result's findings that fail no more.
func (c *comparison) there() {
	if c.old == nil {
		return
	}
	for id, m := range c.old.findings {
		switch {
		case c.new.fails(id): // here has told it
		case m.Outcome == rules.Fail:
			c.vanished(m)
		case c.new.finding(id) == nil && !c.came[verdictOf(m)]:
			c.cleared(m)
		}
	}
}

// vanished tells of a failure of the older result that does not fail now.
func (c *comparison) vanished(m *rules.Mark) {
	s, why := c.new.stands(m)
	switch s {
	case judged:
		c.add(rules.ChangeFixed, m, m, c.between(m))
	case unknown:
		c.add(rules.ChangeBecameUnknown, m, m, []rules.Cause{why})
	case unjudged:
		c.add(rules.ChangeNotJudged, m, m, c.missed(c.new, m, why))
	default:
		c.add(rules.ChangeGone, m, m, c.ofFunctions([]rules.Cause{why}, m))
	}
}

// cleared tells of an unknown of the older result that is known now. Of one that
// nobody judged again, or whose subject is gone, there is nothing to tell.
func (c *comparison) cleared(m *rules.Mark) {
	if s, _ := c.new.stands(m); s == judged {
		c.add(rules.ChangeBecameKnown, m, m, []rules.Cause{{Cause: rules.CauseData}})
	}
}
