package secrets

import (
	"regexp"
	"slices"
	"strings"
)

// login is a user with a password, as lists of them are written.
var login = regexp.MustCompile(`^[\w.@+-]{1,64}:(\S{6,})$`)

// findLogins knows lists of user:password under a name that speaks of users.
// Every password must look chosen or generated, for a list may as well map
// users to roles.
func findLogins(s subject) (verdict, bool) {
	if !strings.Contains(s.text, ":") || !anyOf(s.words, tables().Logins) {
		return verdict{}, false
	}
	items := strings.FieldsFunc(s.text, func(r rune) bool { return strings.ContainsRune(",;| \n", r) })
	if len(items) < 2 || slices.ContainsFunc(items, func(item string) bool { return !hasLogin(item) }) {
		return verdict{}, false
	}
	return verdict{class: ClassSecret, kind: "passwords-in-text", confidence: Medium}, true
}

func hasLogin(item string) bool {
	match := login.FindStringSubmatch(item)
	return match != nil && placeholderKind(match[1]) == "" && (looksChosen(match[1]) || looksRandom(match[1]))
}
