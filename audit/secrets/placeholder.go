package secrets

import (
	"slices"
	"strings"
)

var (
	exampleEnd = lazily(`EXAMPLE(KEY|TOKEN|SECRET)?$`)
	// vendorMark is how a vendor's credential begins; a placeholder may follow.
	vendorMark = lazily(`^((sk|pk|rk|whsec)([_-](test|live|proj|ant))?|SG|xox[a-z]|gh[a-z]|github_pat|glpat|npm|pypi|hf|key|shp[a-z]+|AKIA|AIza|Bearer|Basic)[-_. ]`)
	// lengthForm is a length that a placeholder asks for: a 32 char string.
	lengthForm = lazily(`(?i)(^|[^0-9A-Za-z])\d{1,4}[-_ ]?(char|chars|characters?|bits?|bytes?|caracteres|caract[eè]res|caratteri|zeichen|tekens)(?:\b|_)`)
	// requestForm asks for a change at the end of whatever else stands there, or
	// says at the beginning whose it will be.
	requestForm = lazily(`(?i)(change[-_ ]?(me|this|it)|replace[-_ ]?(me|this|it)|placeholder)$|^(your|dummy|fake|example|sample)[a-z]*(key|secret|token|password|passwd|pwd)s?$`)
)

// longestText is how long a placeholder may be.
const longestText = 64

// longestPlaceholder is as long as a word of a placeholder gets; longer runs
// of letters are generated.
const longestPlaceholder = 14

// isPlaceholder reports whether a text asks to be replaced, alone or behind
// what a vendor's credential begins with.
func isPlaceholder(text string) bool {
	mark := vendorMark.FindString(text)
	rest := text[len(mark):]
	return exampleEnd.MatchString(text) || isCutShort(text) || isSequence(rest) || asksForValue(text) || mark != "" && asksForValue(rest)
}

// isCutShort reports whether dots stand for the rest of a value.
func isCutShort(text string) bool {
	begin, dots := strings.CutSuffix(text, "...")
	if !dots {
		begin, dots = strings.CutSuffix(text, "…")
	}
	return dots && len(begin) <= longestBegin && !strings.Contains(begin, " ")
}

// longestBegin is how much of a value is written before dots.
const longestBegin = 24

// asksForValue reports whether a text is words that ask for a value. What has
// digits or symbols inside has been replaced already.
func asksForValue(text string) bool {
	if len(text) > longestText {
		return false
	}
	text = lengthForm.ReplaceAllString(unaccented.Replace(strings.Trim(text, "!*#")), "${1}${2}_")
	if strings.ContainsAny(text, "./@=\n") || !wordLike(text) {
		return false
	}
	words := nameWords(text)
	if requestForm.MatchString(text) || directs(text, words) {
		return true
	}
	tooLong := func(word string) bool { return len(word) > longestPlaceholder }
	if strings.ContainsAny(text[len(text)-1:], decimals) || strings.Contains(text, "!") || slices.ContainsFunc(words, tooLong) {
		return false
	}
	t := tables()
	return slices.Contains(t.Placeholders, strings.Join(words, "")) || anyOf(words, t.PlaceholderWords) ||
		!strings.ContainsAny(text, decimals) && talksOfSecret(words)
}

// directs reports whether words say where or how a value is got, such as
// get-one-at-the-console, leave_empty_for_local, rotated-by-lambda or see wiki.
func directs(text string, words []string) bool {
	t := tables()
	participle := len(words) > 2 && strings.HasSuffix(words[0], "ed") && t.SentenceWords.has(words[1])
	if len(words) < 2 || !participle && !t.Directions.has(words[0]) && !t.Prompts.has(words[0]) || !every(strings.FieldsFunc(text, isJoint), evenlyWritten) {
		return false
	}
	if t.Prompts.has(words[0]) && mentionsSecret(words[1:]) {
		return true
	}
	return strings.Contains(text, " ") || len(words) > 2 && (anyOf(words[1:], t.SentenceWords) || anyOf(words[1:], t.Fillers))
}

func isJoint(r rune) bool { return r == ' ' || r == '-' || r == '_' }

// evenlyWritten reports whether the case does not change within a word.
func evenlyWritten(word string) bool {
	tail := word[1:]
	return tail == strings.ToLower(tail) || word == strings.ToUpper(word)
}

// talksOfSecret reports whether words speak about a secret instead of being
// one: your key, set by pipeline, see wiki, token from dashboard, any value here.
func talksOfSecret(words []string) bool {
	t := tables()
	opened := t.Openers.has(words[0]) && (mentionsSecret(words[1:]) || anyOf(words[1:], t.Fillers))
	return opened || len(words) > 1 && mentionsSecret(words) && (anyOf(words, t.Possessives) || t.Closers.has(words[len(words)-1]) || anyOf(words, t.SentenceWords))
}

// unaccented writes the letters of European languages as ASCII.
var unaccented = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "à", "a", "á", "a", "â", "a", "ã", "a", "å", "a",
	"ç", "c", "è", "e", "é", "e", "ê", "e", "í", "i", "ñ", "n", "ó", "o", "ô", "o", "õ", "o", "ø", "o", "ú", "u")

// minSequence is above the sequences that people take as passwords.
const minSequence = 10

// isSequence reports whether a text only counts: 0123456789abcdef.
func isSequence(text string) bool {
	if len(text) < minSequence {
		return false
	}
	const order = "01234567890 abcdefghijklmnopqrstuvwxyz 9abcdef0abc"
	text = strings.ToLower(text)
	for i := range len(text) - 1 {
		if !strings.Contains(order, text[i:i+2]) {
			return false
		}
	}
	return true
}

func anyOf(words []string, wanted set) bool { return slices.ContainsFunc(words, wanted.has) }

// namesField reports whether a text is built of the words that name secrets
// and their owners, such as x-api-key or db_password: a field's name.
func namesField(text string) bool {
	words := nameWords(text)
	if len(text) > 60 || strings.ContainsAny(text, "0123456789!$%&*+=?/@#") {
		return false
	}
	return len(words) > 0 && every(words, tables().fieldWord)
}
