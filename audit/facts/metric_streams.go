package facts

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"

	"lambda-audit/audit"
)

// MetricStream carries the region's metrics elsewhere as they are measured.
type MetricStream struct {
	Name    string `json:"name"`
	Running bool   `json:"running,omitempty"`
}

// MetricStreams are the metric streams of each region.
var MetricStreams = audit.RegisterFact(audit.Fact[[]MetricStream]{
	Name: "metric-streams", Doc: "the streams that carry a region's metrics to another place, where others may watch them",
	Kind:       audit.KindRegion,
	Operations: []string{"CloudWatch.ListMetricStreams"},
	Actions:    []string{"cloudwatch:ListMetricStreams"},
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, regions []audit.Subject, put audit.Put[[]MetricStream]) error {
		region := regions[0].ID
		client := audit.Client(s, region, cloudwatch.NewFromConfig)
		return listAll(ctx, region, "metric streams", func(ctx context.Context, token *string) ([]MetricStream, *string, error) {
			out, err := client.ListMetricStreams(ctx, &cloudwatch.ListMetricStreamsInput{NextToken: token})
			if err != nil {
				return nil, nil, err
			}
			return metricStreamsOf(out), out.NextToken, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `{"Entries":[{"Name":"to-vendor","Arn":"arn:aws:cloudwatch:eu-west-1:111122223333:metric-stream/to-vendor","State":"running","OutputFormat":"opentelemetry1.0"}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetricStreams.html",
	},
})

func metricStreamsOf(page *cloudwatch.ListMetricStreamsOutput) []MetricStream {
	list := make([]MetricStream, len(page.Entries))
	for i, e := range page.Entries {
		list[i] = MetricStream{aws.ToString(e.Name), aws.ToString(e.State) == "running"}
	}
	return list
}
