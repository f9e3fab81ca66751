package secrets

import (
	"regexp"
	"slices"
	"strings"
)

// TransportOff names a way in which a value switches protection in transit off.
type TransportOff string

// The ways to switch protection off.
const (
	PlainHTTP       TransportOff = "plain-http"       // http:// or ws:// to another host
	PlainRedis      TransportOff = "plain-redis"      // redis:// or valkey:// to another host
	PlainMessaging  TransportOff = "plain-messaging"  // amqp://, mqtt://, stomp:// to another host
	PlainLDAP       TransportOff = "plain-ldap"       // ldap:// to another host
	PlainFTP        TransportOff = "plain-ftp"        // ftp:// to another host
	PlainMail       TransportOff = "plain-mail"       // smtp://, imap:// or pop3:// to another host
	EncryptionOff   TransportOff = "encryption-off"   // sslmode=disable, useSSL=false, Encrypt=false, …
	VerificationOff TransportOff = "verification-off" // NODE_TLS_REJECT_UNAUTHORIZED=0, PYTHONHTTPSVERIFY=0, …
)

var plainSchemes = map[string]TransportOff{
	"http": PlainHTTP, "ws": PlainHTTP, "redis": PlainRedis, "valkey": PlainRedis, "amqp": PlainMessaging, "mqtt": PlainMessaging,
	"stomp": PlainMessaging, "ldap": PlainLDAP, "ftp": PlainFTP, "smtp": PlainMail, "imap": PlainMail, "pop3": PlainMail,
}

// plainScheme judges a URL. What stays inside the execution environment needs
// no encryption, and XML namespaces look like URLs but are never fetched.
func plainScheme(scheme, host string) TransportOff {
	namespace := strings.HasPrefix(host, "schemas.") || slices.Contains([]string{"www.w3.org", "purl.org", "json-schema.org"}, host)
	class := hostClass(host)
	if namespace || class == HostLoopback || class == HostUnknown {
		return ""
	}
	return plainSchemes[scheme]
}

var (
	encryptionOff = regexp.MustCompile(`(?i)\b(ssl[_-]?mode=(disabled?|allow)|use[_-]?ssl=(false|0|no)|(ssl|tls|encrypt|secure|sslenabled|usetls|ssl[_-]?enabled)=(false|0|no|off|optional|disabled)|require[_-]?ssl=(false|0)|security[._]protocol=(plaintext|sasl_plaintext))\b`)

	verificationOff = regexp.MustCompile(`(?i)\b(trust[ _-]?server[ _-]?certificate=(true|yes|1)|tlsinsecure=true|tlsallowinvalid(certificates|hostnames)=true|sslinvalidhostnameallowed=true|reject[_-]?unauthorized=(false|0)|tls=(skip-verify|preferred)|verify(server)?certificate=false|ssl[_-]?verify=(false|0|no)|ssl[_-]?cert[_-]?reqs=(cert_)?none|sslaccept=accept_invalid_certs|insecure_?skip_?verify=(true|1)|allow_?self_?signed=true)\b`)

	verifySwitch  = regexp.MustCompile(`(?i)^(NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|.*(SSL|TLS|CERT|CERTS|CERTIFICATE|CERTIFICATES|HTTPS)_?(VERIFY|VERIFICATION|CHECK|VALIDATION)(_ENABLED)?|.*_?VERIFY_?(SSL|TLS|CERTS?|CERTIFICATES?)|.*REJECT_UNAUTHORIZED|NPM_CONFIG_STRICT_SSL)$`)
	skipSwitch    = regexp.MustCompile(`(?i)^(GIT_SSL_NO_VERIFY|.*(INSECURE_SKIP_VERIFY|SKIP_(SSL|TLS)_(VERIFY|VERIFICATION)|(SSL|TLS)_SKIP_VERIFY|(TLS|SSL)_INSECURE|TRUST_SERVER_CERTIFICATE|ALLOW_(INSECURE|SELF_SIGNED)(_TLS|_SSL|_CERTS?)?))$`)
	encryptSwitch = regexp.MustCompile(`(?i)^(.*_)?(USE_?(SSL|TLS)|(SSL|TLS)(_ENABLED|_REQUIRED)?|REQUIRE_(SSL|TLS)|ENABLE_(SSL|TLS)|SSL_?MODE|(SSL|TLS)_MODE)$`)

	saysNo  = regexp.MustCompile(`(?i)^(0|false|no|off|none|disabled?|allow|cert_none)$`)
	saysYes = regexp.MustCompile(`(?i)^(1|true|yes|on|enabled?)$`)
)

// switchedOff judges a value by its parameters, and by its name where the
// variable is a switch.
func switchedOff(name, text string) []TransportOff {
	var off []TransportOff
	pairs := strings.Contains(text, "=")
	if pairs && encryptionOff.MatchString(text) || saysNo.MatchString(text) && encryptSwitch.MatchString(name) {
		off = append(off, EncryptionOff)
	}
	if pairs && verificationOff.MatchString(text) || saysNo.MatchString(text) && verifySwitch.MatchString(name) || saysYes.MatchString(text) && skipSwitch.MatchString(name) {
		off = append(off, VerificationOff)
	}
	return off
}
