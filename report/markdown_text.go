package report

import (
	"strings"
	"unicode/utf8"
)

// mdCode writes a name that came from AWS as code, cut to what a cell takes. There
// are no marks in code but the one that ends it and the one that ends a cell; both
// become marks that look alike.
func mdCode(name string) string {
	name = cutRunes(strings.TrimSpace(clean(name)), markdownName)
	if name == "" {
		return unknownText
	}
	return "`" + strings.NewReplacer("`", "'", "|", "¦").Replace(name) + "`"
}

// mdMarks are the characters that mean something wherever they stand.
const mdMarks = "\\`*_{}[]<>#|~&"

// mdText writes a text so that Markdown shows it as it is. A mention would call
// people even where it is escaped, so its @ is spelled.
func mdText(text string) string {
	text = clean(text)
	var escaped strings.Builder
	for at, r := range text {
		if r == '@' {
			escaped.WriteString("(at)")
			continue
		}
		if strings.ContainsRune(mdMarks, r) || mdBegins(text[:at], text[at:]) || mdLinks(text[:at], text[at:]) {
			escaped.WriteByte('\\')
		}
		escaped.WriteRune(r)
	}
	return escaped.String()
}

// mdBegins reports whether a list begins here, or the underline of a heading.
func mdBegins(before, rest string) bool {
	if strings.ContainsRune("+-=", rune(rest[0])) {
		return strings.TrimSpace(before) == ""
	}
	return (strings.HasPrefix(rest+" ", ". ") || strings.HasPrefix(rest+" ", ") ")) && strings.Trim(before, " 0123456789") == ""
}

// mdLinks reports whether an address begins here that would become a link.
func mdLinks(before, rest string) bool {
	return strings.HasPrefix(rest, "://") || rest[0] == '.' && strings.HasSuffix(strings.ToLower(before), "www")
}

// cutRunes cuts a text that has more characters than limit. It bounds bytes too,
// which columns do not: some characters take no column at all.
func cutRunes(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}
