package secrets

import (
	"net/netip"
	"strings"
)

// HostClass says where a host is, without naming it.
type HostClass string

// The classes of hosts.
const (
	HostLoopback   HostClass = "loopback"    // this execution environment, link-local addresses included
	HostPrivate    HostClass = "private"     // private address ranges and internal names
	HostPublic     HostClass = "public"      // anything else with a public name or address
	HostAWSService HostClass = "aws-service" // a name under one of AWS's own domains
	HostUnknown    HostClass = "unknown"     // templates and the like
)

var (
	hostName    = lazily(`(?i)^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$`)
	bareHostEnd = lazily(`:\d{1,5}$`)
	topLevel    = lazily(`(?i)\.(com|net|org|io|dev|app|cloud|ai|co|cn|eu|aws|internal|local|localdomain|lan|corp|home|intra|private|svc|[a-z]{2})\.?$`)

	awsDomains     = []string{".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".on.aws", ".api.aws", ".aws.amazon.com", ".awsapps.com", ".cloudfront.net"}
	privateDomains = []string{".internal", ".local", ".localdomain", ".lan", ".corp", ".home", ".intra", ".private", ".svc", ".consul"}
)

func hostClass(host string) HostClass {
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	if address, err := netip.ParseAddr(host); err == nil {
		return addressClass(address)
	}
	switch {
	case !hostName.MatchString(host):
		return HostUnknown
	case host == "localhost", strings.HasSuffix(host, ".localhost"), host == "sandbox", host == "sandbox.localdomain":
		return HostLoopback
	case endsWithAny(host, awsDomains):
		return HostAWSService
	case endsWithAny(host, privateDomains), !strings.Contains(host, "."):
		return HostPrivate
	}
	return HostPublic
}

func addressClass(address netip.Addr) HostClass {
	address = address.Unmap()
	switch {
	case address.IsLoopback(), address.IsLinkLocalUnicast(), address.IsUnspecified():
		return HostLoopback
	case address.IsPrivate(), netip.MustParsePrefix("100.64.0.0/10").Contains(address):
		return HostPrivate
	}
	return HostPublic
}

func endsWithAny(host string, endings []string) bool {
	for _, ending := range endings {
		if strings.HasSuffix(host, ending) {
			return true
		}
	}
	return false
}

// bareHost returns the host of a value that is a host, alone or with a port.
func bareHost(text string) (host string, ok bool) {
	host = strings.Trim(text, "[]")
	if _, err := netip.ParseAddr(host); err == nil {
		return host, true
	}
	host = bareHostEnd.ReplaceAllString(text, "")
	if _, err := netip.ParseAddr(host); err == nil {
		return host, true
	}
	return host, host == "localhost" || hostName.MatchString(host) && topLevel.MatchString(host)
}
