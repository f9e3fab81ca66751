package report

import "lambda-audit/rules"

// A style is a colour as a terminal takes it (SGR parameters). The bright and
// the plain colours used are readable on dark and on light grounds.
type style string

const (
	plain  style = ""
	bold   style = "1"
	faint  style = "2"
	red    style = "91"
	alarm  style = "1;91"
	yellow style = "33"
	cyan   style = "36"
	green  style = "32"
)

// reset ends a style.
const reset = "\x1b[0m"

// on returns the text in the style.
func (s style) on(text string) string {
	if s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + reset
}

// severityStyle is the colour of a severity.
func severityStyle(s rules.Severity) style {
	return map[rules.Severity]style{
		rules.Critical: alarm, rules.High: red, rules.Medium: yellow, rules.Low: cyan,
	}[s]
}

// gradeStyle is the colour of a grade.
func gradeStyle(grade string) style {
	return map[string]style{
		"A": green, "B": green, "C": yellow, "D": red, "F": alarm,
	}[grade]
}

// stateStyle is the colour of an account's state.
func stateStyle(state string) style {
	return map[string]style{rules.AccountFailed: red, rules.AccountPartial: yellow, rules.AccountSkipped: faint}[state]
}

// outcomeStyle is the colour of an outcome.
func outcomeStyle(o rules.Outcome, s rules.Severity) style {
	return map[rules.Outcome]style{
		rules.Fail: severityStyle(s), rules.Unknown: yellow, rules.Pass: green, rules.NotApplicable: faint,
	}[o]
}
