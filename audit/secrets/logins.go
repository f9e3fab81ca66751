package secrets

import (
	"slices"
	"strings"
)

// login is a user with a password, as lists of them are written.
var login = lazily(`^[\w.@+-]{1,64}:(\S{6,})$`)

// findLogins knows lists of user:password under a name that speaks of users.
// None of the passwords may be a word, for a list may as well map users to
// roles. A single one is believed where the name speaks of Basic authentication.
func findLogins(s subject) (verdict, bool) {
	if !strings.Contains(s.text, ":") || !anyOf(s.words, tables().Logins) {
		return verdict{}, false
	}
	items := strings.FieldsFunc(s.text, func(r rune) bool { return strings.ContainsRune(",;| \n", r) })
	if len(items) < 2 && !slices.Contains(s.words, "basic") || slices.ContainsFunc(items, func(item string) bool { return !hasLogin(item) }) {
		return verdict{}, false
	}
	return verdict{class: ClassSecret, kind: "passwords-in-text", confidence: Medium}, true
}

func hasLogin(item string) bool {
	match := login.FindStringSubmatch(item)
	return match != nil && placeholderKind(match[1]) == "" && !wordLike(match[1]) && settingKind(match[1]) == ""
}
