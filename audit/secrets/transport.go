package secrets

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// TransportOff names a way in which a value switches protection in transit off.
type TransportOff string

// The ways to switch protection off.
const (
	PlainHTTP          TransportOff = "plain-http"          // http:// or ws:// to another host
	PlainRedis         TransportOff = "plain-redis"         // redis:// or valkey:// to another host
	PlainDatabase      TransportOff = "plain-database"      // mongodb:// without tls, bolt://, neo4j:// to another host
	PlainMessaging     TransportOff = "plain-messaging"     // amqp://, mqtt://, stomp://, PLAINTEXT:// to another host
	PlainLDAP          TransportOff = "plain-ldap"          // ldap:// to another host
	PlainFTP           TransportOff = "plain-ftp"           // ftp://, tftp:// or telnet:// to another host
	PlainMail          TransportOff = "plain-mail"          // smtp://, imap:// or pop3:// to another host
	EncryptionOff      TransportOff = "encryption-off"      // sslmode=disable, useSSL=false, Encrypt=false, …
	EncryptionOptional TransportOff = "encryption-optional" // sslmode=prefer and the like: plain text where the server has nothing else
	VerificationOff    TransportOff = "verification-off"    // NODE_TLS_REJECT_UNAUTHORIZED=0, PYTHONHTTPSVERIFY=0, …
)

var plainSchemes = map[string]TransportOff{
	"http": PlainHTTP, "ws": PlainHTTP, "redis": PlainRedis, "valkey": PlainRedis, "mongodb": PlainDatabase, "bolt": PlainDatabase, "neo4j": PlainDatabase,
	"amqp": PlainMessaging, "mqtt": PlainMessaging, "stomp": PlainMessaging, "plaintext": PlainMessaging, "ldap": PlainLDAP, "ftp": PlainFTP,
	"tftp": PlainFTP, "telnet": PlainFTP, "smtp": PlainMail, "imap": PlainMail, "pop3": PlainMail,
}

//go:embed transport.json
var transportJSON []byte

// hostList is transport.json; the file says what each list is for.
type hostList struct {
	Identifiers set      `json:"identifiers"`
	Prefixes    []string `json:"identifier_prefixes"`
	Local       set      `json:"local"`
}

var hosts = sync.OnceValue(func() *hostList {
	list := new(hostList)
	mustParse("transport.json", transportJSON, list)
	return list
})

var (
	// proxyName is a variable for programs that reach the world through a
	// proxy: what is secret passes it within a tunnel of its own.
	proxyName = lazily(`(?i)^(|.*_)(HTTPS?|ALL|FTP|NO|SOCKS5?|EGRESS|OUTBOUND|FORWARD|CORPORATE|SQUID|NPM_CONFIG)_?PROXY(_(URL|URI|SERVER|ADDRESS))?$|^PROXY(_(URL|URI|SERVER|ADDRESS))?$`)

	// identifierName is a variable whose http:// text is compared, not asked.
	identifierName = lazily(`(?i)(^|_)(ISSUERS?(_UR[IL])?|ISS|AUDIENCES?|AUD|XMLNS|NAMESPACES?|NS|SCHEMA(_(ID|URI|URL))?|ENTITY_?ID|REALM|CLAIMS?|VOCAB(ULARY)?|IDENTIFIER|URN|ORIGINS?|CORS|REFERR?ERS?|USER_AGENT)$|(^|_)CORS_`)

	// switchedOn are parameters that turn encryption on whatever the scheme.
	switchedOn = lazily(`(?i)[?&;,\s](ssl|tls|use_?(ssl|tls)|start_?tls|encryption|ssl_cert_reqs)=(true|1|yes|on|required?|cert_required|tls|ssl|starttls|always)\b`)

	// submission are the ports on which mail is encrypted, or begins to be.
	submission = lazily(`^:(465|587|2465|2587|993|995)\b`)
)

// plainLink judges a URL: its scheme, its host, and what follows. What stays
// inside the execution environment needs no encryption, and XML namespaces
// look like URLs but are never fetched.
func plainLink(name, scheme, host, rest string) TransportOff {
	off := plainSchemes[scheme]
	if end := strings.IndexAny(rest, " \t\r\n\"'"); end >= 0 {
		rest = rest[:end]
	}
	if off == "" || safeHost(host) || switchedOn.MatchString(rest) {
		return ""
	}
	switch off {
	case PlainHTTP:
		if proxyName.MatchString(name) || identifierName.MatchString(name) {
			return ""
		}
	case PlainMail:
		if submission.MatchString(rest) {
			return ""
		}
	}
	return off
}

// safeHost reports whether nothing is sent to a host over a network, or nobody
// can say so.
func safeHost(host string) bool {
	class := hostClass(host)
	host = strings.ToLower(strings.Trim(host, "[]"))
	return class == HostLoopback || class == HostUnknown || hosts().Local.has(host) || hosts().Identifiers.has(host) ||
		slices.ContainsFunc(hosts().Prefixes, func(prefix string) bool { return strings.HasPrefix(host, prefix) })
}
