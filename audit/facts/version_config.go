package facts

import (
	"cmp"
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// KindVersion is the kind of the published versions that aliases serve.
const KindVersion audit.KindName = "version"

// VersionConfig is the configuration of each version that an alias serves.
var VersionConfig = audit.RegisterFact(audit.Fact[Config]{
	Name: "version-config", Doc: "the configuration of a version that an alias serves, where no listing of versions told it",
	Kind:       KindVersion,
	Operations: []string{"Lambda.GetFunctionConfiguration"},
	Actions:    []string{"lambda:GetFunctionConfiguration"},
	Needs:      []audit.Dep{Functions, Versions, Aliases},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Config] {
		versions, err := Versions.Of(r, s.Functions[0])
		for i := range versions {
			if err == nil && versions[i].Version == s.Locus {
				return audit.Settled(versions[i], "the listing of versions tells it")
			}
		}
		return audit.Ask[Config]()
	},
	GateDoc: "ListFunctions with FunctionVersion=ALL gives each version's own configuration, and a version never changes.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, versions []audit.Subject, put audit.Put[Config]) error {
		v := versions[0]
		out, err := audit.Client(s, v.Region, lambda.NewFromConfig).GetFunctionConfiguration(ctx,
			&lambda.GetFunctionConfigurationInput{FunctionName: &v.Functions[0], Qualifier: &v.Locus})
		if err != nil {
			return fmt.Errorf("get the configuration of %s: %w", v.ID, err)
		}
		put(v.ID, config(asListed(out), s.Secrets), nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"FunctionName":"orders-api","Version":"7","Runtime":"python3.13","DeadLetterConfig":{"TargetArn":"arn:aws:sqs:eu-west-1:111122223333:orders-dlq"}}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html",
	},
})

// ServedVersion is the kind of the versions that aliases of the functions in the
// run's scope serve: what runs is often not $LATEST.
var ServedVersion = audit.RegisterKind(audit.Kind{
	Name: KindVersion, Doc: "a published version that an alias serves: what callers run by that alias",
	From: []audit.Dep{Functions, Tags, Aliases},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		functions, incomplete := r.Subjects(KindFunction)
		var list []audit.Subject
		for _, f := range functions {
			aliases, err := Aliases.Of(r, f.ID)
			incomplete = cmp.Or(incomplete, unlessGone(err))
			for _, number := range servedVersions(aliases) {
				list = append(list, audit.Subject{Kind: KindVersion, ID: f.ID + ":" + number, Account: f.Account,
					Region: f.Region, Locus: number, Functions: f.Functions})
			}
		}
		return list, incomplete
	},
})

// servedVersions are the published versions behind any of the aliases.
func servedVersions(aliases []Alias) []string {
	var list []string
	for _, a := range aliases {
		for _, number := range a.Versions {
			if number != "$LATEST" {
				list = append(list, number)
			}
		}
	}
	return sorted(list)
}
