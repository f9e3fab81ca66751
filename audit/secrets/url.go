package secrets

import (
	"net/url"
	"slices"
	"strings"
)

var (
	// userInfo finds scheme://user:password@ anywhere. Passwords are taken as
	// people write them, with unescaped slashes and colons.
	userInfo = lazily(`(?i)[a-z][a-z0-9+.-]{1,30}://([^\s:/@?#"'<>]*):([^\s"']+?)@[\w\[$%{.<-]`)
	// tokenInfo finds scheme://token@, with no password.
	tokenInfo = lazily(`://([\w.~%+=-]{20,})@[\w\[]`)
	// imageDigest is a container image by its digest.
	imageDigest = lazily(`^[\w./:-]+@sha256:[0-9a-f]{64}$`)
	// portPath is what looks like a password but is a port and a path.
	portPath = lazily(`^\d{1,5}[/?#,]`)

	// bareUserInfo finds the forms without a scheme: the Go MySQL driver's
	// user:password@tcp(host), user:password@host:port, and a .pgpass line.
	bareUserInfo = lazily(`^([\w.%+-]+):([^\s@/][^\s@]*)@(?:(?:tcp|unix)6?\(|[\w.-]+:\d{2,5}(?:/|$)|[\w-]+(?:\.[\w-]+)+/)`)
	pgpass       = lazily(`^[\w.*-]+:(?:\d{3,5}|\*):[\w*-]+:([\w*.-]+):(\S+)$`)
	curlUser     = lazily(`(?:^|\s)(?:-u|--user)[ =]([\w.@-]+):(\S+)`)
	mysqlCommand = lazily(`\b(mysql\w*)\s(?:.*\s)?-p["']?([^\s"']+)`)
	shellCommand = lazily(`\b(sshpass|redis-cli|mongo\w*)\s(?:.*\s)?-[ap]\s?["']?([^\s"'-][^\s"']*)`)
	oracle       = lazily(`(?i)^(?:jdbc:oracle:(?:thin|oci):)?([a-z]\w*)/([^\s/@]+)@(?:(?://)?[\w.-]+(?::\d+)?[:/][\w.]+|\(DESCRIPTION)`)
)

// findInURL knows passwords in URLs and in the related forms without a scheme.
func findInURL(s subject) (verdict, bool) {
	if kind, found := urlPassword(s.text); found {
		return verdict{class: ClassSecret, kind: kind, confidence: High}, true
	}
	return verdict{}, false
}

func urlPassword(text string) (kind string, found bool) {
	if !strings.ContainsAny(text, ":@ ") || imageDigest.MatchString(text) {
		return "", false
	}
	for rest := text; strings.Contains(rest, "://"); {
		at := userInfo.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		user, password := rest[at[2]:at[3]], rest[at[4]:at[5]]
		if portPath.MatchString(password) {
			rest = rest[at[4]:] // another URL may follow the port
			continue
		}
		if realPassword(user, password) {
			return "url-password", true
		}
		rest = rest[at[5]:]
	}
	if match := tokenInfo.FindStringSubmatch(text); match != nil && looksRandom(match[1]) {
		return "url-token", true
	}
	for _, form := range []pattern{bareUserInfo, pgpass, oracle, curlUser, mysqlCommand, shellCommand} {
		if match := form.FindStringSubmatch(text); match != nil && len(match[2]) >= minBare && realPassword(match[1], match[2]) {
			return "dsn-password", true
		}
	}
	return "", false
}

// minBare is the length from which a password is believed without a scheme;
// times and ranges have colons, too.
const minBare = 4

// exampleUsers stand beside the password "password" in documentation.
var exampleUsers = []string{"user", "username", "myuser", "login", "id", "name"}

// realPassword reports whether a password in a URL is more than a template or
// a placeholder. The password "password" is real enough beside a real user.
func realPassword(user, password string) bool {
	if plain, err := url.PathUnescape(password); err == nil {
		password = plain
	}
	kind := placeholderKind(password)
	if kind == "field-name" {
		return !slices.Contains(exampleUsers, strings.ToLower(user)) && !isTemplate(user)
	}
	return kind == ""
}
