package secrets

import (
	"slices"
	"strings"
)

// claim is what a name says: the kind of secret, whether words follow or
// precede that nobody knows (not certain), and whether the noun also has
// common meanings that are no secret (weak).
type claim struct {
	noun    string
	certain bool
	weak    bool
}

// claimOf reads a name from its end: a word such as PROD or V2 is passed over,
// one such as ARN or TTL says that the name is of something else, and the last
// word that is left decides.
func claimOf(words []string) (claim, bool) {
	t := tables()
	if at := slices.IndexFunc(words, func(word string) bool { return word == "for" || word == "by" }); at > 0 && (words[at] == "for" || isPlural(words[at-1])) {
		words = words[:at]
	}
	certain := true
	for i := len(words) - 1; i >= 0; i-- {
		if c, ok := nounAt(words, i); ok {
			c.certain = c.certain && certain
			return c, !turnedOff(words, c.noun)
		}
		switch word := words[i]; {
		case isKeyWord(word), t.Tails.has(word):
			return claim{}, false
		case !t.neutral(word):
			certain = false
		}
	}
	return claim{}, false
}

// isPlural reports whether a word is one of many secrets, as in API_KEYS_BY_STAGE.
func isPlural(word string) bool {
	return strings.HasSuffix(word, "s") && (isKeyWord(word) || tables().Nouns[word] != "")
}

// singular drops the s of what may be a plural.
func singular(word string) string {
	if len(word) < 5 || strings.HasSuffix(word, "ss") {
		return word
	}
	return strings.TrimSuffix(word, "s")
}

func turnedOff(words []string, noun string) bool {
	t := tables()
	return slices.ContainsFunc(words, func(word string) bool {
		return t.OffAnywhere.has(word) || noun != "password" && t.OffUnlessPassword.has(word)
	})
}

func isKeyWord(word string) bool { return word == "key" || word == "keys" }

func nounAt(words []string, i int) (claim, bool) {
	t, word := tables(), words[i]
	if isKeyWord(word) {
		return keyAt(words, i)
	}
	if noun, ok := t.Nouns[word]; ok {
		if i > 0 && slices.Contains(t.NotAfter[noun], words[i-1]) || i+1 < len(words) && slices.Contains(t.NotBefore[noun], words[i+1]) {
			return claim{}, false
		}
		return claim{noun: noun, certain: true, weak: t.Weak.has(word)}, true
	}
	for _, glued := range t.Glued {
		if strings.HasSuffix(word, glued.Ending) {
			return claim{noun: glued.Noun, certain: true}, true
		}
	}
	return gluedToOwner(word)
}

// gluedToOwner knows a noun written together with what it belongs to, such as
// redispw or stripekey.
func gluedToOwner(word string) (claim, bool) {
	t := tables()
	for cut := 2; cut < len(word)-1; cut++ {
		owner, rest := word[:cut], word[cut:]
		if !t.Owners.has(owner) && !(isKeyWord(rest) && t.Qualifiers.has(owner)) {
			continue
		}
		if isKeyWord(rest) && !slices.Contains(t.NotAfter["key"], owner) {
			return claim{noun: "key", certain: true}, true
		}
		if noun := t.Nouns[rest]; noun != "" {
			return claim{noun: noun, certain: true, weak: t.Weak.has(rest)}, true
		}
	}
	return claim{}, false
}

// keyAt judges the word key, which is a secret only when qualified: API_KEY
// is, SORT_KEY is not, and ORDERS_KEY needs a value that looks generated.
func keyAt(words []string, i int) (claim, bool) {
	t := tables()
	before := i - 1
	for before > 0 && (t.Neutral.has(words[before]) || isNumber(words[before])) && !t.Qualifiers.has(words[before]) {
		before--
	}
	if before < 0 {
		return claim{}, false
	}
	word, one := words[before], singular(words[before])
	if slices.Contains(t.NotAfter["key"], word) || slices.Contains(t.NotAfter["key"], one) {
		return claim{}, false
	}
	known := t.Qualifiers.has(word) || t.Qualifiers.has(one) || t.Owners.has(word) || slices.Contains(words[:i], "secret")
	return claim{noun: "key", certain: known}, true
}
