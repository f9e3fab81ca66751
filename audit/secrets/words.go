package secrets

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// splitWords cuts an identifier at separators, at changes of case and between
// letters and digits, in lower case: "dbAPIKey2" is db, api, key, 2. A single
// letter keeps its digits: s3, v2.
func splitWords(name string) []string {
	var words []string
	runes := []rune(name)
	start := 0
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush(i)
			start = i + 1
		case i > start && wordStarts(runes, start, i):
			flush(i)
		}
	}
	flush(len(runes))
	return words
}

// wordStarts reports whether a new word begins at i, within letters and digits,
// when the one before began at start.
func wordStarts(runes []rune, start, i int) bool {
	before, here := runes[i-1], runes[i]
	switch {
	case unicode.IsDigit(before) != unicode.IsDigit(here):
		return unicode.IsDigit(before) || i-start > 1
	case unicode.IsLower(before) && unicode.IsUpper(here):
		return true
	}
	return unicode.IsUpper(before) && unicode.IsUpper(here) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
}

// wordLike reports whether a text is made of words as people write them, in
// any of the usual ways to join words. Generated secrets are not: their case
// and digits change in the middle of what would be a word.
func wordLike(text string) bool {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-_./: +,@#?!'", r) })
	for _, part := range parts {
		if !partLike(part) {
			return false
		}
	}
	return len(parts) > 0
}

func partLike(part string) bool {
	if isUUID(part) {
		return true
	}
	words := splitWords(part)
	letters, single := 0, 0
	for i, word := range words {
		bare := strings.TrimRight(word, "0123456789")
		edge := i == 0 || i == len(words)-1
		switch {
		case len(word)-len(bare) > 4, bare == "" && !edge, bare != "" && !pronounceable(bare):
			return false
		case len(bare) == 1:
			single++
		}
		letters += len(bare)
	}
	return len(words) > 0 && single <= 1 && (len(words) <= 2 || letters >= 3*(len(words)-1))
}

// longestWord is the length up to which one run of letters may be a word;
// "internationalization" has 20.
const longestWord = 20

// pronounceable reports whether a run of letters could be a word or an
// abbreviation: four letters need no vowel (prd, http), longer runs do.
func pronounceable(word string) bool {
	consonants, vowels := 0, 0
	for _, r := range word {
		switch {
		case r < 'a' || r > 'z':
			return false
		case strings.ContainsRune("aeiouy", r):
			vowels++
			consonants = 0
		default:
			consonants++
		}
		if consonants > 5 {
			return false
		}
	}
	return len(word) <= longestWord && (len(word) <= 4 || vowels*6 >= len(word))
}

// looksRandom reports whether a text looks generated. Hashes and UUIDs do not
// count: they are as often identifiers as secrets.
func looksRandom(text string) bool {
	if len(text) < 20 || strings.ContainsAny(text, " \t\n") || isHex(text) || isUUID(text) {
		return false
	}
	digit := strings.ContainsAny(text, "0123456789")
	return digit && strings.ToLower(text) != strings.ToUpper(text) && entropy(text) >= 3.5 && !wordLike(text)
}

// entropy returns the Shannon entropy of a text in bits per byte.
func entropy(text string) float64 {
	var counts [256]int
	for i := range len(text) {
		counts[text[i]]++
	}
	bits := 0.0
	for _, n := range counts {
		if n > 0 {
			p := float64(n) / float64(len(text))
			bits -= p * math.Log2(p)
		}
	}
	return bits
}

func isHex(text string) bool {
	return text != "" && strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

func isNumber(text string) bool { return strings.Trim(text, "0123456789") == "" }

func isUUID(text string) bool {
	groups := strings.Split(text, "-")
	lengths := make([]int, len(groups))
	for i, group := range groups {
		if !isHex(group) {
			return false
		}
		lengths[i] = len(group)
	}
	return slices.Equal(lengths, []int{8, 4, 4, 4, 12})
}
