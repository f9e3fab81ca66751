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

// queriesPerCall is how many metrics GetMetricData takes at once.
const queriesPerCall = audit.MetricsPerCall

// pointsPerCall is how many values one page of its answer holds (the same page).
const pointsPerCall = 100_800

// The periods of metrics, in seconds. A day is what the rules count in, and
// percentiles of shorter ones cannot be put together.
const (
	day  = 24 * hour
	hour = 60 * 60
)

// span is a stretch of time, cut into periods of so many seconds.
type span struct {
	start, end time.Time
	period     int32
}

// series names one metric and statistic of a source.
type series struct {
	metric, statistic string
	of                source
}

// source is what a metric is measured of.
type source struct {
	namespace  string
	dimensions []types.Dimension
}

// ofRegion is all of Lambda in a region.
func ofRegion() source { return source{namespace: "AWS/Lambda"} }

// ofFunction is a function with all its versions.
func ofFunction(name string) source {
	return source{"AWS/Lambda", []types.Dimension{dimension("FunctionName", name)}}
}

// ofQualifier is a function as far as it is invoked by an alias or a version.
func ofQualifier(name, qualifier string) source {
	return source{"AWS/Lambda", []types.Dimension{dimension("FunctionName", name), dimension("Resource", name+":"+qualifier)}}
}

// ofInsights is a function as Lambda Insights sees it, with all its versions.
func ofInsights(name string) source {
	return source{"LambdaInsights", []types.Dimension{dimension("function_name", name)}}
}

// ofLogGroup is a log group, whoever writes to it.
func ofLogGroup(name string) source {
	return source{"AWS/Logs", []types.Dimension{dimension("LogGroupName", name)}}
}

func dimension(name, value string) types.Dimension {
	return types.Dimension{Name: &name, Value: &value}
}

// always says that a fact asks so many metrics of each subject.
func always(n int) func(audit.Reader, *audit.Subject) (least, most int) {
	return func(audit.Reader, *audit.Subject) (int, int) { return n, n }
}

// metricDays asks for series by day and hands over each point with the series'
// index and the day's. CloudWatch answers in any order, and in pages. It returns
// the series of which it did not tell everything.
func metricDays(ctx context.Context, s *audit.Session, region string, wanted []series, point func(series, day int, value float64)) (map[int]error, error) {
	window := s.Header.Window
	return metricPoints(ctx, s, region, span{window.Start, window.End, day}, wanted, func(i int, at time.Time, value float64) {
		if d, ok := window.Day(at); ok {
			point(i, d, value)
		}
	})
}

// metricPoints is metricDays for any span; it hands over when each period began.
func metricPoints(ctx context.Context, s *audit.Session, region string, over span, wanted []series, point func(series int, at time.Time, value float64)) (map[int]error, error) {
	open := map[int]error{}
	for first := 0; first < len(wanted); first += queriesPerCall {
		part := wanted[first:min(first+queriesPerCall, len(wanted))]
		more, err := metricPart(ctx, s, region, over, part, func(i int, at time.Time, value float64) { point(first+i, at, value) })
		if err != nil {
			return nil, err
		}
		for i, why := range more {
			open[first+i] = why
		}
	}
	return open, nil
}

// metricPart is metricPoints for as many series as one call takes.
func metricPart(ctx context.Context, s *audit.Session, region string, over span, wanted []series, point func(series int, at time.Time, value float64)) (map[int]error, error) {
	queries := make([]types.MetricDataQuery, len(wanted))
	for i, w := range wanted {
		queries[i] = query(i, w, over.period)
	}
	client := audit.Client(s, region, cloudwatch.NewFromConfig)
	in := cloudwatch.GetMetricDataInput{
		MetricDataQueries: queries, StartTime: aws.Time(over.start), EndTime: aws.Time(over.end), ScanBy: types.ScanByTimestampAscending,
	}
	status := map[int]types.StatusCode{}
	err := audit.Walk(ctx, func(ctx context.Context, token *string) (int, *string, error) {
		in.NextToken = token
		out, err := client.GetMetricData(ctx, &in)
		if err != nil {
			return 0, nil, err
		}
		values := 0 // a page names series also where it tells nothing of them
		for _, result := range out.MetricDataResults {
			if i, ok := indexOf(result, len(wanted)); ok {
				status[i] = result.StatusCode // the last page's counts
				values += len(result.Values)
				visit(result, func(at time.Time, value float64) { point(i, at, value) })
			}
		}
		return values, out.NextToken, nil
	})
	if err != nil {
		return nil, err
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

func query(i int, w series, period int32) types.MetricDataQuery {
	metric := &types.Metric{Namespace: aws.String(w.of.namespace), MetricName: aws.String(w.metric), Dimensions: w.of.dimensions}
	return types.MetricDataQuery{
		Id:         aws.String("q" + strconv.Itoa(i)),
		MetricStat: &types.MetricStat{Metric: metric, Period: aws.Int32(period), Stat: aws.String(w.statistic)},
	}
}

// indexOf is the series that a result is of; an id that was not asked for is none.
func indexOf(result types.MetricDataResult, wanted int) (int, bool) {
	i, err := strconv.Atoi(strings.TrimPrefix(aws.ToString(result.Id), "q"))
	return i, err == nil && i >= 0 && i < wanted
}

// visit hands over the points of one result.
func visit(result types.MetricDataResult, point func(at time.Time, value float64)) {
	for n, at := range result.Timestamps {
		if n < len(result.Values) {
			point(at.Truncate(time.Second), result.Values[n])
		}
	}
}
