package iam

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// worthJudging returns what tells the allowances that an opinion may hang on. Most statements of a role that somebody took
// care of name plain actions on exact resources, and nothing is too wide about those: they need not be cut and weighed.
// What a boundary does is told of all that it cuts, so then all are worth it.
func (r *Role) worthJudging() func(*allowance) bool {
	if r.Boundary != nil {
		return func(*allowance) bool { return true }
	}
	paths := r.pathActions()
	var latest *Statement // the actions of a statement come one after the other
	var wide bool
	mayReachAny := func(s *Statement) bool {
		if s != latest {
			latest, wide = s, s.mayReachAny()
		}
		return wide
	}
	return func(a *allowance) bool {
		if a.actions.negated || a.policy.eventSource() != nil {
			return true
		}
		w, plain := wordOf(a.pattern)
		return !plain || w.path > 0 && paths[w.path] || w.sensitive && mayReachAny(a.statement)
	}
}

// mayReachAny reports whether the statement names more resources than exact ones and wildcards within a name.
func (s *Statement) mayReachAny() bool {
	resources := s.resources()
	return resources.negated || slices.ContainsFunc(resources.patterns, func(p string) bool {
		wide, _ := AnyResource(p)
		return wide || strings.HasPrefix(p, "*")
	})
}

// pathActions tells by its number which action is part of a path whose actions the role's policies all name: no other
// path can be open.
func (r *Role) pathActions() []bool {
	named := make([]bool, len(knownPaths().actions.all)+1)
	for i := range r.Policies {
		for j := range r.Policies[i].Document.Statements {
			if s := &r.Policies[i].Document.Statements[j]; s.Effect == Allow {
				s.markPathActions(named)
			}
		}
	}
	wanted := make([]bool, len(named))
	for _, path := range knownLexicon().paths {
		if !slices.ContainsFunc(path, func(number int) bool { return !named[number] }) {
			for _, number := range path {
				wanted[number] = true
			}
		}
	}
	return wanted
}

// markPathActions marks the actions of paths that the statement names.
func (s *Statement) markPathActions(named []bool) {
	if s.NotActions != nil {
		markWords(named, s.actions())
		return
	}
	for i, pattern := range s.Actions {
		if w, plain := wordOf(pattern); plain {
			named[w.path] = true
		} else {
			markWords(named, selection{patterns: s.Actions[i : i+1]})
		}
	}
}

func markWords(named []bool, actions selection) {
	for _, action := range actions.namedIn(&knownPaths().actions) {
		w, _ := wordOf(action)
		named[w.path] = true
	}
}

// A word is what is known of one action by its name.
type word struct {
	sensitive bool // and it knows resources
	path      int  // its number among the actions of paths, from 1; 0: it is none
}

// A lexicon holds the actions by their names in lower case, and the paths by the numbers of their actions.
type lexicon struct {
	byName map[string]word
	paths  [][]int
}

var knownLexicon = sync.OnceValue(func() lexicon {
	known := lexicon{byName: map[string]word{}}
	for i, action := range knownPaths().actions.all {
		known.byName[strings.ToLower(action)] = word{path: i + 1}
	}
	for _, action := range KnownSensitive().scoped().all {
		name := strings.ToLower(action)
		known.byName[name] = word{sensitive: true, path: known.byName[name].path}
	}
	for _, p := range knownPaths().Paths {
		var numbers []int
		for _, action := range p.Actions {
			numbers = append(numbers, known.byName[strings.ToLower(action)].path)
		}
		known.paths = append(known.paths, numbers)
	}
	return known
})

// longestWord is more than any action's name has; what is longer counts as a pattern.
const longestWord = 128

// wordOf finds what is known of an action by a pattern that stands for one action only; plain is false for any other
// pattern. It is asked for each action of each role, and makes no copy of the name.
func wordOf(pattern string) (w word, plain bool) {
	var lower [longestWord]byte // on the stack
	if len(pattern) > len(lower) {
		return word{}, false
	}
	for i := range len(pattern) {
		b := pattern[i]
		switch {
		case b == '*' || b == '?' || b == '$' || b >= utf8.RuneSelf:
			return word{}, false
		case 'A' <= b && b <= 'Z':
			b += 'a' - 'A'
		}
		lower[i] = b
	}
	return knownLexicon().byName[string(lower[:len(pattern)])], true
}
