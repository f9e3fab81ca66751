package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"lambda-audit/audit"
)

// pillarPrefix makes a pattern of a pillar's name.
const pillarPrefix = "pillar:"

// matches reports whether the rule meets one of the patterns.
func matches(patterns []string, r *Rule) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return meets(p, r) })
}

func meets(pattern string, r *Rule) bool {
	ok, err := path.Match(pattern, r.ID)
	return pattern == r.ID || err == nil && ok || pattern == pillarPrefix+string(r.Pillar)
}

// mayMeet reports whether a text may meet a glob, by the plain texts between the
// glob's stars: most texts have none of them.
func mayMeet(pattern, text string) bool {
	if strings.ContainsAny(pattern, `?[\`) {
		return true
	}
	if !strings.HasPrefix(pattern, "*") && (text == "" || pattern == "" || text[0] != pattern[0]) {
		return text == pattern
	}
	for plain := range strings.SplitSeq(pattern, "*") {
		at := strings.Index(text, plain)
		if at < 0 {
			return false
		}
		text = text[at+len(plain):]
	}
	return true
}

// unknownPattern says that a pattern meets no rule, and which was meant.
func unknownPattern(pattern string, among []*Rule) error {
	name, isPillar := strings.CutPrefix(pattern, pillarPrefix)
	if !isPillar {
		return unknownRule(pattern, among)
	}
	names := make([]string, len(Pillars))
	for i, p := range Pillars {
		names[i] = string(p)
	}
	if slices.Contains(names, name) {
		return &audit.UsageError{Message: fmt.Sprintf("no rule is of the pillar %s", name)}
	}
	return &audit.UsageError{
		Message: fmt.Sprintf("no pillar is named %q", name),
		Hint:    audit.Suggest(name, names) + "there are " + strings.Join(names, ", "),
	}
}
