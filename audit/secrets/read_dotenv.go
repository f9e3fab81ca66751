package secrets

import (
	"bytes"
	"strings"
	"unicode"
)

var (
	// dotenvName begins a variable of a dotenv file, of what export -p prints, or
	// of a YAML file, from which most readers of dotenv files take the colon.
	dotenvName = lazily(`^[ \t]*(?:(?:export|declare -x|set)[ \t]+)?([\pL_][\pL\pM\pN_.-]*)(?:[ \t]*=[ \t]*|:[ \t]+)`)

	// exported names variables without giving them a value: docker hands them on
	// as they are where it runs.
	exported = lazily(`^[ \t]*(?:(?:export|declare -x)(?:[ \t]+[A-Za-z_][A-Za-z0-9_]*)+|[A-Z_][A-Z0-9_]*)[ \t]*(?:[ \t]#.*)?$`)
)

// readDotenv reads NAME=value lines with comments and quotes. References to
// other variables stay as they are written: nobody knows what they will be.
func (r *reader) readDotenv() {
	for at, before := 0, ""; at < len(r.text); {
		line := lineAt(r.text, at)
		text := strings.TrimSuffix(string(r.text[at:at+line]), "\r")
		next := at + line + 1
		match := dotenvName.FindStringSubmatchIndex(text)
		switch bare := strings.TrimSpace(text); {
		case bare == "", bare[0] == '#', exported.MatchString(text):
		case match == nil || isRest(before, bare):
			r.problem(at+blanks([]byte(text)), "no NAME=value stands here")
		default:
			value, length := r.dotenvValue(at + match[1])
			r.add(r.line(at), text[match[2]:match[3]], value)
			next = at + match[1] + length + 1
		}
		at, before = next, text
	}
}

// isRest reports whether a line that could begin a variable is the end of a
// value in base64 that the line before it breaks off: it names nothing, and must
// not be shown as a name.
func isRest(before, line string) bool {
	has := func(in func(rune) bool) bool { return strings.ContainsFunc(line, in) }
	return len(before) >= max(minWrap, len(line)) && len(line) >= minRest && wrapped64.MatchString(line) &&
		wrapped64.MatchString(before[strings.LastIndexAny(strings.TrimRight(before, "="), "= \t")+1:]) &&
		has(unicode.IsUpper) && has(unicode.IsLower) && has(unicode.IsDigit)
}

// minRest is longer than most names that mix cases and digits.
const minRest = 16

func lineAt(text []byte, at int) int {
	if length := bytes.IndexByte(text[at:], '\n'); length >= 0 {
		return length
	}
	return len(text) - at
}

// dotenvValue returns the value that begins at an offset, and how long it and
// the rest of its last line are.
func (r *reader) dotenvValue(at int) (value string, length int) {
	if at < len(r.text) && strings.IndexByte("\"'`", r.text[at]) >= 0 {
		if value, length, ok := r.quoted(at); ok {
			return value, length
		}
	}
	length = lineAt(r.text, at)
	value = strings.TrimSpace(string(r.text[at : at+length]))
	if armourStart.MatchString(value) && !r.unarmoured {
		end := armourEnd.FindIndex(r.text[at:])
		if r.unarmoured = end == nil; !r.unarmoured {
			length = end[1] + lineAt(r.text, at+end[1])
			value = strings.TrimSpace(string(r.text[at : at+length]))
		}
	}
	return withoutComment(value), length
}

// withoutComment drops what follows a # behind a blank.
func withoutComment(value string) string {
	for i := 0; i+1 < len(value); i++ {
		if value[i+1] == '#' && (value[i] == ' ' || value[i] == '\t') {
			return strings.TrimSpace(value[:i])
		}
	}
	if strings.HasPrefix(value, "#") {
		return ""
	}
	return value
}

// quoted returns the value in quotes that begins at an offset. Quotes that
// close nowhere, or with more than a comment behind them, are part of a value
// without quotes; the former are a problem, too.
func (r *reader) quoted(at int) (value string, length int, ok bool) {
	quote := r.text[at]
	begin, end, width := r.between(at)
	if end >= len(r.text) {
		r.problem(at, "this quote closes nowhere")
		return "", 0, false
	}
	rest := lineAt(r.text, end+width)
	behind := strings.TrimSpace(string(r.text[end+width : end+width+rest]))
	if behind != "" && behind[0] != '#' && behind != ";" {
		return "", 0, false
	}
	value = string(r.text[begin:end])
	if quote == '"' {
		value = escapes.Replace(value)
	}
	return value, end + width + rest - at, true
}

// between returns where what stands in the quotes at an offset begins and ends,
// and how wide the quotes are: three of a kind hold single ones, if they close.
func (r *reader) between(at int) (begin, end, width int) {
	quote := r.text[at : at+1]
	if three := bytes.Repeat(quote, 3); bytes.HasPrefix(r.text[at:], three) {
		if length := bytes.Index(r.text[at+3:], three); length >= 0 {
			return at + 3, at + 3 + length, 3
		}
	}
	for end = at + 1; end < len(r.text) && r.text[end] != quote[0]; end++ {
		if r.text[end] == '\\' && quote[0] == '"' {
			end++
		}
	}
	return at + 1, end, 1
}

// escapes are those that mean something between double quotes; a backslash
// before anything else stays.
var escapes = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n", `\r`, "\r", `\t`, "\t", `\$`, "$", "\\`", "`")
