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
	Name: "version-config", Doc: "the configuration of a version that an alias serves, where no listing of versions told it: then it takes a call a version",
	Kind:       KindVersion,
	Operations: []string{"Lambda.GetFunctionConfiguration"},
	Actions:    []string{"lambda:GetFunctionConfiguration"},
	Needs:      []audit.Dep{Functions, Versions, Aliases},
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Config] {
		versions, _ := Versions.Of(r, s.Functions[0]) // those that are missing are asked for
		for i := range versions {
			if versions[i].Version == s.Locus {
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
	Name: KindVersion, Doc: "a published version that an alias serves: what callers run by that alias", OfFunction: true,
	From: []audit.Dep{Functions, Tags, Aliases},
	List: func(r audit.Reader) ([]audit.Subject, error) {
		functions, incomplete := r.Subjects(KindFunction)
		var list []audit.Subject
		for _, f := range functions {
			aliases, err := Aliases.Of(r, f.ID)
			incomplete = cmp.Or(incomplete, unlessGone(err))
			for _, number := range servedVersions(aliases) {
				list = append(list, servedVersion(&f, number))
			}
		}
		return list, incomplete
	},
	Candidates: publishedVersions,
})

// publishedVersions are all versions of the functions: which of them an alias
// serves takes a call a function. Where they are not known either, one stands for
// them.
func publishedVersions(r audit.Reader) []audit.Subject {
	functions, _ := r.Subjects(KindFunction) // a plan says what could not be listed
	var list []audit.Subject
	for _, f := range functions {
		versions, unlisted := Versions.Of(r, f.ID)
		for i := range versions {
			list = append(list, servedVersion(&f, versions[i].Version))
		}
		if _, open := Aliases.Of(r, f.ID); unlisted != nil && open != nil {
			list = append(list, servedVersion(&f, "?"))
		}
	}
	return list
}

// servedVersion is a version of the function as a subject.
func servedVersion(f *audit.Subject, number string) audit.Subject {
	return audit.Subject{Kind: KindVersion, ID: f.ID + ":" + number, Account: f.Account, Region: f.Region, Locus: number, Functions: f.Functions}
}

// configurationSources are what eachConfiguration reads.
var configurationSources = []audit.Dep{Functions, Tags, Aliases, VersionConfig}

// eachConfiguration visits what the functions in the run's scope may run with:
// $LATEST and each version that an alias serves, in the order of the functions.
// The error says that there may be more.
func eachConfiguration(r audit.Reader, visit func(function string, c Config)) error {
	functions, incomplete := r.Subjects(KindFunction)
	for _, f := range functions {
		c, err := Functions.Of(r, f.ID)
		incomplete = cmp.Or(incomplete, err)
		visit(f.ID, c)
	}
	versions, more := r.Subjects(KindVersion)
	for _, v := range versions {
		c, err := VersionConfig.Of(r, v.ID)
		more = cmp.Or(more, unlessGone(err))
		visit(v.Functions[0], c)
	}
	return cmp.Or(incomplete, more)
}

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
