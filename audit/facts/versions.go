package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"lambda-audit/audit"
	"lambda-audit/audit/secrets"
)

// Versions are the configurations of each function's published versions, oldest
// first as AWS lists them; none where it was never published.
var Versions = audit.RegisterFact(audit.Fact[[]Config]{
	Name: "versions", Doc: "the published versions of every function, from the region's listing of all versions",
	Kind: KindFunction, Over: audit.KindRegion,
	Operations: []string{"Lambda.ListFunctions"},
	Actions:    []string{"lambda:ListFunctions"},
	Needs:      []audit.Dep{Functions},
	Collect:    collectVersions,
	Example: audit.Example{
		Reply:  `{"Functions":[{"FunctionName":"orders-api","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api:7","Version":"7"}]}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html (FunctionVersion=ALL)",
	},
})

// versionsPerFunction caps the listing of all versions: where an account keeps
// more on average, asking function by function is not dearer.
const versionsPerFunction = 4

func collectVersions(ctx context.Context, s *audit.Session, r audit.Reader, regions []audit.Subject, put audit.Put[[]Config]) error {
	region := regions[0].ID
	client := audit.Client(s, region, lambda.NewFromConfig)
	if s.Header.Scope.Named() != nil {
		return notListed("versions")
	}
	functions := 0
	_ = Functions.All(r, func(arn string, _ Config) { // an incomplete list only lowers the cap
		if a, _ := audit.ParseARN(arn); a.Region == region {
			functions++
		}
	})
	seen := map[string][]Config{}
	rows := 0
	breakOff := func(err error) error {
		for arn, list := range seen {
			put(arn, list, audit.AtLeast(err))
		}
		return err
	}
	pages := lambda.NewListFunctionsPaginator(client, &lambda.ListFunctionsInput{FunctionVersion: types.FunctionVersionAll, MaxItems: aws.Int32(50)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return breakOff(fmt.Errorf("list the versions of all functions in %s: %w", region, err))
		}
		for i := range page.Functions {
			addVersion(r, seen, &page.Functions[i], s.Secrets)
		}
		if rows += len(page.Functions); rows > versionsPerFunction*max(functions, 50) && pages.HasMorePages() {
			return breakOff(&audit.Unknown{Reason: audit.NotAsked, Fact: "versions", Message: "the region keeps too many versions to list them all"})
		}
	}
	for arn, list := range seen {
		put(arn, list, nil)
	}
	return putRest(r, region, seen, put)
}

// addVersion notes a row of the listing; $LATEST makes the function known
// without a version. All is put at the end, so versions that hardly differ must not
// each have texts and lists of their own until then.
func addVersion(r audit.Reader, seen map[string][]Config, f *types.FunctionConfiguration, classifier *secrets.Classifier) {
	arn, _ := audit.FunctionARN(aws.ToString(f.FunctionArn))
	list := seen[arn]
	if c := config(f, classifier); c.Version != "" {
		audit.Share(r, &c)
		list = append(list, c)
	}
	seen[arn] = list
}
