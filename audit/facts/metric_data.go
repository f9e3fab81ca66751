package facts

import (
	"context"
	"fmt"
	"strconv"
	"strings"
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
// index and the day's. CloudWatch answers in any order, and in pages. It returns
// the series of which it did not tell everything.
func metricDays(ctx context.Context, s *audit.Session, region string, wanted []series, point func(series, day int, value float64)) (map[int]error, error) {
	queries := make([]types.MetricDataQuery, len(wanted))
	for i, w := range wanted {
		queries[i] = query(i, w)
	}
	window := s.Header.Window
	pages := cloudwatch.NewGetMetricDataPaginator(audit.Client(s, region, cloudwatch.NewFromConfig), &cloudwatch.GetMetricDataInput{
		MetricDataQueries: queries, StartTime: aws.Time(window.Start), EndTime: aws.Time(window.End), ScanBy: types.ScanByTimestampAscending,
	})
	status := map[int]types.StatusCode{}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, result := range page.MetricDataResults {
			if i, ok := indexOf(result, len(wanted)); ok {
				status[i] = result.StatusCode // the last page's counts
				visit(window, result, func(day int, value float64) { point(i, day, value) })
			}
		}
	}
	return unfinished(status, wanted), nil
}

// unfinished are the series that CloudWatch answered in part or not at all. An
// empty code is that of servers that give none.
func unfinished(status map[int]types.StatusCode, wanted []series) map[int]error {
	open := map[int]error{}
	for i, w := range wanted {
		if code, ok := status[i]; !ok || code != types.StatusCodeComplete && code != "" {
			open[i] = &audit.Unknown{Reason: audit.Failed, Code: string(code), Message: fmt.Sprintf("CloudWatch did not tell all of %s, %s", w.metric, w.statistic)}
		}
	}
	return open
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

// indexOf is the series that a result is of; an id that was not asked for is none.
func indexOf(result types.MetricDataResult, wanted int) (int, bool) {
	i, err := strconv.Atoi(strings.TrimPrefix(aws.ToString(result.Id), "q"))
	return i, err == nil && i >= 0 && i < wanted
}

// visit hands over the points of one result that lie in the window.
func visit(window audit.Window, result types.MetricDataResult, point func(day int, value float64)) {
	for n, at := range result.Timestamps {
		if d, ok := window.Day(at.Truncate(time.Second)); ok && n < len(result.Values) {
			point(d, result.Values[n])
		}
	}
}
