package iam

import (
	"slices"
	"strings"
)

// span is a set of names: everything that all of its patterns match, without what one of its exceptions matches. Allow,
// NotAction, Deny and the boundary are all cuts of spans, so a chain of them stays exact. Fold ignores case.
type span struct {
	all    []string
	except []string
	fold   bool
}

// with cuts the span down to what the pattern matches too.
func (s *span) with(pattern string) *span {
	if slices.ContainsFunc(s.all, func(p string) bool { return Covers(pattern, p, s.fold) }) {
		return s
	}
	wider := func(p string) bool { return Covers(p, pattern, s.fold) }
	all := append(slices.DeleteFunc(slices.Clone(s.all), wider), pattern)
	return &span{all, s.except, s.fold}
}

// without takes away what one of the patterns matches. Patterns that have nothing in common with the span are left out.
func (s *span) without(patterns ...string) *span {
	apart := func(p string) bool { return !s.overlaps(p) || slices.Contains(s.except, p) }
	left := slices.DeleteFunc(slices.Clone(patterns), apart)
	if len(left) == 0 {
		return s
	}
	return &span{s.all, slices.Concat(s.except, left), s.fold}
}

// overlaps reports whether the span may hold something that the pattern matches.
func (s *span) overlaps(pattern string) bool {
	for _, p := range s.all {
		if !Overlaps(p, pattern, s.fold) {
			return false
		}
	}
	return !slices.ContainsFunc(s.except, func(e string) bool { return Covers(e, pattern, s.fold) })
}

// empty reports whether the span surely holds nothing.
func (s *span) empty() bool {
	for i, p := range s.all {
		if slices.ContainsFunc(s.all[i+1:], func(q string) bool { return !Overlaps(p, q, s.fold) }) {
			return true
		}
		if slices.ContainsFunc(s.except, func(e string) bool { return Covers(e, p, s.fold) }) {
			return true
		}
	}
	return false
}

// covers reports whether the span surely holds all that the pattern matches.
func (s *span) covers(pattern string) bool {
	for _, p := range s.all {
		if !Covers(p, pattern, s.fold) {
			return false
		}
	}
	return !slices.ContainsFunc(s.except, func(e string) bool { return Overlaps(e, pattern, s.fold) })
}

// within reports whether the pattern surely matches all that the span holds.
func (s *span) within(pattern string) bool {
	return slices.ContainsFunc(s.all, func(p string) bool { return Covers(pattern, p, s.fold) })
}

// size is the number of its patterns.
func (s *span) size() int { return len(s.all) + len(s.except) }

// key tells spans apart.
func (s *span) key() string {
	return strings.Join(s.all, " ") + "|" + strings.Join(s.except, " ")
}

// selection is what an element and its negation name: the patterns, or everything but them.
type selection struct {
	patterns []string
	negated  bool
}

// actions is what the statement's Action or NotAction names.
func (s Statement) actions() selection {
	if s.NotActions != nil {
		return selection{s.NotActions, true}
	}
	return selection{s.Actions, false}
}

// resources is what the statement's Resource or NotResource names; a statement without either is about everything, as
// trust policies are.
func (s Statement) resources() selection {
	switch {
	case s.NotResources != nil:
		return selection{s.NotResources, true}
	case s.Resources != nil:
		return selection{s.Resources, false}
	}
	return selection{[]string{"*"}, false}
}

// cut gives the parts of the span that the selection names, none of them empty.
func (c selection) cut(s *span) []*span {
	if c.negated {
		return nonEmpty(s.without(c.patterns...))
	}
	parts := make([]*span, 0, len(c.patterns))
	for i, pattern := range c.patterns {
		if s.unlimited() && !strings.HasPrefix(pattern, "*") {
			parts = append(parts, &span{all: c.patterns[i : i+1 : i+1], fold: s.fold})
		} else {
			parts = append(parts, nonEmpty(s.with(pattern))...)
		}
	}
	return parts
}

// unlimited reports whether nothing has cut the span down yet.
func (s *span) unlimited() bool { return len(s.all) == 1 && s.all[0] == "*" && len(s.except) == 0 }

// rest gives the parts of the span that the selection does not name.
func (c selection) rest(s *span) []*span {
	return selection{c.patterns, !c.negated}.cut(s)
}

// touches reports whether the selection may name something in the span.
func (c selection) touches(s *span) bool {
	if c.negated {
		return !slices.ContainsFunc(c.patterns, s.within)
	}
	return slices.ContainsFunc(c.patterns, s.overlaps)
}

func nonEmpty(s *span) []*span {
	if s.empty() {
		return nil
	}
	return []*span{s}
}
