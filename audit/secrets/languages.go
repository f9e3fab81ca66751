package secrets

import "slices"

// nameWords splits a name and reads it as an English one: MOT_DE_PASSE becomes
// one word, and CLE_API, which names the thing before its use, api key.
func nameWords(name string) []string {
	t := tables()
	words := joinPhrases(splitWords(name))
	for i := len(words) - 1; i >= 0; i-- {
		english, foreign := t.Translations[words[i]]
		if !foreign {
			continue
		}
		words[i] = english
		if isKeyWord(english) && i+1 < len(words) && t.Qualifiers.has(words[i+1]) {
			words[i], words[i+1] = words[i+1], words[i]
		}
	}
	return words
}

// joinPhrases makes one word of words that only together name a secret.
func joinPhrases(words []string) []string {
	for _, phrase := range tables().Phrases {
		for i := 0; i+len(phrase.Words) <= len(words); i++ {
			if slices.Equal(words[i:i+len(phrase.Words)], phrase.Words) {
				words = slices.Replace(words, i, i+len(phrase.Words), phrase.Means)
			}
		}
	}
	return words
}
