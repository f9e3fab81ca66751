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
	var err error
	if s.Header.Scope.Named() != nil {
		err = tagsOf(ctx, client, knownIn(r, region), put)
	} else {
		err = listTags(ctx, client, put)
	}
	if err != nil {
		return fmt.Errorf("get the tags of the functions in %s: %w", region, err)
	}
	for _, arn := range knownIn(r, region) {
		if !audit.Told(ctx, arn) {
			put(arn, nil, nil)
		}
	}
	return nil
}

// tagsPage is the page of GetResources, and how many resources a call may name
// (API reference, 2026-11-17).
const tagsPage = 100

// listTags puts the tags of all functions of the region; those without any are
// not listed.
func listTags(ctx context.Context, client *resourcegroupstaggingapi.Client, put audit.Put[map[string]string]) error {
	return audit.Pages(ctx, "", func(ctx context.Context, token *string) (int, *string, error) {
		out, err := client.GetResources(ctx, &resourcegroupstaggingapi.GetResourcesInput{
			ResourceTypeFilters: []string{"lambda:function"}, ResourcesPerPage: aws.Int32(tagsPage), PaginationToken: token})
		if err != nil {
			return 0, nil, err
		}
		putTags(out.ResourceTagMappingList, put)
		return len(out.ResourceTagMappingList), out.PaginationToken, nil
	})
}

// tagsOf puts the tags of the named functions. The call takes no filter and no
// page beside their ARNs.
func tagsOf(ctx context.Context, client *resourcegroupstaggingapi.Client, functions []string, put audit.Put[map[string]string]) error {
	for some := range slices.Chunk(functions, tagsPage) {
		out, err := client.GetResources(ctx, &resourcegroupstaggingapi.GetResourcesInput{ResourceARNList: some})
		if err != nil {
			return err
		}
		putTags(out.ResourceTagMappingList, put)
	}
	return nil
}

func putTags(list []types.ResourceTagMapping, put audit.Put[map[string]string]) {
	for _, m := range list {
		tags := make(map[string]string, len(m.Tags))
		for _, t := range m.Tags {
			tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
		}
		put(aws.ToString(m.ResourceARN), tags, nil)
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
