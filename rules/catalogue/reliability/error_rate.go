package reliability

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// ErrorRateParams are the thresholds of error-rate.
type ErrorRateParams struct {
	MinErrors  float64 `json:"min_errors"`  // fewer are no failure
	HighRate   float64 `json:"high_rate"`   // share of invocations: high
	MediumRate float64 `json:"medium_rate"` // share of invocations: medium
}

// lastErrors shows the errors of the last day.
const lastErrors = `aws logs tail /aws/lambda/NAME --since 1d --filter-pattern '?ERROR ?Exception ?"Task timed out"' --region REGION   # or the group that LoggingConfig names`

var _ = rules.Register(rules.Rule{
	ID: "error-rate", Title: "fails on a noticeable share of its invocations",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "Every failed invocation is a customer's error, a retry that is paid for, or an event that ends in a dead-letter queue.",
	Fix: `# the errors of the last day, oldest first
` + lastErrors + `
# and an alarm, so that the next time is seen
aws cloudwatch put-metric-alarm --region REGION --alarm-name NAME-errors --namespace AWS/Lambda --metric-name Errors --dimensions Name=FunctionName,Value=NAME --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN
# SAM: AWS::CloudWatch::Alarm      Terraform: aws_cloudwatch_metric_alarm`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
		"https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Metrics},
	Params:   &ErrorRateParams{MinErrors: 5, HighRate: 0.10, MediumRate: 0.01},
	Check:    checkErrorRate,
	Examples: []rules.Example{
		{Name: "a fifth fails", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(14, facts.Day{Invocations: 500, Errors: 100}, nil)}},
		{Name: "one in forty fails", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(14, facts.Day{Invocations: 4000, Errors: 100}, nil)}},
		{Name: "asynchronous events are tried three times, and each try counts", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(14, facts.Day{Invocations: 300, Errors: 300, AsyncEvents: 100}, nil)}},
		{Name: "two asynchronous events fail, and are tried three times: six errors are two failures", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(1, facts.Day{Invocations: 24, Errors: 6, AsyncEvents: 20}, nil)}},
		{Name: "one in 150 asynchronous events fails, and is tried three times (peers count each try)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(14, facts.Day{Invocations: 1520, Errors: 30, AsyncEvents: 1500}, nil)}},
		{Name: "its namesake in another region fails (thrifty joins metrics by name)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(14, facts.Day{Invocations: 500}, nil),
				facts.Metrics.Is(strings.Replace(sample.Function, sample.Region, "us-east-1", 1), facts.Activity{Days: []facts.Day{{Invocations: 500, Errors: 500}}})}},
		{Name: "a few of many fail", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(14, facts.Day{Invocations: 4000, Errors: 4}, nil)}},
		{Name: "rarely invoked, and never failed", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(1, facts.Day{Invocations: 3}, nil)}},
		{Name: "all of four calls fail: too few to tell a rate", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(1, facts.Day{Invocations: 4, Errors: 4}, nil)}},
		{Name: "two of three calls fail: too few to tell a rate (thrifty counts them)", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Activity(1, facts.Day{Invocations: 3, Errors: 2}, nil)}},
		{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{sample.Idle()}},
		{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData"))}},
	},
})

func checkErrorRate(in *rules.Input) []rules.Finding {
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	r, events := rate{a.Total(func(d *facts.Day) float64 { return d.Errors }), a.Invocations()}, a.AsyncEvents()
	if r.trials == 0 {
		return rules.One(rules.Inapplicable("it was not invoked in the window"))
	}
	p := rules.Params[ErrorRateParams](in)
	switch r.withoutRetries(events).against(p.MediumRate, p.MinErrors) {
	case rules.Pass:
		return nil
	case rules.Unknown:
		return rules.One(r.tooFew("error", "invocations"))
	}
	return rules.One(tooManyErrors(in, r, events))
}

// withoutRetries leaves out what may be a second or third try of an asynchronous
// event, so that each event counts once. Lambda tries one that fails twice more at
// most, and what was invoked beyond the events may all have been such tries.
func (r rate) withoutRetries(events float64) rate {
	again := max(min(r.trials-events, 2*events, r.hits*2/3), 0)
	return rate{r.hits - again, r.trials - again}
}

// tooManyErrors tells the errors as CloudWatch counts them, and the rate that is
// left without retries.
func tooManyErrors(in *rules.Input, r rate, events float64) rules.Finding {
	p, once := rules.Params[ErrorRateParams](in), r.withoutRetries(events)
	f := rules.Failed(fmt.Sprintf("%s of %s invocations failed (%s, surely more than %s)",
		rules.Number(r.hits), rules.Number(r.trials), rules.Percent(r.share()), rules.Percent(once.sure())),
		in.Measured("errors", "Sum", r.hits, nil, "", r.trials),
		in.Measured("error rate", "lower bound at 95 %", rules.Hundredths(once.sure()), rules.Hundredths(p.MediumRate), "%", once.trials))
	f.Severity = rules.Medium
	if once.sure() > p.HighRate {
		f.Severity = rules.High
	}
	if events > 0 {
		f.Message += "; an asynchronous event that fails is tried again, and what may be such tries is left out of the lower bound"
		f.Evidence = append(f.Evidence, in.Measured("asynchronous events", "Sum", events, nil, "", events))
	}
	return f
}
