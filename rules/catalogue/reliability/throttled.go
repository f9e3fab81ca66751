package reliability

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// ThrottledParams are the thresholds of throttled.
type ThrottledParams struct {
	Rate float64 `json:"rate"` // share of all calls
}

var _ = rules.Register(rules.Rule{
	ID: "throttled", Title: "is throttled",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A throttled synchronous call is an error that the caller sees at once. Queues, streams and asynchronous events try again, so for them throttling is delay.",
	Fix: `# is it the function's own reservation, or the region's limit?
aws lambda get-function-concurrency --function-name NAME
aws lambda get-account-settings
# raise the reservation, or the limit
aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions N
aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value N`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Metrics, views.Targets},
	Params:   &ThrottledParams{Rate: 0.01},
	Check:    checkThrottled,
	Examples: []rules.Example{
		{Name: "callers of an API see it", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(900, 100), sample.InvokedBy("apigateway.amazonaws.com"), sample.NoAliases()}},
		{Name: "a queue tries again", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(900, 100), sample.NoPolicy(), sample.NoAliases()}},
		{Name: "switched off by a reservation of zero: throttles without invocations", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(0, 20), sample.NoPolicy(), sample.NoAliases()}},
		{Name: "one throttle in seven days (Service Screener fails it)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{throttledDays(90_000, 1), sample.NoPolicy(), sample.NoAliases()}},
		{Name: "never called", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Idle(), sample.NoPolicy(), sample.NoAliases()}},
		{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")), sample.NoPolicy(), sample.NoAliases()}},
	},
})

func throttledDays(invocations, throttles float64) audit.Given {
	return sample.Activity(14, facts.Day{Invocations: invocations, Throttles: throttles}, nil)
}

func checkThrottled(in *rules.Input) []rules.Finding {
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	throttles := a.Total(func(d *facts.Day) float64 { return d.Throttles })
	calls := throttles + a.Invocations()
	if calls == 0 {
		return rules.One(rules.Inapplicable("it was not called in the window"))
	}
	rate := throttles / calls
	limit := rules.Params[ThrottledParams](in).Rate
	if rate <= limit {
		return nil
	}
	f := rules.Failed(fmt.Sprintf("%s of %s calls were throttled (%s)", rules.Number(throttles), rules.Number(calls), rules.Percent(rate)),
		in.Measured("throttles", "Sum", throttles, nil, "", calls),
		in.Measured("throttle rate", "Sum", rules.Percent(rate), "at most "+rules.Percent(limit), "", calls))
	callers, err := syncCallers(in)
	switch {
	case len(callers) > 0:
		f.Message += "; synchronous callers see it: " + strings.Join(callers, ", ")
	case err != nil:
		f.Severity, f.Confidence = rules.Low, rules.Likely
		f.Message += "; whether synchronous callers see it is unknown"
	default:
		f.Severity = rules.Low
		f.Message += "; no service invokes it synchronously by policy, so what is throttled is tried again"
	}
	return rules.One(f)
}

// syncCallers are the services that invoke the function or an alias of it and
// wait for the answer.
func syncCallers(in *rules.Input) ([]string, error) {
	targets, err := views.Targets.Of(in.Facts, in.Subject.ID)
	var callers []string
	for _, t := range targets {
		if t.Err != nil {
			err = t.Err
		}
		callers = append(callers, t.Sync...)
	}
	slices.Sort(callers)
	return slices.Compact(callers), err
}
