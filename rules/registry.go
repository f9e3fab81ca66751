package rules

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"lambda-audit/audit"
)

var registered = map[string]*Rule{}

// Register makes a rule known. A malformed rule, or a second one of the same id,
// is a programming error.
func Register(r Rule) *Rule {
	if err := r.check(); err != nil {
		panic(fmt.Sprintf("rule %q: %v", r.ID, err))
	}
	if registered[r.ID] != nil {
		panic(fmt.Sprintf("rule %q is registered twice", r.ID))
	}
	registered[r.ID] = &r
	return &r
}

// All returns every registered rule, sorted by id.
func All() []*Rule {
	list := make([]*Rule, 0, len(registered))
	for _, id := range slices.Sorted(maps.Keys(registered)) {
		list = append(list, registered[id])
	}
	return list
}

// ByID returns the registered rule, or an audit.UsageError with the nearest id.
func ByID(id string) (*Rule, error) {
	if r := registered[id]; r != nil {
		return r, nil
	}
	return nil, unknownRule(id, All())
}

// unknownRule says that an id is none of the rules', and which was meant.
func unknownRule(id string, among []*Rule) error {
	return &audit.UsageError{
		Message: fmt.Sprintf("no rule is named %q", id),
		Hint:    audit.Suggest(id, idsOf(among)) + "lambda-audit rules list shows them all",
	}
}

func idsOf(list []*Rule) []string {
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = r.ID
	}
	return ids
}

// kebab is the form of an id: lower-case words and numbers, joined by hyphens.
var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// check returns what is wrong with the rule as it stands, without its examples'
// truth and without the rules it uses.
func (r *Rule) check() error {
	if r.When == "" {
		r.When = Default
	}
	for _, c := range []struct {
		ok   bool
		want string
	}{
		{kebab.MatchString(r.ID), "its id must be kebab-case words"},
		{strings.TrimSpace(r.Title) != "", "it needs a title"},
		{strings.TrimSpace(r.Why) != "", "it needs to say why"},
		{strings.TrimSpace(r.Fix) != "", "it needs a fix"},
		{len(r.Refs) > 0, "it needs references"},
		{len(r.Kinds) > 0, "it needs a kind of subject"},
		{r.Check != nil, "it needs a check"},
		{len(r.Examples) > 0, "it needs examples"},
		{slices.Contains(Severities, r.Severity), "its severity must be low, medium, high or critical"},
		{slices.Contains(Pillars, r.Pillar), "its pillar is unknown"},
		{slices.Contains(whens, r.When), "it is unknown when it is selected"},
	} {
		if !c.ok {
			return errors.New(c.want)
		}
	}
	if err := checkTables(r.Tables); err != nil {
		return err
	}
	return checkParams(r.Params)
}

// Validate reports rules that cannot be evaluated: one that is malformed, that
// uses a rule nobody knows, or itself by way of others, or that judges a kind
// nobody lists.
func Validate(list []*Rule) error {
	for _, r := range list {
		if err := r.check(); err != nil {
			return fmt.Errorf("rule %q: %w", r.ID, err)
		}
	}
	_, err := inOrder(list)
	return err
}
