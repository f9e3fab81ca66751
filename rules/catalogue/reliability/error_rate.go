package reliability

import (
	"fmt"
	"math"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// ErrorRateParams are the thresholds of error-rate.
type ErrorRateParams struct {
	MinErrors  float64 `json:"min_errors"`  // fewer are no finding
	HighRate   float64 `json:"high_rate"`   // share of invocations: high
	MediumRate float64 `json:"medium_rate"` // share of invocations: medium
}

var _ = rules.Register(rules.Rule{
	ID: "error-rate", Title: "fails on a noticeable share of its invocations",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "Every failed invocation is a customer's error, a retry that is paid for, or an event that ends in a dead-letter queue.",
	Fix: `# the latest errors, newest first
aws logs filter-log-events --log-group-name /aws/lambda/NAME --filter-pattern '?ERROR ?Exception ?"Task timed out"' --start-time $(date -d '-1 day' +%s000)
# and an alarm, so that the next time is seen
aws cloudwatch put-metric-alarm --alarm-name NAME-errors --namespace AWS/Lambda --metric-name Errors --dimensions Name=FunctionName,Value=NAME --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --alarm-actions TOPIC_ARN`,
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
		{Name: "two of three calls fail: too few to tell a rate (thrifty counts them)", Want: rules.Pass, Subject: sample.TheFunction(),
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
	n := a.Invocations()
	if n == 0 {
		return rules.One(rules.Inapplicable("it was not invoked in the window"))
	}
	p := rules.Params[ErrorRateParams](in)
	errors := a.Total(func(d *facts.Day) float64 { return d.Errors })
	sure := wilsonLower(errors, n)
	if errors < p.MinErrors || sure <= p.MediumRate {
		return nil
	}
	f := rules.Failed(fmt.Sprintf("%s of %s invocations failed (%s, surely more than %s)",
		rules.Number(errors), rules.Number(n), rules.Percent(errors/n), rules.Percent(sure)),
		in.Measured("errors", "Sum", errors, nil, "", n),
		in.Measured("error rate", "lower bound at 95 %", rules.Percent(sure), "at most "+rules.Percent(p.MediumRate), "", n))
	f.Severity = rules.Medium
	if sure > p.HighRate {
		f.Severity = rules.High
	}
	return rules.One(f)
}

// wilsonLower is the lower bound of the Wilson score interval at 95 %: the rate
// that hits of n trials surely exceed, however few there are.
func wilsonLower(hits, n float64) float64 {
	const z = 1.959964 // 97.5 % quantile of the normal distribution
	rate := min(hits/n, 1)
	centre := rate + z*z/(2*n)
	spread := z * math.Sqrt(rate*(1-rate)/n+z*z/(4*n*n))
	return max((centre-spread)/(1+z*z/n), 0)
}
