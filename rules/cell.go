package rules

// A cell is all that is kept of one rule and one function: which outcomes the
// rule had on the function's subjects, and the worst severity of its failures.
type cell uint8

const (
	cellJudged cell = 1 << iota // passed or failed
	cellSkipped
	cellUnknown
	cellSeverity = 3 // bits to shift
)

// mark adds an outcome; the severity counts where it is Fail.
func (c *cell) mark(o Outcome, s Severity) {
	switch o {
	case Pass:
		*c |= cellJudged
	case NotApplicable:
		*c |= cellSkipped
	case Unknown:
		*c |= cellUnknown
	case Fail:
		worst := max(c.failed(), s)
		*c = *c&(1<<cellSeverity-1) | cellJudged | cell(worst)<<cellSeverity
	}
}

// failed returns the worst severity of the failures; NoSeverity: none.
func (c cell) failed() Severity { return Severity(c >> cellSeverity) }

// outcome returns the rule's outcome for the function: not applicable only where
// it was so on every subject.
func (c cell) outcome() Outcome {
	switch {
	case c.failed() != NoSeverity:
		return Fail
	case c&cellUnknown != 0:
		return Unknown
	case c&cellJudged != 0:
		return Pass
	}
	return NotApplicable
}
