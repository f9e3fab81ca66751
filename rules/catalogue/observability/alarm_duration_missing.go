package observability

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

const durationFix = `# MILLISECONDS must lie below the timeout, and above what the function takes on a normal day
aws cloudwatch put-metric-alarm --alarm-name NAME-duration --namespace AWS/Lambda --metric-name Duration --dimensions Name=FunctionName,Value=NAME --extended-statistic p99 --period 300 --evaluation-periods 3 --threshold MILLISECONDS --comparison-operator GreaterThanThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN --region REGION
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`

var durationAlarm = functionAlarm{
	metric: "Duration", what: "duration", calls: (*facts.Activity).Invocations, misses: neverSlowEnough, regionFix: durationFix,
}

var _ = rules.Register(rules.Rule{
	ID: "alarm-duration-missing", Title: "has no alarm that tells when it gets slow",
	Severity: rules.Low, Pillar: rules.Observability,
	Why: "A function that gets slower is paid for more, and one day meets its timeout. An alarm below the timeout tells before that; one above it never goes off.",
	Fix: durationFix,
	Refs: []string{
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#Lambda",
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
	},
	Kinds:    []audit.KindName{audit.KindRegion, facts.KindFunction},
	Requires: functionAlarmReads,
	Check:    durationAlarm.check,
	Examples: durationAlarmExamples,
})

// neverSlowEnough says that an alarm waits for what no run of the function can
// last: the timeout of what runs ends it before.
func neverSlowEnough(in *rules.Input, w *views.Watch) (string, error) {
	switch {
	case w.Statistic == "SampleCount":
		return "the alarm " + w.Alarm + " counts runs, however long they are", nil
	case w.Threshold == nil, !isDuration(w.Statistic):
		return "", nil
	}
	runs, err := views.Running.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return "", err
	}
	if possible, err := lasts(&runs, *w.Threshold); possible || err != nil {
		return "", err
	}
	longest := 0
	for _, run := range slices.Concat(runs.Ran, runs.Maybe) {
		longest = max(longest, run.TimeoutS)
	}
	return fmt.Sprintf("the alarm %s waits for %s, and the timeout is %s", w.Alarm, rules.Milliseconds(*w.Threshold), rules.Milliseconds(1000*float64(longest))), nil
}

// lasts reports whether a run can last longer than so many milliseconds: any of
// what surely ran, or, where nothing tells what did, all that may have. The error
// says why nobody knows.
func lasts(runs *views.Runs, ms float64) (bool, error) {
	longer := func(r views.Run) bool { return 1000*float64(r.TimeoutS) > ms }
	shorter := func(r views.Run) bool { return !longer(r) }
	untold := func(r views.Run) bool { return r.TimeoutS == 0 }
	switch {
	case slices.ContainsFunc(runs.Ran, longer):
		return true, nil
	case runs.Open != nil:
		return false, runs.Open
	case slices.ContainsFunc(slices.Concat(runs.Ran, runs.Maybe), untold):
		return false, &audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS told no timeout"}
	case !slices.ContainsFunc(runs.Maybe, longer):
		return false, nil
	case len(runs.Ran) == 0 && !slices.ContainsFunc(runs.Maybe, shorter):
		return true, nil
	}
	return false, &audit.Unknown{Reason: audit.NoData, Fact: facts.Presence.Name,
		Message: "some of what may have run is ended before the alarm goes off, and CloudWatch does not tell what ran"}
}

// isDuration reports whether a statistic of durations is one itself, and no sum,
// count or rank (CloudWatch guide, statistics definitions, 2026-11).
func isDuration(statistic string) bool {
	for _, other := range []string{"Sum", "TS(", "TC(", "PR(", "ts", "tc"} {
		if strings.HasPrefix(statistic, other) {
			return false
		}
	}
	return true
}
