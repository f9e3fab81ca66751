package secrets

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

var (
	// printedName begins a variable in what env prints, which neither quotes
	// nor escapes.
	printedName = lazily(`^([A-Za-z_][A-Za-z0-9_.%()-]{0,127})=(.*)$`)
	wrapped64   = lazily(`^[A-Za-z0-9+/]+={0,2}$`)
	armourStart = lazily(`-----BEGIN [^-]+-----`)
	armourEnd   = lazily(`-----END [^-]+-----`)
)

// readNULs reads what `env -0` prints: exact, whatever the values hold.
func (r *reader) readNULs() {
	start, number := 0, 0
	for part := range bytes.SplitSeq(r.text, []byte{0}) {
		number++
		name, value, ok := bytes.Cut(part, []byte("="))
		switch {
		case ok && len(name) > 0 && !bytes.ContainsFunc(name, unicode.IsControl):
			r.add(number, string(name), string(value))
		case len(bytes.TrimSpace(part)) > 0:
			r.problem(start, "there are zero bytes, but this is not what env -0 prints")
			r.entries = nil // their values may be lines of other variables
			return
		}
		start += len(part) + 1
	}
}

// shellNames are variables that every shell has, and files of settings have not.
var shellNames = []string{"PATH", "HOME", "PWD", "SHLVL", "OLDPWD", "SHELL", "TERM", "LOGNAME", "_", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR", "_HANDLER", "AWS_LAMBDA_FUNCTION_NAME"}

// looksPrinted reports whether a text is what env prints of a running shell or
// function: at least two names that these always have, and neither comments
// nor exports.
func looksPrinted(text []byte) bool {
	seen := 0
	for line := range strings.SplitSeq(string(text), "\n") {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "export ") || strings.HasPrefix(line, "declare ") {
			return false
		}
		if name, _, ok := strings.Cut(line, "="); ok && slices.Contains(shellNames, name) {
			seen++
		}
	}
	return seen >= 2
}

// readPrinted reads what env prints. A line that begins no variable belongs to
// the value before it.
func (r *reader) readPrinted() {
	var current *printed
	for i, line := range strings.Split(strings.TrimSuffix(string(r.text), "\n"), "\n") {
		line = strings.TrimSuffix(line, "\r")
		match := printedName.FindStringSubmatch(line)
		if current != nil && (match == nil || current.goesOn(line)) {
			current.lines = append(current.lines, line)
			continue
		}
		r.addPrinted(current)
		current = nil
		if match != nil {
			current = &printed{i + 1, match[1], []string{match[2]}}
		} else if strings.TrimSpace(line) != "" {
			r.problem(r.lines[i], "no NAME=value stands here")
		}
	}
	r.addPrinted(current)
}

// printed is a variable whose value may take several lines.
type printed struct {
	line  int
	name  string
	lines []string
}

func (r *reader) addPrinted(p *printed) {
	if p != nil {
		r.add(p.line, p.name, strings.Join(p.lines, "\n"))
	}
}

// goesOn reports whether a line belongs to the value although it could begin a
// variable: within a key's armour, and at the end of base64 in several lines.
func (p *printed) goesOn(line string) bool {
	last := p.lines[len(p.lines)-1]
	return armoured(p.lines) || len(p.lines) > 1 && len(last) >= minWrap && len(line) <= len(last) && wrapped64.MatchString(line) && wrapped64.MatchString(last)
}

// minWrap is below the width at which programs break base64 (60 to 76).
const minWrap = 48

// armoured reports whether an armoured key has begun and not ended.
func armoured(lines []string) bool {
	return armourStart.MatchString(lines[0]) && !slices.ContainsFunc(lines, armourEnd.MatchString)
}
