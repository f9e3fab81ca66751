package secrets

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	// templateForm is a part that something else fills in before use.
	templateForm = regexp.MustCompile(`\$\{[^{}]*\}|\{\{[^{}]*\}\}|\$\([^()]*\)|%\([A-Za-z_]+\)s|<%[^%]*%>|#\{[^{}]*\}|\$\[[^\[\]]*\]|@@\w+@@|\(\([\w.-]+\)\)|\{[A-Za-z_][\w.-]*\}|<[A-Za-z][^<>="]{0,60}>|\[[A-Z][A-Za-z _-]{2,60}\]`)
	// templateWhole is a template only when nothing stands around it.
	templateWhole = regexp.MustCompile(`^(\$[A-Z_][A-Z0-9_]{2,}|%[A-Z_]{3,}%|__[A-Z][A-Z0-9_]*__|%[sdv]|\$\d|:[a-z_]+|\?|process\.env\.\w+|os\.environ.*|(var|local|module|data|each|random_password|aws_\w+)(\.[\w-]+(\[\w*\])?)+|(os\.|System\.)?getenv\(.*\)|env\(.*\)|ENV(\[.*\]|\.fetch.*)|Fn::\w+.*|[A-Z]+_PLACEHOLDER)$`)

	maskRun    = regexp.MustCompile(`\*{3,}|•{3,}|●{3,}|[xX]{4,}|\.{3,}|…|_{5,}|#{4,}|-{5,}`)
	exampleEnd = regexp.MustCompile(`EXAMPLE(KEY|TOKEN|SECRET)?$`)
	vendorMark = regexp.MustCompile(`^((sk|pk|rk|whsec)([_-](test|live|proj|ant))?|SG|xox[a-z]|gh[a-z]|github_pat|glpat|npm|pypi|hf|key|shp[a-z]+|AKIA|AIza|Bearer|Basic)[-_. ]`)

	numberForm   = regexp.MustCompile(`(?i)^[+-]?[\d][\d_.]{0,24}(e[+-]?\d+)?\s?%?$|^\d{1,3}(,\d{3})+$|^\d+(,\s?\d+)+$|^0x[0-9a-f]{1,8}$`)
	sizeForm     = regexp.MustCompile(`(?i)^\d+(\.\d+)?\s?([kmgt]i?)?b?(ytes)?(/s)?$`)
	durationForm = regexp.MustCompile(`(?i)^((\d+(\.\d+)?\s?(ns|us|µs|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|y|years?)\s?)+|P(\d+[YMWD])*(T(\d+(\.\d+)?[HMS])+)?|(rate|cron)\(.{1,40}\))$`)
	versionForm  = regexp.MustCompile(`^v?\d+(\.\d+){1,3}([-+][0-9A-Za-z.-]{1,20})?$|^v\d+$`)
	dateForm     = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}([T ][\d:.+Z-]*)?$|^\d{1,2}:\d{2}(:\d{2})?$`)
	digestForm   = regexp.MustCompile(`(?i)^((sha-?(1|256|384|512)|md5)[:/=-][a-z0-9+/=_-]{20,}|(md5:)?([0-9a-f]{2}:){15,}[0-9a-f]{2})$`)
	regionForm   = regexp.MustCompile(`^[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d[a-z]?$`)
)

// byNothing knows values that hold nothing worth hiding: blanks, placeholders,
// templates, masks and ordinary settings.
func byNothing(s subject) (verdict, bool) {
	if kind := placeholderKind(s.text); kind != "" {
		return verdict{class: ClassEmpty, kind: kind, step: StepNothing}, true
	}
	if kind := settingKind(s.text); kind != "" {
		return verdict{class: ClassPlain, kind: kind, step: StepNothing}, true
	}
	return verdict{}, false
}

func placeholderKind(text string) string {
	switch {
	case text == "":
		return "empty"
	case isTemplate(text):
		return "template"
	case isMask(text):
		return "mask"
	case isPlaceholder(text):
		return "placeholder"
	case namesField(text):
		return "field-name"
	}
	return ""
}

// isTemplate reports whether what stands around the templates in a text is no
// more than a few words.
func isTemplate(text string) bool {
	if templateWhole.MatchString(text) {
		return true
	}
	if !strings.ContainsAny(text, "${%<[(@#") {
		return false
	}
	rest := templateForm.ReplaceAllString(text, "")
	if rest == text || strings.ContainsAny(rest, "\n=;") || strings.Contains(text, "://") {
		return false
	}
	return len(rest) < 6 || wordLike(rest)
}

func isMask(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	if strings.Trim(text, string(first)+"-") == "" && utf8.RuneCountInString(text) >= 3 {
		return true
	}
	masked := 0
	if strings.ContainsAny(text, "*•●xX._#-…") {
		for _, run := range maskRun.FindAllString(text, -1) {
			masked += len(run)
		}
	}
	return masked > 0 && masked*2 >= len(text)
}

// longestPlaceholder is as long as a word of a placeholder gets; longer runs
// of letters are generated.
const longestPlaceholder = 14

// isPlaceholder reports whether a text asks to be replaced. Only words do:
// what has digits or symbols inside has been replaced already.
func isPlaceholder(text string) bool {
	if exampleEnd.MatchString(text) {
		return true
	}
	text = text[len(vendorMark.FindString(text)):]
	if isSequence(text) {
		return true
	}
	text = unaccented.Replace(text)
	if len(text) > 60 || strings.ContainsAny(text, "./@=\n") || !wordLike(text) {
		return false
	}
	words := splitWords(text)
	if slices.ContainsFunc(words, func(word string) bool { return len(word) > longestPlaceholder }) {
		return false
	}
	if last := text[len(text)-1]; last >= '0' && last <= '9' || last == '!' {
		return false
	}
	if tables().Openers.has(words[0]) && !strings.ContainsAny(text, "0123456789") && (mentionsSecret(words[1:]) || anyOf(words[1:], tables().Fillers)) {
		return true
	}
	return slices.Contains(tables().Placeholders, strings.Join(words, "")) || anyOf(words, tables().PlaceholderWords)
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
	const order = "01234567890 abcdefghijklmnopqrstuvwxyz 9abcdef0"
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
	words := splitWords(text)
	if len(text) > 60 || strings.ContainsAny(text, "0123456789!$%&*+=?/@#") {
		return false
	}
	return len(words) > 0 && every(words, tables().fieldWord)
}

func settingKind(text string) string {
	switch {
	case slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "t", "f"}, strings.ToLower(text)):
		return "boolean"
	case numberForm.MatchString(text), sizeForm.MatchString(text):
		return "number"
	case versionForm.MatchString(text):
		return "version"
	case durationForm.MatchString(text), dateForm.MatchString(text):
		return "time"
	case regionForm.MatchString(text):
		return "region"
	case digestForm.MatchString(text):
		return "digest"
	case isAddress(text):
		return "address"
	case tables().setting(text):
		return "word"
	}
	return ""
}

func isAddress(text string) bool {
	if _, err := netip.ParseAddr(text); err == nil {
		return true
	}
	if _, err := netip.ParsePrefix(text); err == nil {
		return true
	}
	_, err := netip.ParseAddrPort(text)
	return err == nil
}
