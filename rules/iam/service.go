package iam

import (
	"slices"
	"strings"
	"sync"
)

// Grantee is an AWS service that a function's policy lets invoke the function.
type Grantee struct {
	Service        string   // as written, such as s3.amazonaws.com
	SourceARNs     []string // what aws:SourceArn asks for
	SourceAccounts []string // what aws:SourceAccount asks for
	Statement      string
	Conditions     []Condition
}

// ServicePrincipals lists the services that a function's policy lets invoke the function, in the order written. Deny
// statements are not subtracted: Lambda's own calls cannot write them.
func ServicePrincipals(policy Document) []Grantee {
	var list []Grantee
	for _, s := range policy.Statements {
		if s.Effect != Allow || s.opens() == "" {
			continue
		}
		for _, p := range s.Principals {
			if p.Kind == ServicePrincipal {
				list = append(list, Grantee{
					Service: p.ID, Statement: s.Name(), Conditions: s.Conditions,
					SourceARNs: s.required("aws:SourceArn"), SourceAccounts: s.required("aws:SourceAccount"),
				})
			}
		}
	}
	return list
}

// required gives the values that a condition of the statement asks a key to have.
func (s Statement) required(key string) []string {
	var values []string
	for _, c := range s.Conditions {
		if op := parseOperator(c.Operator); c.isKey(key) && !op.negated && op.base != "null" {
			values = append(values, c.Values...)
		}
	}
	return values
}

// serviceMode is how one service invokes functions.
type serviceMode struct {
	Service string
	Async   bool
	Source  string
}

var serviceModes = sync.OnceValue(func() []serviceMode {
	return load[struct{ Principals []serviceMode }]("async_principals.json").Principals
})

// ServiceName gives the name that a service principal has in every region and partition: logs for
// logs.eu-west-1.amazonaws.com.
func ServiceName(principal string) string {
	name := strings.ToLower(principal)
	for _, ending := range []string{".cn", ".amazonaws.com", ".amazon.com"} {
		name = strings.TrimSuffix(name, ending)
	}
	if i := strings.LastIndexByte(name, '.'); i > 0 && looksLikeRegion(name[i+1:]) {
		return name[:i]
	}
	return name
}

// Async reports whether a service principal invokes functions asynchronously. Known is false for services that the table
// does not list. Principals of a region (logs.eu-west-1.amazonaws.com) and of other partitions are found too.
func Async(service string) (async, known bool) {
	name := ServiceName(service)
	i := slices.IndexFunc(serviceModes(), func(m serviceMode) bool { return m.Service == name })
	if i < 0 {
		return false, false
	}
	return serviceModes()[i].Async, true
}

// looksLikeRegion is a shape, not a list, so that new regions need no release: letters, a dash, and a digit at the end.
func looksLikeRegion(text string) bool {
	return strings.Contains(text, "-") && strings.IndexByte("0123456789", text[len(text)-1]) >= 0
}
