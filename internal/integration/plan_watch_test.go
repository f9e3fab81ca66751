//go:build integration

package integration

import "slices"

// alarmPlan are functions that alarms watch, or do not. Errors count more where
// a function runs a thousand times in the window.
var alarmPlan = []planted{
	{name: "watched", with: works(load{calls: 1000, typical: 900})},
	{name: "unwatched", with: works(load{calls: 1000, typical: 900}),
		want: says("alarm-errors-missing medium", "alarm-throttles-missing low", "alarm-duration-missing low")},
	{name: "unwatched-little", with: works(load{calls: 10, typical: 900}),
		want: says("alarm-errors-missing low", "alarm-throttles-missing low", "alarm-duration-missing low")},
	{name: "unwatched-idle"},
	{name: "errors-only", with: works(load{calls: 10, typical: 900}), want: says("alarm-throttles-missing low", "alarm-duration-missing low")},
	{name: "alarm-above-timeout", with: works(load{calls: 10, typical: 900}), want: says("alarm-duration-missing low")},
	// An alarm that only adds machines tells nobody of errors.
	{name: "scaled", with: works(load{calls: 10, typical: 900}), want: says("alarm-errors-missing low")},
	{name: "switched-off-alarms", with: works(load{calls: 10, typical: 900}),
		want: says("alarm-errors-missing low", "alarm-throttles-missing low", "alarm-duration-missing low")},
	// Its alarms call nobody by themselves.
	{name: "part-of-another", with: works(load{calls: 10, typical: 900})},
	// A vendor's layer may watch it, from where the alarms are not seen.
	{name: "watched-elsewhere", layers: []string{"464622532012:layer:Datadog-Python314-ARM:120"}, with: works(load{calls: 10, typical: 900})},
}

// watchAlarms are the alarms of the region where functions are watched one by one.
var watchAlarms = slices.Concat(
	watching("watched"), watching("no-log-group"), watching("own-log-group"), watching("own-log-group-gone"), watching("logs-for-ever"), watching("kept-elsewhere"),
	[]alarm{{metric: "Errors", function: "errors-only"}},
	watching("alarm-above-timeout")[:2], []alarm{{metric: "Duration", function: "alarm-above-timeout", threshold: 60_000}},
	watching("scaled")[1:], []alarm{{metric: "Errors", function: "scaled", action: "autoscaling"}},
	off(watching("switched-off-alarms")),
	mute(watching("part-of-another")), []alarm{{rule: `ALARM("part-of-another-Errorsnone")`}},
)

// off are the same alarms with their actions switched off.
func off(list []alarm) []alarm {
	for i := range list {
		list[i].off = true
	}
	return list
}

// logPlan are functions that run, and the log groups that they write to. Every
// other function that runs has its own, kept for a month.
var logPlan = []planted{
	// There is a group whose name begins so: see "no-log-group-here".
	{name: "no-log-group", logGroup: "/aws/lambda/no-log-group", with: works(load{calls: 10, typical: 900}), want: says("log-group-missing medium")},
	{name: "no-log-group-here", with: steps(logsTo("/aws/lambda/no-log-group-here", 30))},
	{name: "own-log-group", logGroup: "/shop/all", with: append(works(load{calls: 10, typical: 900}), logsTo("/shop/all", 90))},
	{name: "own-log-group-gone", logGroup: "/shop/gone", with: works(load{calls: 10, typical: 900}), want: says("log-group-missing medium")},
	{name: "logs-for-ever", with: append(works(load{calls: 10, typical: 900}), logsTo("/aws/lambda/logs-for-ever", 0)), wantLogs: says("log-retention-unset low")},
	{name: "kept-elsewhere", logGroup: "/shop/kept", with: append(works(load{calls: 10, typical: 900}), logsTo("/shop/kept", 3653))},
	{name: "never-logged"},
}

// tracePlan are functions that pass traces through.
var tracePlan = []planted{
	{name: "untraced", untraced: true, want: says("tracing-off low")},
	{name: "untraced-image", untraced: true, image: true, want: says("tracing-off low")},
	{name: "traced-by-vendor", untraced: true, layers: []string{"464622532012:layer:Datadog-Python314-ARM:120"}},
	{name: "traced-by-wrapper", untraced: true, env: vars("AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-instrument")},
	{name: "other-layer", untraced: true, layers: []string{"017000801446:layer:AWSLambdaPowertoolsPythonV3-python314-arm64:24"}, want: says("tracing-off low")},
	// The configuration file lets functions of that tag be.
	{name: "excused", untraced: true, tags: map[string]string{"managed-by": "terraform", "mesh": "yes"}},
}
