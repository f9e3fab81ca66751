package iam

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A word is what is known of one action by its name.
type word struct {
	sensitive bool // and it knows resources
	path      int  // its number among the actions of paths, from 1; 0: it is none
}

// A lexicon holds the actions by their names in lower case, and the paths as sets of the numbers of their actions.
type lexicon struct {
	byName map[string]word
	paths  []pathSet
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
		var actions pathSet
		for _, action := range p.Actions {
			actions.add(known.byName[strings.ToLower(action)].path)
		}
		known.paths = append(known.paths, actions)
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
