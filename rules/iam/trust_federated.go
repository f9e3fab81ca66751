package iam

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// federated judges an identity provider: SAML needs an assertion that is meant for AWS, Cognito a pool and somebody who
// signed in, and all others need to know whose token it is.
func (t Trust) federated() (TrustFault, bool) {
	id := t.Principal.ID
	if t.Judgement.Class == Narrows {
		return TrustFault{}, false
	}
	switch host := providerHost(id); {
	case strings.Contains(id, ":saml-provider/"):
		return t.unscoped("everybody whom " + id + " asserts, whoever the assertion is meant for; demand SAML:aud")
	case strings.HasPrefix(host, "cognito-identity"):
		return t.cognito(host)
	case host == "accounts.google.com" && t.demands(":aud", func(value string) bool { return !serviceAccount.MatchString(value) }):
		return TrustFault{}, false
	case id == "*":
		return t.unscoped("whoever holds a token of any identity provider; name the provider, and whose token it must be by its :sub")
	default:
		return t.unscoped(fmt.Sprintf("whoever holds a token of %s, whosever it is; demand %s:sub", host, host))
	}
}

// serviceAccount is the number of a service account of Google Cloud: tokens of its own have it where those of people
// name the application, and AWS compares either with the audience (IAM guide, keys for web identity federation, 2026-11).
var serviceAccount = regexp.MustCompile(`^\d{21}$`)

func (t Trust) unscoped(who string) (TrustFault, bool) {
	return TrustFault{FaultUnscoped, t, "the role may be taken on by " + who}, true
}

// cognito judges identity pools. Their tokens come from every pool of every account, and from guests, unless conditions
// say otherwise.
func (t Trust) cognito(host string) (TrustFault, bool) {
	pool := t.demands(":aud", wild)
	signedIn := t.demands(":amr", func(value string) bool { return Match(value, "unauthenticated", false) })
	switch {
	case pool && signedIn:
		return TrustFault{}, false
	case pool:
		return t.unscoped(fmt.Sprintf("guests of the identity pool, who have not signed in; demand %s:amr authenticated", host))
	}
	return t.unscoped(fmt.Sprintf("users of every identity pool of Cognito, those of other accounts too; demand %s:aud with the id of the pool, and %s:amr authenticated", host, host))
}

// demands reports whether a condition surely asks for a claim, with none of the bad values. The values of an operator
// without wildcards are what they are.
func (t Trust) demands(claim string, bad func(string) bool) bool {
	return slices.ContainsFunc(t.Conditions, func(c Condition) bool {
		op := parseOperator(c.Operator)
		return strings.HasSuffix(strings.ToLower(c.Key), claim) && !op.negated && !op.optional && op.base != "null" && len(c.Values) > 0 &&
			!slices.ContainsFunc(c.Values, func(value string) bool { return bad(value) && (op.wild || !wild(value)) })
	})
}

// providerHost is the name by which condition keys name an identity provider.
func providerHost(id string) string {
	if _, host, found := strings.Cut(id, ":oidc-provider/"); found {
		return host
	}
	return id
}
