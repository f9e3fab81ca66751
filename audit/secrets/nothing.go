package secrets

import (
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	// templateForm is a part that something else fills in before use.
	templateForm = lazily(`\$\{[^{}]*\}|\{\{[^{}]*\}\}|\$\([^()]*\)|%\([A-Za-z_]+\)s|<%[^%]*%>|#\{[^{}]*\}|\$\[[^\[\]]*\]|@@\w+@@|\(\([\w.-]+\)\)|\{[A-Za-z_][\w.-]*\}|<[A-Za-z][^<>="]{0,60}>|\[[A-Z][A-Za-z _-]{2,60}\]`)
	// templateWhole is a template only when nothing stands around it.
	templateWhole = lazily(`^(\$[A-Z_][A-Z0-9_]{2,}|%[A-Z_]{3,}%|__[A-Z][A-Z0-9_]*__|%(\[\d+\])?[sdvq]|\$\d|:[a-z_]+|\?|process\.env\.\w+|os\.environ.*|(var|local|module|data|each|random_password|aws_\w+)(\.[\w-]+(\[\w*\])?)+|(os\.|System\.)?getenv\(.*\)|env\(.*\)|ENV(\[.*\]|\.fetch.*)|Fn::\w+.*|[A-Z]+_PLACEHOLDER|\x60[^\x60]+\x60|\([a-z]+( [a-z]+)+\)|\$(\.[\w-]+|\[[^\]]*\])+|\$[a-z]\w*(\.\w+)+|(String|Int|Boolean|ID)!?)$`)

	numberForm   = lazily(`(?i)^[+-]?[\d][\d_.]{0,24}(e[+-]?\d+)?\s?%?$|^\d{1,3}(,\d{3})+$|^\d+(,\s?\d+)+$|^0x[0-9a-f]{1,8}$`)
	sizeForm     = lazily(`(?i)^\d+(\.\d+)?\s?([kmgt]i?)?b?(ytes)?(/s)?$`)
	durationForm = lazily(`(?i)^((\d+(\.\d+)?\s?(ns|us|µs|ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|months?|y|years?)\s?)+|P(\d+[YMWD])*(T(\d+(\.\d+)?[HMS])+)?|(rate|cron)\(.{1,40}\))$`)
	versionForm  = lazily(`^v?\d+(\.\d+){1,3}([-+][0-9A-Za-z.-]{1,20})?$|^v\d+$`)
	dateForm     = lazily(`^\d{4}-\d{2}-\d{2}([T ][\d:.+Z-]*)?$|^\d{1,2}:\d{2}(:\d{2})?$`)
	digestForm   = lazily(`(?i)^((sha-?(1|256|384|512)|md5)[:/=-][a-z0-9+/=_-]{20,}|(md5:)?([0-9a-f]{2}:){15,}[0-9a-f]{2})$`)
	regionForm   = lazily(`^[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d[a-z]?$`)
)

// byNothing knows values that hold nothing worth hiding: blanks, placeholders,
// templates, masks and ordinary settings.
func byNothing(s subject) (verdict, bool) {
	if kind := placeholderKind(s.text); kind != "" {
		return verdict{class: ClassEmpty, kind: kind, step: StepNothing}, true
	}
	if kind := settingKind(s.text); kind != "" && !isNumericPassword(s) {
		return verdict{class: ClassPlain, kind: kind, step: StepNothing}, true
	}
	return verdict{}, false
}

// isNumericPassword reports whether nothing but digits stands under a name
// that is a password's or a PIN's.
func isNumericPassword(s subject) bool {
	if len(s.text) < minNamed || !isNumber(s.text) {
		return false
	}
	claim, ok := claimOf(s.words)
	return ok && claim.certain && claim.noun == "password" && !s.inherited
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

// maskRuns are the characters that masks are made of, and how many in a row
// make one.
var maskRuns = map[rune]int{'*': 3, '•': 3, '●': 3, 'x': 4, 'X': 4, '.': 3, '…': 1, '_': 5, '#': 4, '-': 5}

// maskedBytes counts the bytes of a text that are in runs of one character.
func maskedBytes(text string) (masked int) {
	start, last := 0, rune(-1)
	end := func(at int) {
		run := text[start:at]
		if wanted := maskRuns[last]; wanted > 0 && utf8.RuneCountInString(run) >= wanted {
			masked += len(run)
		}
		start = at
	}
	for at, r := range text {
		if r != last {
			end(at)
			last = r
		}
	}
	end(len(text))
	return masked
}

// isTemplate reports whether what stands around the templates in a text is no
// more than a few words.
func isTemplate(text string) bool {
	if templateWhole.MatchString(text) || namesVariable(text) {
		return true
	}
	if !strings.ContainsAny(text, "${%<[(@#") {
		return false
	}
	rest := withoutTemplates(text)
	if rest == text || strings.ContainsAny(rest, "\n=;") || strings.Contains(text, "://") {
		return false
	}
	return len(rest) < 6 || wordLike(rest)
}

// namesVariable reports whether a text is a shell's or a script's variable by
// its sign, and a secret's by its words: $dbPassword.
func namesVariable(text string) bool {
	name, sign := strings.CutPrefix(text, "$")
	return sign && !strings.ContainsAny(name, decimals+" -.!") && wordLike(name) && len(splitWords(name)) > 1 && mentionsSecret(splitWords(name))
}

// deepestTemplate is how far templates within templates are followed.
const deepestTemplate = 4

// withoutTemplates cuts the templates out of a text, innermost first. Braces
// and brackets alone make one only around words.
func withoutTemplates(text string) string {
	for range deepestTemplate {
		rest := templateForm.ReplaceAllStringFunc(text, func(part string) string {
			if (part[0] == '<' && part[1] != '%' || part[0] == '{' && part[1] != '{') && !wordLike(part[1:len(part)-1]) {
				return part
			}
			return ""
		})
		if rest == text {
			break
		}
		text = rest
	}
	return text
}

func isMask(text string) bool {
	text = text[len(vendorMark.FindString(text)):]
	if text == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(text)
	if strings.Trim(text, string(first)+"-") == "" && utf8.RuneCountInString(text) >= 3 {
		return true
	}
	masked := maskedBytes(text)
	return masked > 0 && masked*2 >= len(text)
}

const decimals = "0123456789"

// longestSetting is above the longest of ordinary settings.
const longestSetting = 140

func settingKind(text string) string {
	if len(text) > longestSetting {
		return ""
	}
	if kind := formKind(text); kind != "" {
		return kind
	}
	if tables().setting(text) {
		return "word"
	}
	return ""
}

// formKind knows numbers, times and the like; nearly all have a digit.
func formKind(text string) string {
	switch {
	case slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "t", "f"}, strings.ToLower(text)):
		return "boolean"
	case !strings.ContainsAny(text, decimals):
		return ""
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
