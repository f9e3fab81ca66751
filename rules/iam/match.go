package iam

import (
	"strings"
	"unicode/utf8"
)

// Match reports whether the pattern matches the text, which is taken as it is. In the pattern "*" is any text and "?" any
// one character; "${*}", "${?}" and "${$}" are those characters themselves; any other "${…}" is text that only the
// request knows, and never surely matches. Fold ignores case, as action names do.
//
// It returns at most to the last "*" it passed, so its work is bounded by the product of the two lengths.
func Match(pattern, text string, fold bool) bool {
	begun, alike := beginAlike(pattern, text, fold)
	return alike && matches(pattern[begun:], text[begun:], fold, nextRune)
}

// Covers reports whether p surely matches everything that q can match. It may say no for pairs that nobody writes, such
// as "*?" and "?*", and never says yes wrongly. A policy variable covers only itself.
func Covers(p, q string, fold bool) bool {
	if p == "*" || p == q {
		return true
	}
	begun, alike := beginAlike(p, q, fold)
	if !alike {
		return false
	}
	p, q, alike = endAlike(p[begun:], q[begun:], fold)
	return alike && !(endsInStar(q) && !endsInStar(p)) && matches(p, q, fold, nextToken)
}

func endsInStar(pattern string) bool { return strings.HasSuffix(pattern, "*") }

// matches walks the pattern along q, whose tokens are read by next. A "*" of the pattern takes any tokens, every other
// token takes one that stands for no more than itself.
func matches(pattern, q string, fold bool, next func(string) (token, string)) bool {
	if pattern == "*" {
		return true
	}
	var starred bool
	var afterStar, starTakes string
	for q != "" {
		if pattern != "" {
			p, patternRest := nextToken(pattern)
			if p.kind == anyText {
				starred, afterStar, starTakes = true, patternRest, q
				pattern = patternRest
				continue
			}
			if t, rest := next(q); p.takes(t, fold) {
				pattern, q = patternRest, rest
				continue
			}
		}
		if !starred {
			return false
		}
		_, starTakes = next(starTakes)
		pattern, q = afterStar, starTakes
	}
	return strings.Trim(pattern, "*") == ""
}

// token is one step of a pattern.
type token struct {
	kind tokenKind
	text string // the character, or the variable as written
}

type tokenKind int

const (
	literal tokenKind = iota
	anyOne
	anyText
	variable
)

// nextToken reads the first token of a pattern and gives the rest.
func nextToken(pattern string) (token, string) {
	switch {
	case pattern[0] == '*':
		return token{kind: anyText}, pattern[1:]
	case pattern[0] == '?':
		return token{kind: anyOne}, pattern[1:]
	case strings.HasPrefix(pattern, "${"):
		if end := strings.IndexByte(pattern, '}'); end > 0 {
			return variableToken(pattern[:end+1]), pattern[end+1:]
		}
	}
	return nextRune(pattern)
}

func variableToken(text string) token {
	switch text {
	case "${*}", "${?}", "${$}":
		return token{literal, text[2:3]}
	}
	return token{variable, text}
}

// nextRune reads the first character of a plain text and gives the rest.
func nextRune(text string) (token, string) {
	_, width := utf8.DecodeRuneInString(text)
	return token{literal, text[:width]}, text[width:]
}

// takes reports whether everything that t stands for is also something that p stands for. Any text is nobody's but "*".
func (p token) takes(t token, fold bool) bool {
	switch p.kind {
	case anyOne:
		return t.kind == literal || t.kind == anyOne
	case literal, variable:
		return p.kind == t.kind && sameText(p.text, t.text, fold)
	}
	return false
}

func sameText(a, b string, fold bool) bool {
	return a == b || fold && strings.EqualFold(a, b)
}
