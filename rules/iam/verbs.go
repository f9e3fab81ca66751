package iam

import (
	"slices"
	"strings"
)

// verbs is what a list of actions says by its patterns alone. Roles differ by their resources, while their lists of
// actions come up again and again: an [Archive] works this out once for each list.
type verbs struct {
	patterns  []string // as written
	services  []string // that they name, in lower case, each once
	paths     pathSet  // the actions of paths that they name
	sensitive bool     // one of them is a sensitive action that knows resources
	plain     bool     // each of them stands for one action only
}

func newVerbs(patterns []string) *verbs {
	v := &verbs{patterns: patterns, plain: true}
	for i, pattern := range patterns {
		w, plain := wordOf(pattern)
		v.plain, v.sensitive = v.plain && plain, v.sensitive || w.sensitive
		if plain {
			v.paths.add(w.path)
		} else {
			v.paths.addNamed(selection{patterns: patterns[i : i+1]})
		}
		if name, _, found := strings.Cut(strings.ToLower(pattern), ":"); found && !slices.Contains(v.services, name) {
			v.services = append(v.services, name)
		}
	}
	return v
}

// verbs gives what the statement's Action says.
func (s *Statement) verbs() *verbs {
	if s.archived != nil && same(s.archived.patterns, s.Actions) {
		return s.archived
	}
	return newVerbs(s.Actions)
}

// same reports whether two lists are one and the same: who copies a statement may give it other actions.
func same(a, b []string) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// A pathSet holds actions of paths, by their numbers in the lexicon.
type pathSet [4]uint64

// add puts an action in; number 0, which is none, does no harm.
func (p *pathSet) add(number int) { p[number/64] |= 1 << (number % 64) }

// addNamed puts in the actions that a selection names.
func (p *pathSet) addNamed(actions selection) {
	for _, action := range actions.namedIn(&knownPaths().actions) {
		w, _ := wordOf(action)
		p.add(w.path)
	}
}

// addAll puts in what another set holds.
func (p *pathSet) addAll(other *pathSet) {
	for i := range p {
		p[i] |= other[i]
	}
}

// holds reports whether all of another set is in this one.
func (p *pathSet) holds(other *pathSet) bool {
	for i := range p {
		if other[i]&^p[i] != 0 {
			return false
		}
	}
	return true
}

// meets reports whether the sets have an action in common.
func (p *pathSet) meets(other *pathSet) bool {
	const action = ^uint64(1) // not number 0
	common := p[0] & other[0] & action
	for i := 1; i < len(p); i++ {
		common |= p[i] & other[i]
	}
	return common != 0
}

func (p *pathSet) has(number int) bool { return number > 0 && p[number/64]>>(number%64)&1 != 0 }
