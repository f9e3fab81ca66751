package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/iam"
)

// A URL is a function URL with the policy that its callers are judged by.
type URL struct {
	facts.FunctionURL
	Policy iam.Document // of the function, or of the alias that it hangs on
	Err    error        // the policy could not be read
}

// URLs are the URLs of a function and of its aliases. The error says that there
// may be more.
var URLs = audit.RegisterView(audit.View[[]URL]{
	Name: "urls", From: []audit.Dep{facts.FunctionURLs, Policy},
	Compute: func(r audit.Reader, function string) ([]URL, error) {
		known, err := facts.FunctionURLs.Of(r, function)
		list := make([]URL, len(known))
		for i, u := range known {
			id := function
			if u.Qualifier != "$LATEST" {
				id += ":" + u.Qualifier
			}
			list[i].FunctionURL = u
			list[i].Policy, list[i].Err = Policy.Of(r, id)
		}
		return list, err
	},
})
