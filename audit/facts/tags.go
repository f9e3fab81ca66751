package facts

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi/types"

	"lambda-audit/audit"
)

// Tags are the functions' tags. No kind of subject waits for them unless the run
// chooses functions by tag: they come in where a rule reads them, or somebody
// wants to see them.
var Tags = audit.RegisterFact(audit.Fact[map[string]string]{
	Name: "tags", Doc: "the tags of every function that has any; a hundred functions a call",
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
	client := audit.Client(s, region, resourcegroupstaggingapi.NewFromConfig)
	seen := map[string]map[string]string{}
	var err error
	if s.Header.Scope.Named() != nil {
		err = tagsOf(ctx, client, knownIn(r, region), seen)
	} else {
		err = listTags(ctx, client, seen)
	}
	for arn, tags := range seen {
		put(arn, tags, nil)
	}
	if err != nil {
		return fmt.Errorf("get the tags of the functions in %s: %w", region, err)
	}
	return putRest(r, region, seen, put)
}

// tagsPage is the page of GetResources, and how many resources a call may name
// (API reference, 2026-11-17).
const tagsPage = 100

// listTags adds the tags of all functions of the region; those without any are
// not listed.
func listTags(ctx context.Context, client *resourcegroupstaggingapi.Client, seen map[string]map[string]string) error {
	pages := resourcegroupstaggingapi.NewGetResourcesPaginator(client,
		&resourcegroupstaggingapi.GetResourcesInput{ResourceTypeFilters: []string{"lambda:function"}, ResourcesPerPage: aws.Int32(tagsPage)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		addTags(seen, page.ResourceTagMappingList)
	}
	return nil
}

// tagsOf adds the tags of the named functions. The call takes no filter and no
// page beside their ARNs.
func tagsOf(ctx context.Context, client *resourcegroupstaggingapi.Client, functions []string, seen map[string]map[string]string) error {
	for some := range slices.Chunk(functions, tagsPage) {
		out, err := client.GetResources(ctx, &resourcegroupstaggingapi.GetResourcesInput{ResourceARNList: some})
		if err != nil {
			return err
		}
		addTags(seen, out.ResourceTagMappingList)
	}
	return nil
}

func addTags(seen map[string]map[string]string, list []types.ResourceTagMapping) {
	for _, m := range list {
		tags := make(map[string]string, len(m.Tags))
		for _, t := range m.Tags {
			tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
		}
		seen[aws.ToString(m.ResourceARN)] = tags
	}
}

// knownIn are the functions of the region, as far as they are known.
func knownIn(r audit.Reader, region string) []string {
	var list []string
	_ = Functions.All(r, func(arn string, _ Config) { // what is not listed has no tags to ask for
		if a, _ := audit.ParseARN(arn); a.Region == region {
			list = append(list, arn)
		}
	})
	return list
}

// putRest tells, after a complete sweep, the empty value of each function that
// the listing had nothing to say of.
func putRest[T any](r audit.Reader, region string, seen map[string]T, put audit.Put[T]) error {
	var nothing T
	for _, arn := range knownIn(r, region) {
		if _, ok := seen[arn]; !ok {
			put(arn, nothing, nil)
		}
	}
	return nil
}
