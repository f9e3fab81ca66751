package secrets

import (
	"encoding/base64"
	"encoding/hex"
	"math/rand/v2"
	"regexp/syntax"
	"strings"
)

const (
	lower  = "abcdefghijklmnopqrstuvwxyz"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits = "0123456789"
	alnum  = lower + upper + digits
	hexes  = digits + "abcdef"
)

// generator builds values from parts, so that no secret stands in this
// repository, not even a made-up one.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator {
	return generator{rand.New(rand.NewPCG(seed, 7))}
}

func (g generator) from(alphabet string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(alphabet[g.IntN(len(alphabet))])
	}
	return b.String()
}

func (g generator) pick(words ...string) string { return words[g.IntN(len(words))] }
func (g generator) alnum(n int) string          { return g.from(alnum, n) }
func (g generator) hex(n int) string            { return g.from(hexes, n) }

func (g generator) bytes(n int) string {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(g.UintN(256))
	}
	return string(raw)
}

func (g generator) base64(n int) string { return encode64(g.bytes(n)) }

func (g generator) uuid() string {
	return strings.Join([]string{g.hex(8), g.hex(4), g.hex(4), g.hex(4), g.hex(12)}, "-")
}

// password is one that people choose: words, a number, perhaps a symbol.
func (g generator) password() string {
	word := g.pick("sunshine", "Dragon", "monkey", "Winter", "Football", "letmein", "Hamburg", "trustno")
	return word + g.from(digits, 2+g.IntN(3)) + g.pick("", "!", "?", "$", "#x")
}

func (g generator) words() string {
	return g.pick("correct", "purple", "silent") + "-" + g.pick("horse", "river", "engine") + "-" + g.pick("battery", "window", "garden")
}

func (g generator) pem(label string) string {
	body := g.base64(144)
	return "-----BEGIN " + label + "-----\n" + body[:64] + "\n" + body[64:128] + "\n" + body[128:] + "\n-----END " + label + "-----\n"
}

func (g generator) privatePEM() string {
	return g.pem(g.pick("RSA ", "EC ", "", "ENCRYPTED ", "OPENSSH ") + "PRIVATE KEY")
}

// der is the beginning of an ASN.1 structure with filling behind it.
func (g generator) der(opening string) string {
	return encode64("\x30\x82\x01\x22" + opening + g.bytes(290))
}

func (g generator) jwt(claims string) string {
	raw := base64.RawURLEncoding
	header := raw.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`))
	return header + "." + raw.EncodeToString([]byte(claims)) + "." + raw.EncodeToString([]byte(g.bytes(32)))
}

func (g generator) account() string { return g.from("123456789", 12) }

func (g generator) arn(rest string) string {
	return "arn:" + g.pick("aws", "aws-cn", "aws-us-gov") + strings.Replace(rest, "ACCOUNT", g.account(), 1)
}

// matching returns a text that a regular expression matches.
func (g generator) matching(expression string) string {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		panic(err)
	}
	return g.node(tree.Simplify())
}

func (g generator) node(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune)
	case syntax.OpCharClass:
		return g.class(re.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return g.node(re.Sub[0])
	case syntax.OpAlternate:
		return g.node(re.Sub[g.IntN(len(re.Sub))])
	case syntax.OpConcat:
		var b strings.Builder
		for _, sub := range re.Sub {
			b.WriteString(g.node(sub))
		}
		return b.String()
	}
	return "" // optional parts are left out
}

// class picks from a character class, letters and digits by preference.
func (g generator) class(ranges []rune) string {
	var all, plain []rune
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= min(ranges[i+1], '~'); r++ {
			all = append(all, r)
			if strings.ContainsRune(alnum, r) {
				plain = append(plain, r)
			}
		}
	}
	if len(plain) > 0 {
		all = plain
	}
	return string(all[g.IntN(len(all))])
}

func encode64(raw string) string  { return base64.StdEncoding.EncodeToString([]byte(raw)) }
func encodeHex(raw string) string { return hex.EncodeToString([]byte(raw)) }
