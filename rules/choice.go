package rules

import (
	"cmp"
	"fmt"
	"slices"

	"lambda-audit/audit"
)

// A Choice is the rules that a run can choose from, sorted by id: the registered
// ones, and those of the user.
type Choice []*Rule

// Registered is the choice of who has no rules of his own.
func Registered() Choice { return All() }

// With returns the choice with other rules beside it. An id that is taken is an
// audit.UsageError.
func (c Choice) With(others ...*Rule) (Choice, error) {
	all := slices.Clone(c)
	for _, r := range others {
		if taken := all.find(r.ID); taken != nil {
			return nil, &audit.UsageError{
				Message: fmt.Sprintf("%s: the id %s is taken by %s", r.Source, r.ID, cmp.Or(taken.Source, "a rule of the program")),
				Hint:    "give it another one",
			}
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

func (c Choice) find(id string) *Rule {
	for _, r := range c {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// ByID returns the rule of that id, or an audit.UsageError with the nearest one.
func (c Choice) ByID(id string) (*Rule, error) {
	if r := c.find(id); r != nil {
		return r, nil
	}
	return nil, unknownRule(id, c)
}

// Meeting returns the rules that a pattern meets, sorted by id: an id, a glob of
// ids, or "pillar:" and the name of a pillar. A pattern that meets none is an
// audit.UsageError.
func (c Choice) Meeting(pattern string) ([]*Rule, error) {
	var list []*Rule
	for _, r := range c {
		if meets(pattern, r) {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return nil, unknownPattern(pattern, c)
	}
	return list, nil
}

// Select returns the rules of the selection, sorted by id. A pattern that meets no
// rule is an audit.UsageError, and so is a rule that is named outright while its
// switch is off.
func (c Choice) Select(s Selection) ([]*Rule, error) { return s.from(c) }

// NotSelected returns the rules that the selection would have if it were not for
// its being fast, sorted by id.
func (c Choice) NotSelected(s Selection) ([]*Rule, error) {
	if !s.Fast {
		return nil, nil
	}
	fast, err := c.Select(s)
	if err != nil {
		return nil, err
	}
	s.Fast = false
	whole, err := c.Select(s)
	return slices.DeleteFunc(whole, func(r *Rule) bool { return slices.Contains(fast, r) }), err
}

// Ungated are the facts that must be asked of every subject although their gates
// say that no rule of the program has a question there: the user's rules have one.
func Ungated(list []*Rule) audit.Set {
	ungated := audit.Set{}
	for _, r := range list {
		if r.Source == "" {
			continue
		}
		for _, f := range audit.Reads(r.Requires...) {
			if f.Info().Supposes {
				ungated[f] = true
			}
		}
	}
	return ungated
}
