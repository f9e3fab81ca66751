package facts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"lambda-audit/audit"
)

// Seen says whether CloudWatch holds any trace of a function in two weeks.
type Seen struct {
	Active bool `json:"active,omitempty"`
	// Async says that events were handed over asynchronously.
	Async bool `json:"async,omitempty"`
	// Qualifiers are the aliases and versions it was invoked by.
	Qualifiers []string `json:"qualifiers,omitempty"`
	// Rare are those of RareMetrics that had data.
	Rare []string `json:"rare,omitempty"`
}

// Has reports whether one of RareMetrics had data.
func (s *Seen) Has(metric string) bool { return slices.Contains(s.Rare, metric) }

// presenceMetrics show, between them, every function that was called at all:
// throttled calls count as no invocation, and events may wait uninvoked.
var presenceMetrics = []string{"Invocations", "Throttles", "AsyncEventsReceived"}

// RareMetrics are those of AWS/Lambda that most functions have no data of: to ask
// only where they exist takes one listing each.
var RareMetrics = []string{
	"AsyncEventsDropped", "DeadLetterErrors", "DestinationDeliveryFailures", "IteratorAge",
	"ProvisionedConcurrencySpilloverInvocations", "RecursiveInvocationsDropped", "UrlRequestCount",
}

// PresenceDays is how far back ListMetrics sees: a metric leaves the list two
// weeks after its last data point.
const PresenceDays = 14

// Presence tells which functions ran at all in the last two weeks.
var Presence = audit.RegisterFact(audit.Fact[Seen]{
	Name: "presence", Doc: "which functions have any metric of the last two weeks, from the region's list of metrics",
	Kind: KindFunction, Over: audit.KindRegion,
	Operations: []string{"CloudWatch.ListMetrics"},
	Actions:    []string{"cloudwatch:ListMetrics"},
	Needs:      []audit.Dep{Functions},
	Collect:    collectPresence,
	Example: audit.Example{
		Reply:  `{"Metrics":[{"Namespace":"AWS/Lambda","MetricName":"Invocations","Dimensions":[{"Name":"FunctionName","Value":"orders-api"},{"Name":"Resource","Value":"orders-api:live"}]}]}`,
		Source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html",
	},
})

func collectPresence(ctx context.Context, s *audit.Session, r audit.Reader, regions []audit.Subject, put audit.Put[Seen]) error {
	if s.Header.Scope.Named() != nil {
		return notListed("presence")
	}
	region := regions[0]
	client := audit.Client(s, region.ID, cloudwatch.NewFromConfig)
	seen := map[string]Seen{}
	for _, metric := range slices.Concat(presenceMetrics, RareMetrics) {
		err := audit.Gather(ctx, metric, func(ctx context.Context, token *string) ([]measured, *string, error) {
			out, err := client.ListMetrics(ctx, &cloudwatch.ListMetricsInput{
				Namespace: aws.String("AWS/Lambda"), MetricName: aws.String(metric),
				Dimensions: []types.DimensionFilter{{Name: aws.String("FunctionName")}}, NextToken: token,
			})
			if err != nil {
				return nil, nil, fmt.Errorf("list the metrics %s in %s: %w", metric, region.ID, err)
			}
			return measuredBy(out.Metrics), out.NextToken, nil
		}, func(rows []measured, _ bool) error {
			for _, row := range rows {
				noteMetric(seen, metric, row)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	_ = Functions.All(r, func(arn string, c Config) { // what is not listed is told nothing of
		if a, _ := audit.ParseARN(arn); a.Region == region.ID {
			put(arn, seen[c.Name], nil)
		}
	})
	return nil
}

// measured is what a metric is of: a function, or one of its aliases and versions.
type measured struct {
	Function string `json:"f"`
	Resource string `json:"r,omitempty"`
}

func measuredBy(metrics []types.Metric) []measured {
	rows := make([]measured, len(metrics))
	for i, m := range metrics {
		for _, d := range m.Dimensions {
			switch aws.ToString(d.Name) {
			case "FunctionName":
				rows[i].Function = aws.ToString(d.Value)
			case "Resource":
				rows[i].Resource = aws.ToString(d.Value)
			}
		}
	}
	return rows
}

// noteMetric notes the function that a metric belongs to, and its qualifier.
func noteMetric(seen map[string]Seen, metric string, row measured) {
	entry := seen[row.Function]
	if slices.Contains(RareMetrics, metric) {
		if !entry.Has(metric) {
			entry.Rare = append(entry.Rare, metric)
		}
		seen[row.Function] = entry
		return
	}
	entry.Active = true
	entry.Async = entry.Async || metric == "AsyncEventsReceived"
	if _, qualifier, ok := strings.Cut(row.Resource, ":"); ok && qualifier != "$LATEST" && !slices.Contains(entry.Qualifiers, qualifier) {
		entry.Qualifiers = append(entry.Qualifiers, qualifier)
		slices.Sort(entry.Qualifiers)
	}
	seen[row.Function] = entry
}
