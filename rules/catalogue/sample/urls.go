package sample

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// The two statements by which the console opens a URL to anyone.
const (
	URLStatement = `{"Sid":"FunctionURLAllowPublicAccess","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"*",` +
		`"Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}}`
	InvokeStatement = `{"Sid":"FunctionURLInvokeAllowPublicAccess","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"*",` +
		`"Condition":{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}}`
)

// HasURLs is a function with these URLs.
func HasURLs(urls ...facts.FunctionURL) audit.Given { return facts.FunctionURLs.Is(Function, urls) }

// UnsignedURL is a URL of $LATEST that takes unsigned requests, made after AWS
// began to ask for two permissions.
func UnsignedURL() facts.FunctionURL {
	return facts.FunctionURL{Qualifier: "$LATEST", Auth: "NONE", Created: "2026-02-03T04:05:06Z"}
}

// SignedURL is a URL of $LATEST that takes signed requests only.
func SignedURL() facts.FunctionURL {
	return facts.FunctionURL{Qualifier: "$LATEST", Auth: "AWS_IAM", Created: "2026-02-03T04:05:06Z"}
}

// Quiet is a function that nobody has called by a URL for two weeks.
func Quiet() audit.Given { return facts.Presence.Is(Function, facts.Seen{Active: true}) }

// CalledByURL is a function that was called by a URL.
func CalledByURL() audit.Given {
	return facts.Presence.Is(Function, facts.Seen{Active: true, Rare: []string{facts.URLRequests}})
}
