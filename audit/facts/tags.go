package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"

	"lambda-audit/audit"
)

// Tags are the functions' tags. They are asked for only where the run chooses
// functions by tag or shows tags.
var Tags = audit.RegisterFact(audit.Fact[map[string]string]{
	Name: "tags", Doc: "the tags of every function that has any",
	Kind: KindFunction, Over: audit.KindRegion, OnDemand: true,
	Operations: []string{"Resource Groups Tagging API.GetResources"},
	Actions:    []string{"tag:GetResources"},
	Needs:      []audit.Dep{Functions},
	Collect:    collectTags,
	Example: audit.Example{
		Reply:  `{"ResourceTagMappingList":[{"ResourceARN":"arn:aws:lambda:eu-west-1:111122223333:function:orders-api","Tags":[{"Key":"team","Value":"orders"}]}]}`,
		Source: "https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html",
	},
})

func collectTags(ctx context.Context, s *audit.Session, r audit.Reader, regions []audit.Subject, put audit.Put[map[string]string]) error {
	region := regions[0].ID
	seen := map[string]map[string]string{}
	pages := resourcegroupstaggingapi.NewGetResourcesPaginator(audit.Client(s, region, resourcegroupstaggingapi.NewFromConfig),
		&resourcegroupstaggingapi.GetResourcesInput{ResourceTypeFilters: []string{"lambda:function"}, ResourcesPerPage: aws.Int32(100)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("get the tags of the functions in %s: %w", region, err)
		}
		for _, m := range page.ResourceTagMappingList {
			tags := make(map[string]string, len(m.Tags))
			for _, t := range m.Tags {
				tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
			}
			seen[aws.ToString(m.ResourceARN)] = tags
			put(aws.ToString(m.ResourceARN), tags, nil)
		}
	}
	return putRest(r, region, seen, put)
}

// putRest tells, after a complete sweep, the empty value of each function that
// the listing had nothing to say of.
func putRest[T any](r audit.Reader, region string, seen map[string]T, put audit.Put[T]) error {
	var nothing T
	_ = Functions.All(r, func(arn string, _ Config) { // what is not listed is told nothing of
		if a, _ := audit.ParseARN(arn); a.Region != region {
			return
		}
		if _, ok := seen[arn]; !ok {
			put(arn, nothing, nil)
		}
	})
	return nil
}
