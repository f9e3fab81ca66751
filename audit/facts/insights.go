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
	pages := cloudwatch.NewListMetricsPaginator(audit.Client(s, region, cloudwatch.NewFromConfig), &cloudwatch.ListMetricsInput{
		Namespace: aws.String("LambdaInsights"), MetricName: aws.String("memory_utilization"),
		Dimensions: []types.DimensionFilter{{Name: aws.String("function_name")}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("list the metrics of Lambda Insights in %s: %w", region, err)
		}
		for _, m := range page.Metrics {
			for _, d := range m.Dimensions {
				if aws.ToString(d.Name) == "function_name" {
					measured[aws.ToString(d.Value)] = true
				}
			}
		}
	}
	for _, arn := range functionsIn(r, region) {
		a, _ := audit.ParseARN(arn)
		put(arn, measured[a.Name()], nil)
	}
	return nil
}
