package secrets

import (
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"
)

// byContent looks for a credential inside the value, whatever the name says.
// A value that is public key material is settled here too, since its base64
// could look like anything to the later steps.
func byContent(s subject) (verdict, bool) {
	finders := [...]func(subject) (verdict, bool){
		findPrivateKey, findPublicKey, findInJSON, findInURL, findInHeader, findInPairs, findLogins, findEscaped, findEncoded,
	}
	for _, find := range finders {
		if v, ok := find(s); ok {
			v.step = StepContent
			return v, true
		}
	}
	return verdict{}, false
}

var (
	bearerForm = lazily(`(?i)(?:\bbearer|^(?:token|apikey|splunk)) +["']?([\w.~+/=-]{12,})`)
	basicForm  = lazily(`(?i)\bbasic +([\w+/-]{6,}={0,2})`)
)

// findInHeader knows the values of Authorization headers.
func findInHeader(s subject) (verdict, bool) {
	text := strings.ReplaceAll(s.text, "%20", " ")
	for _, match := range basicForm.FindAllStringSubmatch(text, -1) {
		raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(match[1], "="))
		_, password, found := strings.Cut(string(raw), ":")
		if err == nil && found && utf8.Valid(raw) && placeholderKind(password) == "" {
			return verdict{class: ClassSecret, kind: "basic-header", confidence: High}, true
		}
	}
	if match := bearerForm.FindStringSubmatch(text); match != nil && !wordLike(match[1]) && placeholderKind(match[1]) == "" {
		return verdict{class: ClassSecret, kind: "bearer-header", confidence: High}, true
	}
	return verdict{}, false
}

// escapedForm is a key and its equals sign, escaped for a URL.
var escapedForm = lazily(`(?i)\w%(3D|3A)`)

// findEscaped looks into text that is escaped for a URL.
func findEscaped(s subject) (verdict, bool) {
	if s.depth >= maxDepth || !escapedForm.MatchString(s.text) {
		return verdict{}, false
	}
	plain, err := url.QueryUnescape(s.text)
	if err != nil || plain == s.text {
		return verdict{}, false
	}
	return byContent(s.inside(nil, plain))
}

// findEncoded follows base64 and hexadecimal text, packed or not, if it
// decodes to text.
func findEncoded(s subject) (verdict, bool) {
	if s.depth >= maxDepth || len(s.text) < 16 {
		return verdict{}, false
	}
	for _, decode := range []func(string) (string, bool){decodeHex, decodeBase64} {
		raw, ok := decode(s.text)
		if ok && strings.HasPrefix(raw, gzipMagic) {
			raw = inflated(raw)
		}
		if !ok || !isText(raw) {
			continue
		}
		v := decide(s.inside(nil, raw))
		if v.class == ClassSecret || v.class == ClassPublic {
			return v, true
		}
	}
	return verdict{}, false
}

const (
	gzipMagic = "\x1f\x8b"
	// maxInflated bounds what a compressed value is unpacked to; an environment
	// has 4 KB.
	maxInflated = 64 << 10
)

// inflated unpacks gzip; of broken data it returns what could be read.
func inflated(raw string) string {
	reader, err := gzip.NewReader(strings.NewReader(raw))
	if err != nil {
		return raw
	}
	text, _ := io.ReadAll(io.LimitReader(reader, maxInflated))
	return string(text)
}

func decodeHex(text string) (string, bool) {
	raw, err := hex.DecodeString(text)
	return string(raw), err == nil
}

func isText(raw string) bool {
	return utf8.ValidString(raw) && strings.IndexFunc(raw, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' }) < 0
}
