package facts

import (
	"context"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"lambda-audit/audit"
)

// queriesPerCall is how many metrics GetMetricData takes at once (CloudWatch API
// reference, 2026-11).
const queriesPerCall = 500

// day is the period of every metric: percentiles of shorter ones cannot be put
// together, and a day is what the rules count in.
const day = 24 * 60 * 60

// series names one metric and statistic of AWS/Lambda.
type series struct{ metric, statistic, function string }

// metricDays asks for series by day and hands over each point with the series'
// index and the day's. CloudWatch answers in any order, and in pages.
func metricDays(ctx context.Context, s *audit.Session, region string, wanted []series, point func(series, day int, value float64)) error {
	queries := make([]types.MetricDataQuery, len(wanted))
	for i, w := range wanted {
		queries[i] = query(i, w)
	}
	window := s.Header.Window
	pages := cloudwatch.NewGetMetricDataPaginator(audit.Client(s, region, cloudwatch.NewFromConfig), &cloudwatch.GetMetricDataInput{
		MetricDataQueries: queries, StartTime: aws.Time(window.Start), EndTime: aws.Time(window.End), ScanBy: types.ScanByTimestampAscending,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, result := range page.MetricDataResults {
			visit(window, result, len(wanted), point)
		}
	}
	return nil
}

func query(i int, w series) types.MetricDataQuery {
	metric := &types.Metric{Namespace: aws.String("AWS/Lambda"), MetricName: aws.String(w.metric)}
	if w.function != "" {
		metric.Dimensions = []types.Dimension{{Name: aws.String("FunctionName"), Value: aws.String(w.function)}}
	}
	return types.MetricDataQuery{
		Id:         aws.String("q" + strconv.Itoa(i)),
		MetricStat: &types.MetricStat{Metric: metric, Period: aws.Int32(day), Stat: aws.String(w.statistic)},
	}
}

// visit hands over the points of one result; an id that was not asked for and a
// point outside the window are no answer.
func visit(window audit.Window, result types.MetricDataResult, wanted int, point func(series, day int, value float64)) {
	id := aws.ToString(result.Id)
	if len(id) < 2 {
		return
	}
	i, err := strconv.Atoi(id[1:])
	if err != nil || i < 0 || i >= wanted {
		return
	}
	for n, at := range result.Timestamps {
		if d, ok := window.Day(at.Truncate(time.Second)); ok && n < len(result.Values) {
			point(i, d, result.Values[n])
		}
	}
}
