package secrets

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// minNamed is the length from which a value is believed to be a secret
	// because its name says so; passwords of people have no other mark.
	minNamed = 6

	byNameSuffix = "-by-name"
)

// byName asks what the variable's name says its value is.
func byName(s subject) (verdict, bool) {
	claim, ok := claimOf(s.words)
	if !ok || utf8.RuneCountInString(s.text) < minNamed {
		return verdict{}, false
	}
	if !claim.certain && !looksRandom(s.text) && !(claim.noun == "password" && looksChosen(s.text)) {
		return verdict{}, false
	}
	if claim.noun != "password" {
		if s.known(s.text) || namesSecret(s.text) {
			return verdict{class: ClassReference, kind: "secret-name", step: StepName}, true
		}
		if structured(s.text) || claim.weak && wordLike(s.text) && !strings.Contains(s.text, ":") || isSentence(s.text) {
			return verdict{}, false
		}
	}
	return verdict{class: ClassSecret, kind: claim.noun + byNameSuffix, step: StepName, confidence: nameConfidence(claim, s.text)}, true
}

func nameConfidence(c claim, text string) Confidence {
	switch {
	case c.weak, !c.certain, c.noun != "password" && wordLike(text):
		return Low
	case c.noun == "password" && len(text) >= 8, len(text) >= 16 && entropy(text) >= 3:
		return High
	}
	return Medium
}

// looksChosen reports whether a text looks like a password of a person: one
// word with digits, at least eight characters.
func looksChosen(text string) bool {
	return len(text) >= 8 && !isHex(text) && !strings.ContainsAny(text, " -_./:,") &&
		strings.ContainsAny(text, "0123456789") && strings.ToLower(text) != strings.ToUpper(text)
}

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
	if at := slices.Index(words, "for"); at > 0 {
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
		if i > 0 && slices.Contains(t.NotAfter[noun], words[i-1]) {
			return claim{}, false
		}
		return claim{noun: noun, certain: true, weak: t.Weak.has(word)}, true
	}
	for _, glued := range t.Glued {
		if strings.HasSuffix(word, glued.Ending) {
			return claim{noun: glued.Noun, certain: true}, true
		}
	}
	return claim{}, false
}

// keyAt judges the word key, which is a secret only when qualified: API_KEY
// is, SORT_KEY is not, and ORDERS_KEY needs a value that looks generated.
func keyAt(words []string, i int) (claim, bool) {
	t := tables()
	before := i - 1
	for before > 0 && t.Neutral.has(words[before]) && !t.Qualifiers.has(words[before]) {
		before--
	}
	if before < 0 || slices.Contains(t.NotAfter["key"], words[before]) {
		return claim{}, false
	}
	known := t.Qualifiers.has(words[before]) || t.Owners.has(words[before])
	return claim{noun: "key", certain: known}, true
}

// mentionsSecret reports whether any word of a name is about secrets, also
// where the name is one of a place: SECRET_NAME, KEY_PARAM.
func mentionsSecret(words []string) bool {
	t := tables()
	return slices.ContainsFunc(words, func(word string) bool {
		return t.Nouns[word] != "" || isKeyWord(word) || t.Stores.has(word) ||
			slices.ContainsFunc(t.Glued, func(g glued) bool { return strings.HasSuffix(word, g.Ending) })
	})
}

// namesSecret reports whether a text reads like the name a secret has in a
// store: joined words of which one says secret and one says whose, such as
// prod-orders-db-credentials or OrdersDbSecret.
func namesSecret(text string) bool {
	if len(text) > 80 || strings.ContainsAny(text, " !$%&*+=") {
		return false
	}
	body := managedSuffix.ReplaceAllString(text, "")
	words := splitWords(body)
	return len(words) >= 3 && wordLike(body) && mentionsSecret(words) && slices.ContainsFunc(words, tables().owner)
}

var (
	// managedSuffix is what Secrets Manager and CloudFormation add to names.
	managedSuffix = regexp.MustCompile(`-[A-Za-z0-9]{6}$|-[A-Za-z0-9]{12}$`)

	plainURL  = regexp.MustCompile(`(?i)^[a-z][a-z0-9+.-]*://\S+$`)
	emailForm = regexp.MustCompile(`^[\w.+-]+@[\w-]+(\.[\w-]+)+$`)
	hostForm  = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,15}\.?(:\d{2,5})?$`)
	oauthApp  = regexp.MustCompile(`^\d+-[a-z0-9]+\.apps\.googleusercontent\.com$`)
)

// structured reports whether a text has a form that earlier steps have looked
// into already, and found no secret there.
func structured(text string) bool {
	return plainURL.MatchString(text) || emailForm.MatchString(text) || hostForm.MatchString(text) ||
		oauthApp.MatchString(text) || len(pairForm.FindAllString(text, 2)) == 2
}

func isSentence(text string) bool {
	return strings.Count(text, " ") >= 2 && wordLike(text)
}
