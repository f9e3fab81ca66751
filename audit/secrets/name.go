package secrets

import (
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
	if s.inherited {
		claim.certain = false
	}
	if !claim.certain && !looksRandom(s.text) && !(claim.noun == "password" && looksChosen(s.text)) {
		return verdict{}, false
	}
	if plainURL.MatchString(s.text) {
		return verdict{}, false // looked into by content
	}
	if claim.noun == "password" && hasPairs(s.text) && wordLike(strings.NewReplacer("=", " ", ";", " ").Replace(s.text)) {
		return verdict{}, false // a place in a safe, as CyberArk has it
	}
	if claim.noun != "password" {
		if s.known(s.text) || namesSecret(s.text) || repeatsName(s) {
			return verdict{class: ClassReference, kind: "secret-name", step: StepName}, true
		}
		if structured(s.text) && !holdsRandom(s.text, claim) || claim.weak && wordLike(s.text) && !strings.Contains(s.text, ":") && !(claim.noun == "credentials" && looksChosen(s.text)) || isSentence(s.text) {
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

// repeatsName reports whether a text of words ends as the name it was found
// under: acme_access_token in ACCESS_TOKEN is the name of a cookie.
func repeatsName(s subject) bool {
	words := splitWords(s.text)
	last, same := len(words)-1, 0
	for same <= last && same < len(s.words) && words[last-same] == s.words[len(s.words)-1-same] {
		same++
	}
	return same >= 2 && wordLike(s.text) && !strings.ContainsAny(s.text, decimals)
}

var (
	// managedSuffix is what Secrets Manager and CloudFormation add to names.
	managedSuffix = lazily(`[0-9A-F]{8}-[A-Za-z0-9]{12}$|-[A-Za-z0-9]{6}$|-[A-Za-z0-9]{12}$`)

	plainURL  = lazily(`(?i)^[a-z][a-z0-9+.-]*://\S+$`)
	emailForm = lazily(`^[\w.+-]+@[\w-]+(\.[\w-]+)+$`)
	hostForm  = lazily(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,15}\.?(:\d{2,5})?$`)
	oauthApp  = lazily(`^\d+-[a-z0-9]+\.apps\.googleusercontent\.com$`)
)

// structured reports whether a text has a form that earlier steps have looked
// into already, and found no secret there.
func structured(text string) bool {
	return plainURL.MatchString(text) || emailForm.MatchString(text) || hostForm.MatchString(text) ||
		oauthApp.MatchString(text) || hasPairs(text)
}

// hasPairs reports whether a text is of key=value pairs. The padding of base64
// makes none.
func hasPairs(text string) bool {
	count := 0
	for _, match := range pairForm.FindAllStringSubmatch(text, -1) {
		if wordLike(match[1]) && strings.Join(match[2:], "") != "" {
			count++
		}
	}
	return count >= 2
}

// holdsRandom reports whether one of the pairs of a text, such as the tokens of
// several customers, looks generated and is not said to be something else.
func holdsRandom(text string, c claim) bool {
	return c.certain && slices.ContainsFunc(pairForm.FindAllStringSubmatch(text, -1), func(match []string) bool {
		return meaningless(nameWords(match[1])) && looksRandom(strings.Join(match[2:], ""))
	})
}

// isSentence reports whether a text says something. A pass phrase is a row of
// words, too, but without those that hold a sentence together.
func isSentence(text string) bool {
	return strings.Count(text, " ") >= 2 && wordLike(text) && anyOf(splitWords(text), tables().SentenceWords)
}
