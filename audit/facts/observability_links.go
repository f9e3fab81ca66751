package facts

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/oam"

	"lambda-audit/audit"
)

// ObservabilityLink lets a monitoring account see what this account measures.
type ObservabilityLink struct {
	Account string   `json:"account,omitempty"` // the one that watches
	Shares  []string `json:"shares,omitempty"`  // types of resources, such as "AWS::CloudWatch::Metric"
}

// ObservabilityLinks are the links of each region to monitoring accounts.
var ObservabilityLinks = audit.RegisterFact(audit.Fact[[]ObservabilityLink]{
	Name: "observability-links", Doc: "the accounts that may watch a region's metrics from outside: their alarms are not seen from here",
	Kind:       audit.KindRegion,
	Operations: []string{"OAM.ListLinks"},
	Actions:    []string{"oam:ListLinks"},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[[]ObservabilityLink]) error {
		region := regions[0].ID
		client := audit.Client(s, region, oam.NewFromConfig)
		return listAll(ctx, region, "observability links", func(ctx context.Context, token *string) ([]ObservabilityLink, *string, error) {
			out, err := client.ListLinks(ctx, &oam.ListLinksInput{NextToken: token})
			if err != nil {
				return nil, nil, err
			}
			return observabilityLinksOf(out), out.NextToken, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `{"Items":[{"Arn":"arn:aws:oam:eu-west-1:111122223333:link/a1b2","Label":"shop","ResourceTypes":["AWS::CloudWatch::Metric"],"SinkArn":"arn:aws:oam:eu-west-1:444455556666:sink/c3d4"}]}`,
		Source: "https://docs.aws.amazon.com/OAM/latest/APIReference/API_ListLinks.html",
	},
})

func observabilityLinksOf(page *oam.ListLinksOutput) []ObservabilityLink {
	list := make([]ObservabilityLink, len(page.Items))
	for i, item := range page.Items {
		sink, _ := audit.ParseARN(aws.ToString(item.SinkArn))
		list[i] = ObservabilityLink{sink.Account, sorted(item.ResourceTypes)}
	}
	return list
}
