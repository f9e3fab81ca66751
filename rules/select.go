package rules

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// Selection says which rules a run judges by. The zero Selection is all that
// are selected by default. A pattern is an id, a glob of ids, or "pillar:" and
// the name of a pillar.
type Selection struct {
	Only []string // patterns; none means the default
	Also []string // patterns of rules to take beside the default ones; nothing where Only is given
	Skip []string // patterns; wins over Only and Also
	With []When   // the switches that are on: WithCode, WithLogs, WithUsage
	// Off are the facts that the run may not collect, because their switch is off.
	Off audit.Set
	// Fast leaves out the rules that need answers subject by subject.
	Fast bool
}

var whens = []When{Default, Off, WithCode, WithLogs, WithUsage}

// switchHints are the flags that select rules.
var switchHints = map[When]string{
	WithCode:  "give --inspect-code",
	WithLogs:  "give --sample-logs",
	WithUsage: "give --unused",
}

// Select returns the registered rules of the selection, sorted by id. A pattern
// that meets no rule is an audit.UsageError, and so is a rule that is named
// outright while its switch is off.
func Select(s Selection) ([]*Rule, error) { return Registered().Select(s) }

func (s Selection) from(all []*Rule) ([]*Rule, error) {
	for _, pattern := range slices.Concat(s.Only, s.Also, s.Skip) {
		if err := s.checkPattern(pattern, all); err != nil {
			return nil, err
		}
	}
	var list []*Rule
	for _, r := range all {
		if s.takes(r) {
			list = append(list, r)
		}
	}
	return list, nil
}

// takes reports whether the selection has the rule.
func (s Selection) takes(r *Rule) bool {
	switch {
	case matches(s.Skip, r), s.switchedOff(r), s.Fast && len(TooSlow(r)) > 0:
		return false
	case len(s.Only) > 0:
		return matches(s.Only, r)
	}
	return r.When != Off || matches(s.Also, r)
}

// switchedOff reports whether the rule, or all that it could be judged by, lies
// behind a switch that is off.
func (s Selection) switchedOff(r *Rule) bool {
	off := func(d audit.Dep) bool { return restsOn(d, s.Off) }
	_, switched := switchHints[r.When]
	return switched && !slices.Contains(s.With, r.When) ||
		slices.ContainsFunc(r.Requires, off) ||
		len(r.AnyOf) > 0 && !slices.ContainsFunc(r.AnyOf, func(d audit.Dep) bool { return !off(d) })
}

// checkPattern refuses what meets no rule, and a rule named outright that cannot
// be selected.
func (s Selection) checkPattern(pattern string, all []*Rule) error {
	for _, r := range all {
		switch {
		case r.ID == pattern && slices.Contains(s.Only, pattern) && s.Fast && len(TooSlow(r)) > 0:
			return &audit.UsageError{
				Message: fmt.Sprintf("a fast run cannot judge by the rule %s", r.ID),
				Hint:    "leave out --fast: the rule needs " + strings.Join(TooSlow(r), ", "),
			}
		case r.ID == pattern && slices.Contains(s.Only, pattern) && s.switchedOff(r):
			return &audit.UsageError{
				Message: fmt.Sprintf("the rule %s has nothing to judge by in this run", r.ID),
				Hint:    s.switchHint(r),
			}
		case meets(pattern, r):
			return nil
		}
	}
	return unknownPattern(pattern, all)
}

// switchHint says which flags would let the rule be judged.
func (s Selection) switchHint(r *Rule) string {
	if hint, ok := switchHints[r.When]; ok {
		return hint
	}
	var flags []string
	for _, when := range whens {
		if hint, ok := switchHints[when]; ok && !slices.Contains(s.With, when) {
			flags = append(flags, hint)
		}
	}
	return "what it needs is switched off: " + strings.Join(flags, " or ")
}
