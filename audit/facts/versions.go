package facts

import (
	"context"
	"fmt"
	"slices"

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
	limit := versionsPerFunction * max(len(knownIn(r, region)), 50) // an incomplete list only lowers it
	seen := map[string][]Config{}
	rows := 0
	err := audit.Gather(ctx, "", func(ctx context.Context, token *string) ([]Config, *string, error) {
		out, err := client.ListFunctions(ctx, &lambda.ListFunctionsInput{FunctionVersion: types.FunctionVersionAll, MaxItems: aws.Int32(50), Marker: token})
		if err != nil {
			return nil, nil, fmt.Errorf("list the versions of all functions in %s: %w", region, err)
		}
		return versionRows(out.Functions, s.Secrets), out.NextMarker, nil
	}, func(page []Config, last bool) error {
		for _, c := range page {
			addVersion(seen, c)
		}
		if rows += len(page); rows > limit && !last {
			return &audit.Unknown{Reason: audit.NotAsked, Fact: "versions", Message: "the region keeps too many versions to list them all"}
		}
		return nil
	})
	for arn, list := range seen {
		put(arn, list, audit.AtLeast(err))
	}
	if err != nil {
		return err
	}
	for _, arn := range knownIn(r, region) {
		if _, ok := seen[arn]; !ok {
			put(arn, nil, nil)
		}
	}
	return nil
}

// versionRows are the rows of a page. Of $LATEST the name alone is kept: that the
// function is listed.
func versionRows(page []types.FunctionConfiguration, classifier *secrets.Classifier) []Config {
	rows := make([]Config, len(page))
	for i := range page {
		if rows[i].ARN, _ = audit.FunctionARN(aws.ToString(page[i].FunctionArn)); aws.ToString(page[i].Version) != "$LATEST" {
			rows[i] = config(&page[i], classifier)
		}
	}
	return rows
}

// addVersion notes a row of the listing, once; $LATEST makes the function known
// without a version.
func addVersion(seen map[string][]Config, row Config) {
	list := seen[row.ARN]
	if row.Version != "" && !slices.ContainsFunc(list, func(c Config) bool { return c.Version == row.Version }) {
		list = append(list, row)
	}
	seen[row.ARN] = list
}
