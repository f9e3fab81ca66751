package secrets

import (
	"slices"
	"strings"
)

var (
	// pairForm finds key=value in connection strings, queries, dotenv text,
	// key-value lists and Java options.
	pairForm = lazily(`(?:^|[;&?,\s({|])\s*["']?([A-Za-z/_-][\w .\-:/]{0,60}?)["']?\s*=\s*(?:"([^"]*)"|'([^']*)'|([^;&\s,]*))`)
	// lineForm finds "key: value", one a line, as in YAML and headers.
	lineForm = lazily(`(?m)^[\s"'-]*([A-Za-z_][\w .-]{0,40}?)["']?[ \t]*:[ \t]+(?:[|>][-+]?\s*\n\s+)?["']?([^\s"']+)["']?[ \t]*(?:#.*)?[,;]?\r?$`)
	// quotedForm finds 'key': 'value' in what is nearly JSON, and its like in
	// PHP and Ruby.
	quotedForm = lazily(`(?:["']|[{,(\[]\s*:?)([A-Za-z_][\w .-]{0,40})["']?\s*(?::|=>)\s*["']([^"']+)["']`)
	// flowForm finds key: value between braces, as in YAML written on one line.
	flowForm = lazily(`[{,]\s*["']?([A-Za-z_][\w.-]*)["']?\s*:\s*([^\s,{}"'\[\]]+)`)
	// headerForm finds a quoted 'Name: value', as in commands.
	headerForm = lazily(`["']([A-Za-z][\w-]+):\s*([^\s"']{8,})["']`)
	// elementForm and attributeForm find the same in XML.
	elementForm   = lazily(`<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?>([^<>\s]+)</`)
	attributeForm = lazily(`(?i)\b(?:name|key)="([^"]+)"\s+value="([^"]+)"`)
	// flagForm finds --key value, as on a command line.
	flagForm = lazily(`(?:^|\s)--?([a-z][\w-]+)\s+([^\s-]\S*)`)
	// callForm is a function's call, as in SQL.
	callForm = lazily(`^[a-z_]{2,20}\(`)
	// variableForm is a variable of a query or a script.
	variableForm = lazily(`^\$[a-z_]+([A-Z][a-z]+)*\W*$`)
	// netrcForm finds the password of a .netrc line.
	netrcForm = lazily(`\b(?:machine|login)\s+\S+[\s\S]*?\b(password)\s+(\S+)`)
)

// pairForms are the forms in the order in which they are tried, each with a
// text that is in all it finds.
var pairForms = []struct {
	mark string
	form pattern
}{
	{"=", pairForm}, {": ", lineForm}, {"'", quotedForm}, {`"`, quotedForm}, {"{", flowForm}, {":", headerForm}, {"</", elementForm},
	{`value="`, attributeForm}, {"-", flagForm}, {"password", netrcForm},
}

// findInPairs knows secrets that stand beside a key of their own, whatever the
// variable itself is called.
func findInPairs(s subject) (verdict, bool) {
	if !strings.ContainsAny(s.text, "= :<") {
		return verdict{}, false
	}
	for _, pair := range pairForms {
		if !strings.Contains(s.text, pair.mark) {
			continue
		}
		for _, match := range pair.form.FindAllStringSubmatch(s.text, -1) {
			value := unbraced(strings.Join(match[2:], ""))
			if v, found := findNested(s, value); found {
				return v, true
			}
			if noun := pairNoun(s, match[1], value); noun != "" {
				return verdict{class: ClassSecret, kind: noun + "-in-text", confidence: pairConfidence(noun, value)}, true
			}
		}
	}
	return verdict{}, false
}

// findNested looks for pairs in a pair's value, such as a connection string
// in an attribute.
func findNested(s subject, value string) (verdict, bool) {
	if s.depth >= maxDepth || len(value) == len(s.text) || strings.Count(value, "=") < 2 {
		return verdict{}, false
	}
	return findInPairs(s.inside(nil, value))
}

// unbraced drops the braces that ODBC puts around a password; around words
// they are a template's.
func unbraced(value string) string {
	if len(value) < 3 || value[0] != '{' || value[len(value)-1] != '}' {
		return value
	}
	inner := value[1 : len(value)-1]
	if wordLike(inner) && (evenlyWritten(inner) || mentionsSecret(splitWords(inner))) {
		return value
	}
	return inner
}

// pairNoun returns which kind of secret a pair holds, or "".
func pairNoun(s subject, key, value string) string {
	words := nameWords(key)
	if len(words) > 0 && slices.Contains(tables().Signatures, words[len(words)-1]) && looksSigned(value) {
		return "signature"
	}
	if len(words) == 1 && isKeyWord(words[0]) && isURL(s.text) && looksRandom(value) {
		return "key"
	}
	claim, ok := claimOf(words)
	if !ok || !claim.certain || !genuine(s.inside(words, value), claim) {
		return ""
	}
	return claim.noun
}

// looksSigned reports whether a value can be a signature: generated, or the
// hexadecimal form of a digest.
func looksSigned(value string) bool {
	return looksRandom(value) || len(value) >= 32 && isHex(value)
}

// genuine reports whether a value beside a secret's key is one. Passwords are
// believed at four characters, for words are common passwords; other kinds
// must not be words.
func genuine(s subject, claim claim) bool {
	if _, reference := byReference(s); reference || variableForm.MatchString(s.text) || callForm.MatchString(s.text) || placeholderKind(s.text) != "" {
		return false
	}
	if claim.noun == "password" {
		return len(s.text) >= 4 && !slices.Contains([]string{"boolean", "word"}, settingKind(s.text))
	}
	return len(s.text) >= minNamed && settingKind(s.text) == "" && !wordLike(s.text) && !structured(s.text)
}

func pairConfidence(noun, value string) Confidence {
	if noun == "password" && len(value) >= 8 || looksRandom(value) {
		return High
	}
	return Medium
}
