package secrets

import (
	"regexp"
	"strings"
)

var (
	// dotenvName begins a variable of a dotenv file, or of what export -p prints.
	dotenvName = regexp.MustCompile(`^[ \t]*(?:(?:export|declare -x|set)[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*`)

	// exported names variables without giving them a value.
	exported = regexp.MustCompile(`^[ \t]*(?:export|declare -x)(?:[ \t]+[A-Za-z_][A-Za-z0-9_]*)+[ \t]*$`)
)

// maxProblems bounds how many lines of one text are complained of; more say
// that it is no such text at all.
const maxProblems = 5

// readDotenv reads NAME=value lines with comments and quotes. References to
// other variables stay as they are written: nobody knows what they will be.
func (r *reader) readDotenv() {
	for at := 0; at < len(r.text) && len(r.problems) < maxProblems; {
		line := lineAt(r.text, at)
		text := strings.TrimSuffix(string(r.text[at:at+line]), "\r")
		next := at + line + 1
		match := dotenvName.FindStringSubmatchIndex(text)
		switch bare := strings.TrimSpace(text); {
		case bare == "", bare[0] == '#', exported.MatchString(text):
		case match == nil:
			r.problem(at+blanks([]byte(text)), "no NAME=value stands here")
		default:
			value, length := r.dotenvValue(at + match[1])
			r.add(r.line(at), text[match[2]:match[3]], value)
			next = at + match[1] + length + 1
		}
		at = next
	}
}

func lineAt(text []byte, at int) int {
	for i, b := range text[at:] {
		if b == '\n' {
			return i
		}
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
	if armourStart.MatchString(value) {
		if end := armourEnd.FindIndex(r.text[at:]); end != nil {
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
	end := at + 1
	for ; end < len(r.text) && r.text[end] != quote; end++ {
		if r.text[end] == '\\' && quote == '"' {
			end++
		}
	}
	if end >= len(r.text) {
		r.problem(at, "this quote closes nowhere")
		return "", 0, false
	}
	rest := lineAt(r.text, end+1)
	behind := strings.TrimSpace(string(r.text[end+1 : end+1+rest]))
	if behind != "" && behind[0] != '#' && behind != ";" {
		return "", 0, false
	}
	value = string(r.text[at+1 : end])
	if quote == '"' {
		value = escapes.Replace(value)
	}
	return value, end + 1 + rest - at, true
}

// escapes are those that mean something between double quotes; a backslash
// before anything else stays.
var escapes = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n", `\r`, "\r", `\t`, "\t", `\$`, "$", "\\`", "`")
