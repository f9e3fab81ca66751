package views

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/iam"
)

// An APISource is an API of API Gateway that a policy lets invoke a function, and
// on which requests.
type APISource struct {
	API   string // its id
	Route string // stage, method and path as written, such as */GET/orders
}

// APISources are the APIs that the policies of a function and of its aliases let
// invoke it. The error says that there may be more. One that cannot be parsed
// lets in none that is known.
var APISources = audit.RegisterView(audit.View[[]APISource]{
	Name: "api-sources", From: []audit.Dep{facts.Aliases, Policy},
	Compute: func(r audit.Reader, function string) ([]APISource, error) {
		aliases, unsure := facts.Aliases.Of(r, function)
		ids := []string{function}
		for _, a := range aliases {
			ids = append(ids, a.ARN)
		}
		var list []APISource
		for _, id := range ids {
			doc, err := Policy.Of(r, id)
			if reason := reasonOf(err); reason != audit.Opaque && reason != audit.Gone {
				unsure = first(unsure, err)
			}
			list = append(list, apiSources(doc)...)
		}
		if reasonOf(unsure) == audit.Gone {
			unsure = nil
		}
		return list, unsure
	},
})

// apiSources reads the APIs' ARNs: arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH.
func apiSources(doc iam.Document) []APISource {
	var list []APISource
	for _, g := range iam.ServicePrincipals(doc) {
		for _, arn := range g.SourceARNs {
			a, ok := audit.ParseARN(arn)
			if !ok || a.Service != "execute-api" {
				continue
			}
			api, route, _ := strings.Cut(a.Resource, "/")
			if !strings.ContainsAny(api, "*?") {
				list = append(list, APISource{api, route})
			}
		}
	}
	return list
}

// APIFunctions are the functions of the audited regions that an API may invoke,
// by its id. The error says that there may be more.
var APIFunctions = audit.RegisterView(audit.View[[]string]{
	Name: "api-functions", From: []audit.Dep{apiIndex},
	Compute: func(r audit.Reader, api string) ([]string, error) {
		index, err := apiIndex.Of(r, "")
		return index[api], err
	},
})

var apiIndex = audit.RegisterView(audit.View[map[string][]string]{
	Name: "api-index", From: []audit.Dep{facts.Functions, APISources},
	Compute: func(r audit.Reader, _ string) (map[string][]string, error) {
		index := map[string][]string{}
		var unsure error
		incomplete := facts.Functions.All(r, func(arn string, _ facts.Config) {
			sources, err := APISources.Of(r, arn)
			unsure = first(unsure, err)
			for _, s := range sources {
				index[s.API] = with(index[s.API], arn)
			}
		})
		if r.Header().Scope.Named() != nil {
			unsure = first(unsure, errNotListed)
		}
		return index, first(incomplete, unsure)
	},
})

// errNotListed is why a run of named functions knows no others.
var errNotListed = error(&audit.Unknown{Reason: audit.NotAsked, Fact: facts.Functions.Name,
	Message: "the functions were named, and the account's others not listed"})
