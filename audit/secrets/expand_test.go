package secrets

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// innermost is a part of a template that holds no other part.
var innermost = regexp.MustCompile(`«([^«»]*)»`)

// expand replaces the parts of a template, innermost first: «alnum:24» by 24
// random letters and digits, «b64:TEXT» by TEXT in base64, and so on. The
// empty part breaks what would look like a vendor's prefix.
func (g generator) expand(template string) (string, error) {
	var failed error
	for failed == nil && strings.Contains(template, "«") {
		before := template
		template = innermost.ReplaceAllStringFunc(template, func(part string) string {
			text, err := g.part(part[len("«") : len(part)-len("»")])
			if err != nil {
				failed = err
			}
			return text
		})
		if template == before {
			return "", fmt.Errorf("a part is not closed")
		}
	}
	return template, failed
}

var alphabets = map[string]string{
	"alnum": alnum, "lower": lower, "upper": upper, "digits": digits, "hex": hexes,
	"HEX":         digits + "ABCDEF",
	"b32":         upper + "234567",
	"upperdigits": upper + digits,
	"lowerdigits": lower + digits,
	"strong":      alnum + "!@#$%^&*-_=+",
	"strongsafe":  alnum + "!#*-_",
}

func (g generator) part(part string) (string, error) {
	name, argument, _ := strings.Cut(part, ":")
	if make, found := simpleParts[name]; found {
		return make(g), nil
	}
	if make, found := textParts[name]; found {
		return make(g, argument), nil
	}
	count, err := strconv.Atoi(argument)
	if err != nil {
		return "", fmt.Errorf("part %q: %w", part, err)
	}
	if alphabet, found := alphabets[name]; found {
		return g.from(alphabet, count), nil
	}
	if make, found := countParts[name]; found {
		return make(g, count), nil
	}
	return "", fmt.Errorf("part %q is not known", part)
}

var simpleParts = map[string]func(generator) string{
	"":        func(generator) string { return "" },
	"uuid":    generator.uuid,
	"account": generator.account,
	"words":   generator.words,
	"person":  generator.password,
	"person2": func(g generator) string { return g.word() + g.from(digits, 3) + g.pick("", "!", "*") },
	"word":    generator.word,
	"urlpass": func(g generator) string { return g.alnum(5) + g.pick("%40", "%23", "%2F", "%21") + g.alnum(6) },
}

var countParts = map[string]func(generator, int) string{
	"rand64": generator.base64,
	"url64":  func(g generator, n int) string { return base64.RawURLEncoding.EncodeToString([]byte(g.bytes(n))) },
	"pkcs8": func(g generator, n int) string {
		return encode64("\x30\x82\x02\x75\x02\x01\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x04\x82\x02\x5f" + g.bytes(n))
	},
	"sec1": func(g generator, n int) string {
		return encode64("\x30\x77\x02\x01\x01\x04\x20" + g.bytes(n))
	},
	"p12": func(g generator, n int) string {
		return encode64("\x30\x82\x09\xa9\x02\x01\x03\x30\x82\x09\x6f\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01" + g.bytes(n))
	},
	"spki": func(g generator, n int) string {
		return encode64("\x30\x82\x01\x22\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x03\x82\x01\x0f\x00\x30\x82\x01\x0a\x02\x82\x01\x01\x00" + g.bytes(n))
	},
	"ecspki": func(g generator, n int) string {
		return encode64("\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04" + g.bytes(n))
	},
	"cert": func(g generator, n int) string {
		return encode64("\x30\x82\x03\x5d\x30\x82\x02\x45\xa0\x03\x02\x01\x02\x02\x14" + g.bytes(n))
	},
}

var textParts = map[string]func(generator, string) string{
	"pick":     func(g generator, s string) string { return g.pick(strings.Split(s, "|")...) },
	"n":        generator.number,
	"repeat":   repeated,
	"pem":      func(g generator, s string) string { return g.pem(s) },
	"pem1":     func(g generator, s string) string { return strings.ReplaceAll(g.pem(s), "\n", `\n`) },
	"pemspace": func(g generator, s string) string { return strings.TrimSpace(strings.ReplaceAll(g.pem(s), "\n", " ")) },
	"jwt":      generator.jwt,
	"jwtpart":  func(_ generator, s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"b64":      func(_ generator, s string) string { return encode64(s) },
	"hexof":    func(_ generator, s string) string { return encodeHex(s) },
	"urlenc":   func(_ generator, s string) string { return url.QueryEscape(s) },
	"json":     quoted,
	"gz64":     zipped,
}

// word is one that people build passwords from.
func (g generator) word() string {
	return g.pick("sunshine", "Dragon", "Winter", "football", "Hamburg", "tiger", "Garten", "verano", "Pumpkin", "orange")
}

func (g generator) number(limits string) string {
	low, high, _ := strings.Cut(limits, "-")
	from, _ := strconv.Atoi(low)
	to, _ := strconv.Atoi(high)
	return strconv.Itoa(from + g.IntN(max(to-from, 1)))
}

func repeated(_ generator, s string) string {
	text, count, _ := strings.Cut(s, ":")
	times, _ := strconv.Atoi(count)
	return strings.Repeat(text, times)
}

func quoted(_ generator, s string) string {
	text, _ := json.Marshal(s)
	return string(text[1 : len(text)-1])
}

func zipped(_ generator, s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s)) // a bytes.Buffer takes everything
	_ = w.Close()
	return encode64(b.String())
}

func TestExpand(t *testing.T) {
	g := newGenerator(1)
	for template, want := range map[string]string{
		"plain":               "plain",
		"a«»b":                "ab",
		"«b64:x«repeat:y:2»»": encode64("xyy"),
		"${NAME} {json}":      "${NAME} {json}",
	} {
		if got, err := g.expand(template); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", template, got, err, want)
		}
	}
	for _, template := range []string{"«nothing:1»", "«alnum:x»", "«alnum:4"} {
		if _, err := g.expand(template); err == nil {
			t.Errorf("%q is accepted", template)
		}
	}
}
