package iam

import (
	"fmt"
	"slices"
	"strings"
)

// shownItems is how many items of a list a short title names.
const shownItems = 2

// Titles names each statement by what does not change with its neighbours' order: its Sid or, without one, what it says.
// What it says is put briefly where that is enough to tell the statements of the document apart. Statements that say the
// same have the same title.
func (d Document) Titles() []string {
	titles := make([]string, len(d.Statements))
	uses := map[string]int{}
	for i := range d.Statements {
		titles[i] = d.Statements[i].short()
		uses[titles[i]]++
	}
	for i := range d.Statements {
		if uses[titles[i]] > 1 {
			titles[i] = d.Statements[i].long()
		}
	}
	return titles
}

// title is that of one statement, which is less work than those of all.
func (d *Document) title(of int) string {
	short := d.Statements[of].short()
	for i := range d.Statements {
		if i != of && d.Statements[i].short() == short {
			return d.Statements[of].long()
		}
	}
	return short
}

// short is the statement's title where no other statement has the same.
func (s *Statement) short() string {
	if s.Sid != "" {
		return s.Sid
	}
	return s.brief()
}

// long is its title beside such another one.
func (s *Statement) long() string { return strings.TrimSpace(s.Sid + " " + s.inFull()) }

// brief says what the statement does, to the first few actions, and for whom or on what.
func (s Statement) brief() string {
	about := s.audience(shownItems)
	if about == "" {
		about = s.objects(shownItems)
	}
	return fmt.Sprintf("%s %s%s", s.Effect, s.deeds(shownItems), about)
}

// inFull says all that the statement says.
func (s Statement) inFull() string {
	return fmt.Sprintf("%s %s%s%s%s", s.Effect, s.deeds(0), s.audience(0), s.objects(0), s.provisos())
}

// provisos says the conditions.
func (s Statement) provisos() string {
	text := ""
	for _, c := range s.Conditions {
		text += fmt.Sprintf(" if %s %s = %s", c.Operator, c.Key, some(c.Values, 0))
	}
	return text
}

func (s Statement) deeds(limit int) string {
	if s.NotActions != nil {
		return "all but " + some(s.NotActions, limit)
	}
	return some(s.Actions, limit)
}

// audience names the principals, which only the policies of resources have.
func (s Statement) audience(limit int) string {
	switch {
	case s.NotPrincipals != nil:
		return " to all but " + some(principalIDs(s.NotPrincipals), limit)
	case s.Principals != nil:
		return " to " + some(principalIDs(s.Principals), limit)
	}
	return ""
}

func (s Statement) objects(limit int) string {
	switch {
	case s.NotResources != nil:
		return " on all but " + some(s.NotResources, limit)
	case s.Resources != nil:
		return " on " + some(s.Resources, limit)
	}
	return ""
}

func principalIDs(list []Principal) []string {
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	return ids
}

// some lists the first items, in an order that does not depend on how they were written; a limit of 0 lists all.
// How many more there are is not told: that changes with each new version of AWS's own policies.
func some(list []string, limit int) string {
	list = slices.Compact(slices.Sorted(slices.Values(list)))
	if limit == 0 || len(list) <= limit {
		return strings.Join(list, ", ")
	}
	return strings.Join(list[:limit], ", ") + " and more"
}
