package secrets

import (
	"slices"
	"strings"
)

// What parameters within a value say: pairs as key=value, and as they stand in
// JSON.
var (
	encryptionOff = lazily(`(?i)\b(ssl[_-]?mode|ssl[_-]?enabled?|use[_-]?ssl|use[_-]?tls|require[_-]?(ssl|tls)|ssl|tls|encrypt|secure)=["']?(disabled?|allow|false|0|no|off|optional)([^\w-]|$)|` +
		`["'](ssl[_-]?mode|ssl[_-]?enabled?|use[_-]?ssl|use[_-]?tls|require[_-]?(ssl|tls)|ssl|tls|encrypt)["']\s*:\s*["']?(disabled?|allow|false|0|no|off|optional)([^\w-]|$)|` +
		`\bsecurity[._]protocol["']?\s*[=:]\s*["']?(sasl_)?plaintext\b|` +
		`\.kafka\.[a-z0-9-]+\.amazonaws\.com(\.cn)?:9092\b`) // docs.aws.amazon.com/msk/latest/developerguide/port-info.html

	encryptionOptional = lazily(`(?i)\b(ssl[_-]?mode|tls)["']?\s*[=:]\s*["']?prefer(red)?\b`)

	verificationOff = lazily(`(?i)\b(` +
		`(trust[ _-]?server[ _-]?certificate|tls[_-]?insecure|tls[_-]?allow[_-]?invalid[_-]?(certificates|hostnames)|ssl[_-]?invalid[_-]?host[_-]?name[_-]?allowed|insecure[_-]?skip[_-]?verify|allow[_-]?self[_-]?signed|(disable|ignore)[_-]?(ssl|tls|certificate|hostname)[_-]?(verification|validation|errors|checks?)|disableHostnameVerification|disableEndpointIdentification|http\.ssl\.(insecure|allowall))["']?\s*[=:]\s*["']?(true|yes|1)|` +
		`(reject[_-]?unauthorized|verify[_-]?(server[_-]?)?(certificate|certs?|ssl|tls|peer|host(name)?)|(ssl|tls|cert)[_-]?verify([_-]?(mode|peer|host))?|strict[_-]?ssl)["']?\s*[=:]\s*["']?(false|0|no|none|off)|` +
		`ssl[_-]?cert[_-]?reqs["']?\s*[=:]\s*["']?(cert_)?none|verify=(false|0|no)|(ssl[_-]?mode|ssl|tls)=["']?(no-verify|skip-verify)|sslaccept=accept_invalid_certs` +
		`)\b|(?:^|\s)(--insecure|--no-check-certificate|--no-verify-ssl)(?:\s|$)`)
)

// What variables say that are switches themselves, by their names.
var (
	verifySwitch  = lazily(`(?i)^(NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|.*(SSL|TLS|CERT|CERTS|CERTIFICATE|CERTIFICATES|HTTPS)_?(VERIFY|VERIFICATION|CHECK|VALIDATION)(_(ENABLED|MODE|PEER|HOST))?|.*_?VERIFY_?(SSL|TLS|CERTS?|CERTIFICATES?|PEER|HOST|HOSTNAME)|.*REJECT_UNAUTHORIZED|(.*_)?STRICT_SSL|.*SSL_CERT_REQS)$`)
	skipSwitch    = lazily(`(?i)^(.*_)?((SSL|TLS)_NO_VERIFY|NO_(SSL|TLS)_VERIFY|INSECURE_SKIP_VERIFY|(SKIP|DISABLE|IGNORE)_?(SSL|TLS|CERT|CERTS|CERTIFICATE|CERTIFICATES|HTTPS)_?(VERIFY|VERIFICATION|CHECKS?|VALIDATION|ERRORS)|(SSL|TLS|CERT|CERTIFICATE)_(SKIP_VERIFY|(VERIFICATION|VALIDATION|CHECK)_(DISABLED?|SKIP))|(TLS|SSL|CURL)_INSECURE|TRUST_(SERVER_CERTIFICATE|ALL_CERT(IFICATE)?S?)|ALLOW_(INSECURE|SELF_SIGNED|INVALID)(_TLS|_SSL|_HTTPS|_CERTS?|_CERTIFICATES?)?)$`)
	encryptSwitch = lazily(`(?i)^(PGSSLMODE|(.*_)?(USE_?(SSL|TLS|HTTPS)|(SSL|TLS)(_ENABLED|_REQUIRED)?|(REQUIRE|ENABLE)_(SSL|TLS)|SSL_?MODE|TLS_MODE|SECURITY_PROTOCOL))$`)
	plainSwitch   = lazily(`(?i)^(.*_)?(DISABLE_?(SSL|TLS|HTTPS)|(SSL|TLS|HTTPS)_DISABLED?|NO_(SSL|TLS))$`)

	otherSwitch = lazily(`(?i)MUTUAL|MTLS|CLIENT|FORCE|REDIRECT|(MAIL|SMTP)_USE_(SSL|TLS)`) // of clients' certificates, of servers, and one of a pair of which a mailer turns one on
)

// answers are what switches are set to.
var answers = map[string]string{
	"0": "no", "false": "no", "no": "no", "off": "no", "none": "no", "disable": "no", "disabled": "no", "allow": "no", "cert_none": "no",
	"plaintext": "no", "sasl_plaintext": "no", "1": "yes", "true": "yes", "yes": "yes", "on": "yes", "enable": "yes", "enabled": "yes",
	"prefer": "maybe", "preferred": "maybe", "no-verify": "unverified", "skip-verify": "unverified",
}

// mentions are in every text that the patterns for pairs match; the other
// texts are spared these.
var mentions = []string{"ssl", "tls", "encrypt", "secur", "plaintext", ":9092", "cert", "verif", "hostname", "reject", "identification"}

// switchedOff judges a value by its parameters, and by its name where the
// variable is a switch.
func switchedOff(name, text string) []TransportOff {
	text = strings.ToLower(text)
	if answer := answers[text]; answer != "" {
		return offByName(name, answer)
	}
	if !slices.ContainsFunc(mentions, func(word string) bool { return strings.Contains(text, word) }) {
		return nil
	}
	var off []TransportOff
	if encryptionOff.MatchString(text) {
		off = append(off, EncryptionOff)
	}
	if encryptionOptional.MatchString(text) {
		off = append(off, EncryptionOptional)
	}
	if verificationOff.MatchString(text) {
		off = append(off, VerificationOff)
	}
	return off
}

// offByName judges a variable that is a switch by what it is set to.
func offByName(name, answer string) []TransportOff {
	encrypts := encryptSwitch.MatchString(name) && !otherSwitch.MatchString(name)
	skips := skipSwitch.MatchString(name)
	switch {
	case answer == "no" && encrypts, answer == "yes" && plainSwitch.MatchString(name):
		return []TransportOff{EncryptionOff}
	case answer == "maybe" && encrypts:
		return []TransportOff{EncryptionOptional}
	case answer == "no" && verifySwitch.MatchString(name) && !skips, answer == "yes" && skips, answer == "unverified" && encrypts:
		return []TransportOff{VerificationOff}
	}
	return nil
}
