package cli

import (
	"strings"

	"lambda-audit/rules"
)

// freshPrefix begins a severity of --fail-on that counts for what is new only.
const freshPrefix = "new:"

// failLevels say which findings fail a run: the mildest of all, and the mildest of
// those that did not fail before.
type failLevels struct{ all, fresh rules.Severity }

// failLevelsFrom reads the values of --fail-on. What is not named fails no run.
func failLevelsFrom(values []string) (failLevels, error) {
	var levels failLevels
	named := words(values)
	if len(named) == 0 {
		named = []string{""} // which is no severity
	}
	said := map[bool]string{}
	for _, word := range named {
		name, fresh := strings.CutPrefix(word, freshPrefix)
		level, err := rules.ParseSeverity(name)
		if err != nil {
			return failLevels{}, err
		}
		if said[fresh] != "" {
			return failLevels{}, usage("one of each is enough, as in --fail-on critical,new:high", "--fail-on names both %s and %s", said[fresh], word)
		}
		said[fresh] = word
		if fresh {
			levels.fresh = level
		} else {
			levels.all = level
		}
	}
	return levels, nil
}

// String returns the levels as --fail-on takes them.
func (l failLevels) String() string {
	switch {
	case l.fresh == rules.NoSeverity:
		return l.all.String()
	case l.all == rules.NoSeverity:
		return freshPrefix + l.fresh.String()
	}
	return l.all.String() + "," + freshPrefix + l.fresh.String()
}
