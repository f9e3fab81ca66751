package facts

import (
	"errors"
	"net"
	"slices"
	"time"

	"lambda-audit/audit"
)

// unlessGone returns the error, save for a function that was deleted meanwhile:
// that one has nothing more to tell.
func unlessGone(err error) error {
	var why *audit.Unknown
	if errors.As(err, &why) && why.Reason == audit.Gone {
		return nil
	}
	return err
}

// rfc3339 writes Lambda's own form of a time as all other times are written; what
// is in no known form is left out.
func rfc3339(text string) string {
	at, err := time.Parse("2006-01-02T15:04:05.999-0700", text)
	if err != nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// instant writes a time that AWS may leave out; then it is empty.
func instant(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

// sorted returns the strings in order, each once.
func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// notListed is the answer of a sweep in a run that asks for named functions one
// by one: its gates' readers then ask too.
func notListed(fact string) error {
	return &audit.Unknown{Reason: audit.NotAsked, Fact: fact, Message: "the functions were named, so their region was not listed"}
}

// notOffered reports whether a service has no endpoint in the region: the host of
// that name does not exist.
func notOffered(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

// noService is why nothing is known of a service where it is not offered: nobody
// can do anything about it.
func noService(service, region string) error {
	return &audit.Unknown{Reason: audit.NoData, Message: service + " is not offered in " + region}
}
