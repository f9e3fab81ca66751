package secrets

import (
	"slices"
	"strings"
)

// TraitKind says what a trait is about.
type TraitKind string

// The kinds of traits.
const (
	TraitScheme       TraitKind = "scheme"        // of a URL: http, redis, postgres, …, or "other"
	TraitHost         TraitKind = "host"          // a HostClass
	TraitTransportOff TraitKind = "transport-off" // a TransportOff
	TraitResource     TraitKind = "resource"      // the ARN, URL or name of a resource the audit knows
	TraitLiteral      TraitKind = "literal"       // the value itself, of an allow-listed AWS or runtime switch
)

// Trait is one thing that rules may know of a value. Its Value is from a
// closed set, names a resource the audit knows from elsewhere, or is the
// setting of an allow-listed switch.
type Trait struct {
	Kind  TraitKind `json:"kind"`
	Value string    `json:"value"`
}

// Has reports whether the variable has a trait of this kind and value.
func (v Variable) Has(kind TraitKind, value string) bool {
	return slices.Contains(v.Traits, Trait{Kind: kind, Value: value})
}

// TraitValues returns the values of the variable's traits of one kind.
func (v Variable) TraitValues(kind TraitKind) []string {
	var values []string
	for _, trait := range v.Traits {
		if trait.Kind == kind {
			values = append(values, trait.Value)
		}
	}
	return values
}

// maxLinks bounds how many URLs of one value are looked at.
const maxLinks = 20

// link finds URLs anywhere: scheme, user, password, host.
var link = lazily(`(?i)([a-z][a-z0-9+.-]{1,30})://(?:([^\s:/@?#"'<>,]*):([^\s"'@]+)@|[^\s/?#"'@]*@)?(\[[0-9a-f:.]+\]|[^\s/?#:,"'<>]*)`)

// schemes are those that a trait may name.
var schemes = []string{
	"amqp", "amqps", "clickhouse", "file", "ftp", "ftps", "gs", "grpc", "grpcs", "http", "https", "imap", "imaps", "kafka", "ldap", "ldaps", "mariadb",
	"memcached", "mongodb", "mongodb+srv", "mqtt", "mqtts", "mysql", "nats", "neo4j", "opensearch", "oracle", "postgres", "postgresql", "redis",
	"rediss", "s3", "sftp", "smtp", "smtps", "sqlserver", "ssh", "ssm", "tcp", "tls", "udp", "valkey", "valkeys", "vault", "ws", "wss",
}

// traits lists what rules may know of a value, sorted and without repetition.
func (c *Classifier) traits(name, text string, class Class) []Trait {
	traits := []Trait{}
	for _, at := range links(text) {
		scheme, host, rest := strings.ToLower(text[at[2]:at[3]]), text[at[8]:at[9]], text[at[9]:]
		if at[6] >= 0 && portPath.MatchString(text[at[6]:at[7]]) {
			host, rest = text[at[4]:at[5]], text[at[5]:]
		}
		traits = append(traits, Trait{TraitScheme, schemeName(scheme)}, Trait{TraitHost, string(hostClass(host))})
		if off := plainLink(name, scheme, host, rest); off != "" {
			traits = append(traits, Trait{TraitTransportOff, string(off)})
		}
	}
	if host, ok := bareHost(text); ok {
		traits = append(traits, Trait{TraitHost, string(hostClass(host))})
	}
	for _, off := range switchedOff(name, text) {
		traits = append(traits, Trait{TraitTransportOff, string(off)})
	}
	if class != ClassSecret {
		traits = append(traits, c.openTraits(name, text)...)
	}
	slices.SortFunc(traits, compareTraits)
	return slices.Compact(traits)
}

// links finds the URLs of a text; most values hold none, which is seen faster.
func links(text string) [][]int {
	if !strings.Contains(text, "://") {
		return nil
	}
	return link.FindAllStringSubmatchIndex(text, maxLinks)
}

// openTraits are those that show text of the value; never asked of secrets.
func (c *Classifier) openTraits(name, text string) []Trait {
	var traits []Trait
	for _, resource := range resources(text) {
		if c.known(resource) {
			traits = append(traits, Trait{TraitResource, resource})
		}
	}
	if literalAllowed(name, text) {
		traits = append(traits, Trait{TraitLiteral, text})
	}
	return traits
}

// resources returns the texts within a value that may name resources: the
// whole, the items of a list, and the bucket of an S3 location.
func resources(text string) []string {
	candidates := []string{text}
	candidates = append(candidates, strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })...)
	if location, ok := strings.CutPrefix(text, "s3://"); ok {
		bucket, _, _ := strings.Cut(location, "/")
		candidates = append(candidates, bucket)
	}
	return slices.DeleteFunc(candidates, func(candidate string) bool { return candidate == "" })
}

func schemeName(scheme string) string {
	scheme, _, _ = strings.Cut(scheme, "+srv")
	if slices.Contains(schemes, scheme) {
		return scheme
	}
	return "other"
}

func compareTraits(a, b Trait) int {
	if a.Kind != b.Kind {
		return strings.Compare(string(a.Kind), string(b.Kind))
	}
	return strings.Compare(a.Value, b.Value)
}
