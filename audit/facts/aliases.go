package facts

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// KindAlias is the kind of the functions' aliases.
const KindAlias audit.KindName = "alias"

// Alias is a name for a version, and sometimes for a share of a second one.
type Alias struct {
	Name     string   `json:"name"`
	ARN      string   `json:"arn"`
	Versions []string `json:"versions"` // what it serves, the main one first
}

// Aliases are the aliases of each function.
var Aliases = audit.RegisterFact(audit.Fact[[]Alias]{
	Name: "aliases", Doc: "the aliases of a function and the versions they serve. No listing of a region carries them, so it takes a call a published function",
	Kind:       KindFunction,
	Operations: []string{"Lambda.ListAliases"},
	Actions:    []string{"lambda:ListAliases"},
	Needs:      []audit.Dep{Functions, Versions, Presence},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[[]Alias] {
		versions, err := Versions.Of(r, s.ID)
		if err != nil || len(versions) > 0 {
			return audit.Ask[[]Alias]()
		}
		presence, err := Presence.Of(r, s.ID)
		if err != nil || len(presence.Qualifiers) > 0 {
			return audit.Ask[[]Alias]()
		}
		return audit.Settled[[]Alias](nil, "nothing is published, and nothing was invoked by an alias")
	},
	GateDoc: "An alias serves published versions (ListFunctions with FunctionVersion=ALL lists them all). The one " +
		"exception that AWS allows is an alias on $LATEST: it shows in the metrics as a Resource dimension once it is " +
		"invoked, and then it is asked for. An alias on $LATEST of a function that was never published and that nobody " +
		"invoked by it for two weeks is not seen, and no more is its policy.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[[]Alias]) error {
		f := functions[0]
		client := audit.Client(s, f.Region, lambda.NewFromConfig)
		return listAll(ctx, f.ID, "aliases", func(ctx context.Context, token *string) ([]Alias, *string, error) {
			out, err := client.ListAliases(ctx, &lambda.ListAliasesInput{FunctionName: &f.ID, Marker: token})
			if err != nil {
				return nil, nil, err
			}
			return aliasesOf(out), out.NextMarker, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `{"Aliases":[{"AliasArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api:live","Name":"live","FunctionVersion":"7","RoutingConfig":{"AdditionalVersionWeights":{"8":0.1}}}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html",
	},
})

// AliasKind is the kind of the aliases of the functions in the run's scope.
var AliasKind = audit.RegisterKind(audit.Kind{
	Name: KindAlias, Doc: "an alias: what callers invoke by it, with a policy and settings of its own", OfFunction: true,
	From: []audit.Dep{Functions, Tags, Aliases},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		functions, incomplete := r.Subjects(KindFunction)
		var list []audit.Subject
		for _, f := range functions {
			aliases, err := Aliases.Of(r, f.ID)
			incomplete = cmp.Or(incomplete, unlessGone(err))
			for _, a := range aliases {
				list = append(list, audit.Subject{Kind: KindAlias, ID: a.ARN, Account: f.Account, Region: f.Region, Locus: a.Name, Functions: f.Functions})
			}
		}
		return list, incomplete
	},
})

func aliasesOf(page *lambda.ListAliasesOutput) []Alias {
	list := make([]Alias, len(page.Aliases))
	for i, a := range page.Aliases {
		versions := []string{aws.ToString(a.FunctionVersion)}
		if a.RoutingConfig != nil {
			versions = append(versions, slices.Sorted(maps.Keys(a.RoutingConfig.AdditionalVersionWeights))...)
		}
		list[i] = Alias{Name: aws.ToString(a.Name), ARN: aws.ToString(a.AliasArn), Versions: versions}
	}
	return list
}
