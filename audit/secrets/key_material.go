package secrets

import (
	"strings"
)

var (
	privateHeader = lazily(`(?i)-----BEGIN[ +A-Z0-9]*PRIVATE[ +]KEY([ +]BLOCK)?-----|---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----|PuTTY-User-Key-File-\d:`)
	// privateFrame is one whole key, from its first line to its last.
	privateFrame = lazily(`(?s)^-----BEGIN[ A-Z0-9]*PRIVATE KEY-----.{0,200}-----END[ A-Z0-9]*PRIVATE KEY-----(\\n|\s)*$`)
	privateXML   = lazily(`(?s)<(RSA|DSA)KeyValue>.*<[DX]>[\sA-Za-z0-9+/=]{20,}</[DX]>`)
	publicHeader = lazily(`^-----BEGIN[ +]([A-Z0-9 +]*PUBLIC[ +]KEY([ +]BLOCK)?|(TRUSTED[ +]|X509[ +])?CERTIFICATE([ +]REQUEST)?|X509[ +]CRL|(DH|EC)[ +]PARAMETERS|SSH SIGNATURE)-----|^---- BEGIN SSH2 PUBLIC KEY ----`)
	sshPublic    = lazily(`^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-(ssh|ecdsa)[\w@.-]+) A{4}[A-Za-z0-9+/=]+`)
	agePublic    = lazily(`^age1[02-9ac-hj-np-z]{58}$`)
	keyBody      = lazily(`[A-Za-z0-9+/=]{8,}`)
)

// findPrivateKey knows private keys and key stores: armoured, with real or
// escaped line ends, and as bare base64 of their binary form.
func findPrivateKey(s subject) (verdict, bool) {
	if strings.Contains(s.text, "KeyValue>") && privateXML.MatchString(s.text) {
		return verdict{class: ClassSecret, kind: "private-key", confidence: High}, true
	}
	if at := privateHeaderAt(s.text); at != nil && hasBody(s.text[at[1]:]) {
		return verdict{class: ClassSecret, kind: "private-key", confidence: High}, true
	}
	if strings.HasPrefix(s.text, "-----BEGIN") && privateFrame.MatchString(s.text) {
		return verdict{class: ClassEmpty, kind: "placeholder"}, true // nothing within the frame
	}
	raw, ok := decodeBase64(s.text)
	if !ok {
		return verdict{}, false
	}
	switch {
	case strings.HasPrefix(raw, "openssh-key-v1\x00"), derVersion(raw, 0), derVersion(raw, 1):
		return verdict{class: ClassSecret, kind: "private-key", confidence: High}, true
	case derVersion(raw, 3), strings.HasPrefix(raw, "\xfe\xed\xfe\xed\x00\x00\x00"):
		return verdict{class: ClassSecret, kind: "key-store", confidence: Medium}, true
	}
	return verdict{}, false
}

// privateHeaderAt returns where the header of a private key stands, or nil.
func privateHeaderAt(text string) []int {
	if !strings.Contains(text, "---") && !strings.Contains(text, "PuTTY") {
		return nil
	}
	return privateHeader.FindStringIndex(text)
}

// hasBody reports whether key material follows a header; a header alone is a
// marker that some programs are configured with.
func hasBody(rest string) bool {
	body, _, _ := strings.Cut(rest, "-----END")
	return placeholderKind(strings.TrimSpace(strings.ReplaceAll(body, `\n`, ""))) == "" && keyBody.MatchString(body)
}

// minDER is below the shortest private key in DER (Ed25519: 48 bytes).
const minDER = 40

// derVersion reports whether raw is an ASN.1 sequence that opens with the
// integer version: 0 in PKCS #1 and #8, 1 in SEC 1, 3 in PKCS #12. Public
// keys and certificates open with another sequence.
func derVersion(raw string, version byte) bool {
	body, ok := derSequence(raw)
	return ok && strings.HasPrefix(body, string([]byte{0x02, 0x01, version}))
}

func derSequence(raw string) (body string, ok bool) {
	if len(raw) < minDER || raw[0] != 0x30 {
		return "", false
	}
	header := 2
	if raw[1] > 0x80 {
		header += int(raw[1] & 0x7f)
	}
	if header > 6 || raw[1] == 0x80 {
		return "", false
	}
	return raw[header:], true
}

// isPoint reports whether raw is an uncompressed point of the curve P-256, the
// form of the public keys of Web Push.
func isPoint(raw string) bool { return len(raw) == 65 && raw[0] == 4 }

// findPublicKey knows what is meant to be seen: public keys and certificates.
func findPublicKey(s subject) (verdict, bool) {
	found := publicHeader.MatchString(s.text) || sshPublic.MatchString(s.text) || agePublic.MatchString(s.text)
	if raw, ok := decodeBase64(s.text); ok && !found {
		body, sequence := derSequence(raw)
		found = isPoint(raw) || sequence && body[0] == 0x30 || strings.HasPrefix(raw, "\x00\x00\x00\x07ssh-") || strings.HasPrefix(raw, "\x00\x00\x00\x0bssh-")
	}
	if !found {
		return verdict{}, false
	}
	return verdict{class: ClassPublic, kind: "public-key"}, true
}
