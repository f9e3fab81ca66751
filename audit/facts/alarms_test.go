package facts_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// watched is an account with what its file says of one region.
func watched(t *testing.T, inRegion string) *fixtures.Account {
	t.Helper()
	account, err := fixtures.Parse([]byte(`{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"r"}],"regions":[{"name":"eu-west-1",` + inRegion + `}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return account
}

const alarmPrefix = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:"

func TestAlarmsAreKeptInShort(t *testing.T) {
	account := watched(t, `"alarms":[
		{"AlarmName":"plain","Namespace":"AWS/Lambda","MetricName":"Duration","ExtendedStatistic":"p90","Threshold":9000,"Dimensions":[{"Name":"FunctionName","Value":"f"}],
		 "AlarmActions":["arn:aws:sns:eu-west-1:111122223333:b","arn:aws:sns:eu-west-1:111122223333:a","arn:aws:lambda:eu-west-1:111122223333:function:f"]},
		{"AlarmName":"band","ActionsEnabled":false,"ThresholdMetricId":"b","Metrics":[{"Id":"b","Expression":"ANOMALY_DETECTION_BAND(m)"},
		 {"Id":"m","AccountId":"111122223333","MetricStat":{"Stat":"Sum","Period":60,"Metric":{"Namespace":"AWS/Lambda","MetricName":"Errors"}}}]},
		{"AlarmName":"theirs","Threshold":1,"Metrics":[{"Id":"m","AccountId":"999988887777","MetricStat":{"Stat":"Sum","Period":60,"Metric":{"Namespace":"AWS/Lambda","MetricName":"Errors"}}}]}],
		"composite_alarms":[{"AlarmName":"all","AlarmRule":"ALARM(plain)"}]`)
	r := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.Alarms)).Reader()
	got := map[string]string{}
	if err := facts.Alarms.All(r, func(arn string, a facts.Alarm) {
		threshold := "none"
		if a.Threshold != nil {
			threshold = fmt.Sprint(*a.Threshold)
		}
		got[strings.TrimPrefix(arn, alarmPrefix)] = fmt.Sprintf("%v %v %q %s %+v", a.Off, a.Actions, a.Rule, threshold, a.Metrics)
	}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"plain":  `false [lambda sns] "" 9000 [{Namespace:AWS/Lambda Name:Duration Statistic:p90 Dimensions:map[FunctionName:f] Expression: Account:}]`,
		"band":   `true [] "" none [{Namespace: Name: Statistic: Dimensions:map[] Expression:ANOMALY_DETECTION_BAND(m) Account:} {Namespace:AWS/Lambda Name:Errors Statistic:Sum Dimensions:map[] Expression: Account:}]`,
		"theirs": `false [] "" 1 [{Namespace:AWS/Lambda Name:Errors Statistic:Sum Dimensions:map[] Expression: Account:999988887777}]`,
		"all":    `false [] "ALARM(plain)" none []`,
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s:\n%s, want\n%s", name, got[name], want[name])
		}
	}
}

func TestAlarmsOfManyPages(t *testing.T) {
	var list []string
	for i := range 730 {
		list = append(list, fmt.Sprintf(`{"AlarmName":"a%d"}`, i))
	}
	account := watched(t, `"functions":[{"name":"f","role":"r"}],"alarms":[`+strings.Join(list, ",")+`]`)
	for named, want := range map[string]int{"": 730, "f": 500} {
		known := collect(t, open(t, serve(account), account, func(o *audit.Options) {
			if named != "" {
				o.Scope.Functions = []string{named}
			}
		}), audit.NewSet(facts.Alarms))
		count := 0
		err := facts.Alarms.All(known.Reader(), func(string, facts.Alarm) { count++ })
		if count != want || (err != nil) != (named != "") {
			t.Errorf("named %q: %d alarms and %v", named, count, err)
		}
		if p := known.Problems(audit.NewSet(facts.Alarms)); len(p) > 0 {
			t.Errorf("too many alarms for a named function are no problem: %+v", p)
		}
	}
}

func TestWhatCarriesMetricsElsewhere(t *testing.T) {
	account := watched(t, `"metric_streams":[{"Name":"all"},{"Name":"old","State":"stopped"}],
		"links":[{"Label":"shop","SinkArn":"arn:aws:oam:eu-west-1:444455556666:sink/1","ResourceTypes":["AWS::Logs::LogGroup","AWS::CloudWatch::Metric"]}]`)
	r := collect(t, open(t, serve(account), account, nil), audit.NewSet(facts.MetricStreams, facts.ObservabilityLinks)).Reader()
	streams, err := facts.MetricStreams.Of(r, "eu-west-1")
	if got := fmt.Sprint(streams, err); got != "[{all true} {old false}] <nil>" {
		t.Error(got)
	}
	links, err := facts.ObservabilityLinks.Of(r, "eu-west-1")
	if got := fmt.Sprint(links, err); got != "[{444455556666 [AWS::CloudWatch::Metric AWS::Logs::LogGroup]}] <nil>" {
		t.Error(got)
	}
}

func TestWatchingThatIsDenied(t *testing.T) {
	account := watched(t, `"functions":[{"name":"f","role":"r","metrics":{"Invocations.Sum":1}}]`)
	server := serve(account)
	want := audit.NewSet(facts.Alarms, facts.MetricStreams, facts.ObservabilityLinks, facts.LogGroups)
	for service, operation := range map[string]string{"cloudwatch": "DescribeAlarms", "oam": "ListLinks", "logs": "DescribeLogGroups"} {
		deny(t, server, service, operation)
	}
	deny(t, server, "cloudwatch", "ListMetricStreams")
	var actions []string
	for _, p := range collect(t, open(t, server, account, nil), want).Problems(want) {
		actions = append(actions, p.Action)
	}
	slices.Sort(actions)
	if got := fmt.Sprint(actions); got != "[cloudwatch:DescribeAlarms cloudwatch:ListMetricStreams logs:DescribeLogGroups oam:ListLinks]" {
		t.Error(got)
	}
}
