package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"lambda-audit/audit"
)

// Insights tells which functions Lambda Insights has measured in the last two
// weeks.
var Insights = audit.RegisterFact(audit.Fact[bool]{
	Name: "insights", Doc: "which functions Lambda Insights has measured in the last two weeks, from the region's list of its metrics",
	Kind: KindFunction, Over: audit.KindRegion,
	Operations: []string{"CloudWatch.ListMetrics"},
	Actions:    []string{"cloudwatch:ListMetrics"},
	Needs:      []audit.Dep{Functions},
	Collect:    collectInsights,
	Example: audit.Example{
		Reply:  `{"Metrics":[{"Namespace":"LambdaInsights","MetricName":"memory_utilization","Dimensions":[{"Name":"function_name","Value":"orders-api"}]}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-metrics.html",
	},
})

func collectInsights(ctx context.Context, s *audit.Session, r audit.Reader, regions []audit.Subject, put audit.Put[bool]) error {
	if s.Header.Scope.Named() != nil {
		return notListed("insights")
	}
	region := regions[0].ID
	measured := map[string]bool{}
	client := audit.Client(s, region, cloudwatch.NewFromConfig)
	err := audit.Gather(ctx, "", func(ctx context.Context, token *string) ([]string, *string, error) {
		out, err := client.ListMetrics(ctx, &cloudwatch.ListMetricsInput{
			Namespace: aws.String("LambdaInsights"), MetricName: aws.String("memory_utilization"),
			Dimensions: []types.DimensionFilter{{Name: aws.String("function_name")}}, NextToken: token,
		})
		if err != nil {
			return nil, nil, fmt.Errorf("list the metrics of Lambda Insights in %s: %w", region, err)
		}
		return insightsNames(out.Metrics), out.NextToken, nil
	}, func(names []string, _ bool) error {
		for _, name := range names {
			measured[name] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, arn := range functionsIn(r, region) {
		a, _ := audit.ParseARN(arn)
		put(arn, measured[a.Name()], nil)
	}
	return nil
}

// insightsNames are the functions that the metrics are of.
func insightsNames(metrics []types.Metric) []string {
	var names []string
	for _, m := range metrics {
		for _, d := range m.Dimensions {
			if aws.ToString(d.Name) == "function_name" {
				names = append(names, aws.ToString(d.Value))
			}
		}
	}
	return names
}
