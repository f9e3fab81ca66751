package iam

import (
	"net/netip"
	"strings"
)

// operator is a condition operator taken apart.
type operator struct {
	base     string // lower case, without the parts below
	negated  bool   // holds for what is not listed
	optional bool   // holds for a request without the key: IfExists, or ForAllValues
	wild     bool   // "*" and "?" in values are wildcards
}

func parseOperator(text string) operator {
	base := strings.ToLower(text)
	base, all := strings.CutPrefix(base, "forallvalues:")
	base, _ = strings.CutPrefix(base, "foranyvalue:")
	base, ifExists := strings.CutSuffix(base, "ifexists")
	return operator{
		base:     base,
		negated:  strings.Contains(base, "not"),
		optional: all || ifExists,
		wild:     strings.HasSuffix(base, "like") || strings.HasPrefix(base, "arn"),
	}
}

// inverted gives the condition that holds exactly where this one does not, for operators that have such a twin. A Deny
// under the one lets pass what an Allow under the other would.
func (c Condition) inverted() (Condition, bool) {
	op := parseOperator(c.Operator)
	positive := map[string]string{
		"stringnotequals": "StringEquals", "stringnotequalsignorecase": "StringEqualsIgnoreCase",
		"stringnotlike": "StringLike", "arnnotequals": "ArnEquals", "arnnotlike": "ArnLike", "notipaddress": "IpAddress",
	}[op.base]
	return Condition{positive, c.Key, c.Values}, positive != ""
}

// wideValue finds a value that lets nearly everybody pass; one such value undoes the others.
func (c Condition) wideValue(op operator, key conditionKey) (string, bool) {
	for _, value := range c.Values {
		if key.Form == "network" && wideNetwork(value) || op.wild && wideText(key.Form, value) {
			return value, true
		}
	}
	return "", false
}

// wideNetwork is one that holds more than any single party has: IANA hands out nothing larger than a /8.
func wideNetwork(value string) bool {
	prefix, err := netip.ParsePrefix(value)
	return err == nil && prefix.Bits() < 8
}

// wideText reports whether a pattern leaves open what its form is to pin down: the account of an ARN, the whole of an
// account id, the beginning of another id, the owner of a repository.
func wideText(form, value string) bool {
	switch form {
	case "arn":
		return wideARN(value)
	case "account":
		return wild(value) && !accountARN(value)
	case "id":
		_, id, found := strings.Cut(value, "-")
		return startsWild(value) || found && startsWild(id)
	case "name": // of somebody, and others have names that begin the same
		return wild(value)
	case "repository":
		owner, _, named := strings.Cut(value, "/")
		return !named || wild(owner)
	case "subject":
		return wideSubject(value)
	}
	return startsWild(value) && strings.Trim(value, "*?") == ""
}

// wideARN reports whether an ARN leaves the account open. Where ARNs have no account, as those of buckets, the resource
// must begin with a name.
func wideARN(value string) bool {
	a, ok := splitARN(value)
	switch {
	case !ok:
		return wild(value)
	case a.account == "":
		return startsWild(a.resource) || wild(a.service)
	}
	return wild(a.account)
}

func accountARN(value string) bool {
	a, ok := splitARN(value)
	return ok && a.account != "" && !wild(a.account)
}

func wild(text string) bool       { return strings.ContainsAny(text, "*?") }
func startsWild(text string) bool { return text == "" || text[0] == '*' || text[0] == '?' }
