package iam

// maxDepth is how many values may stand within each other, as in encoding/json.
const maxDepth = 10_000

// validJSON reports whether the whole text is one JSON value. It says what [json.Valid] says, of a text that need not be
// copied for it, and in a fraction of the time: every policy of every role is asked.
func validJSON(text string) bool {
	at, ok := validValue(text, blank(text, 0), maxDepth)
	return ok && blank(text, at) == len(text)
}

// validValue checks the value that begins at an offset and gives the one behind it.
func validValue(text string, at, depth int) (end int, ok bool) {
	if at >= len(text) {
		return at, false
	}
	switch text[at] {
	case '"':
		return validString(text, at)
	case '{':
		return validItems(text, at, '}', depth-1)
	case '[':
		return validItems(text, at, ']', depth-1)
	case 't':
		return validWord(text, at, "true")
	case 'f':
		return validWord(text, at, "false")
	case 'n':
		return validWord(text, at, "null")
	}
	return validNumber(text, at)
}

// validItems checks an object or a list, which closing ends.
func validItems(text string, at int, closing byte, depth int) (end int, ok bool) {
	if at = blank(text, at+1); depth < 0 || at >= len(text) {
		return at, false
	}
	if text[at] == closing {
		return at + 1, true
	}
	for {
		if closing == '}' {
			if at, ok = validName(text, at); !ok {
				return at, false
			}
		}
		if at, ok = validValue(text, blank(text, at), depth); !ok {
			return at, false
		}
		switch at = blank(text, at); {
		case at >= len(text):
			return at, false
		case text[at] == closing:
			return at + 1, true
		case text[at] != ',':
			return at, false
		}
		at = blank(text, at+1)
	}
}

// validName checks the name of a member and the colon behind it.
func validName(text string, at int) (end int, ok bool) {
	if at >= len(text) || text[at] != '"' {
		return at, false
	}
	at, ok = validString(text, at)
	at = blank(text, at)
	return at + 1, ok && at < len(text) && text[at] == ':'
}

func validString(text string, at int) (end int, ok bool) {
	for at++; at < len(text); at++ {
		switch b := text[at]; {
		case b == '"':
			return at + 1, true
		case b < ' ':
			return at, false
		case b == '\\':
			if at++; !validEscape(text, &at) {
				return at, false
			}
		}
	}
	return at, false
}

// validEscape checks what follows a backslash, and goes on to its last character.
func validEscape(text string, at *int) bool {
	if *at >= len(text) {
		return false
	}
	switch text[*at] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			if *at++; *at >= len(text) || !hexDigit(text[*at]) {
				return false
			}
		}
		return true
	}
	return false
}

func hexDigit(b byte) bool {
	return digit(b) || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

func validWord(text string, at int, word string) (end int, ok bool) {
	end = at + len(word)
	return end, end <= len(text) && text[at:end] == word
}

func validNumber(text string, at int) (end int, ok bool) {
	if text[at] == '-' {
		at++
	}
	whole := at
	if at = digits(text, at); at == whole || text[whole] == '0' && at > whole+1 {
		return at, false
	}
	if at < len(text) && text[at] == '.' {
		fraction := at + 1
		if at = digits(text, fraction); at == fraction {
			return at, false
		}
	}
	if at < len(text) && (text[at] == 'e' || text[at] == 'E') {
		at++
		if at < len(text) && (text[at] == '+' || text[at] == '-') {
			at++
		}
		exponent := at
		if at = digits(text, exponent); at == exponent {
			return at, false
		}
	}
	return at, true
}

// digits gives the offset behind the digits that begin at another.
func digits(text string, at int) int {
	for at < len(text) && digit(text[at]) {
		at++
	}
	return at
}

// blank gives the offset behind the white space that begins at another.
func blank(text string, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n') {
		at++
	}
	return at
}
