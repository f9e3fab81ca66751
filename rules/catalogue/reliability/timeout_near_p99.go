package reliability

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/running"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/catalogue/timing"
	"lambda-audit/rules/views"
)

// NearP99Params are the thresholds of timeout-near-p99.
type NearP99Params struct {
	Share      float64 `json:"share"`       // of the timeout that a day's p99 may reach
	Days       int     `json:"days"`        // with such a p99
	CutDays    int     `json:"cut_days"`    // on which the maximum reached the timeout
	MinSamples float64 `json:"min_samples"` // a day, for its p99; in the window, for a verdict
}

const timeoutFix = `aws lambda update-function-configuration --function-name NAME --timeout SECONDS --region REGION
# SAM: Timeout: SECONDS      Terraform: timeout = SECONDS
# the queue's visibility timeout must stay at six times it, and the caller must wait as long`

var _ = rules.Register(rules.Rule{
	ID: "timeout-near-p99", Title: "its timeout cuts off real work, or nearly does",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "An invocation that meets its timeout is ended in the middle: the caller gets an error, what was half written stays so, and asynchronous events run again from the start. A job that runs once a night and meets it every time has few samples and is cut off all the same.",
	Fix: timeoutFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{views.Running, facts.Metrics, views.Mappings, views.Targets},
	Params:   &NearP99Params{Share: 0.8, Days: 2, CutDays: 3, MinSamples: 100},
	Check:    checkTimeoutNear,
	Examples: []rules.Example{
		{Name: "p99 near the timeout on every day", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, sample.Busy(5000, 9100, 9900), nil))},
		{Name: "the timeout was met on four days", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(4, sample.Busy(5000, 900, 10_000), nil))},
		{Name: "one outlier met it (Service Screener takes the maximum alone)", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, sample.Busy(5000, 900, 2000), func(a *facts.Activity) { a.Days[3].MaxMS = sample.Ptr(10_000) }))},
		{Name: "one slow day (Datadog warns of a single slow run)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, sample.Busy(5000, 900, 2000), func(a *facts.Activity) { a.Days[3].P99MS = sample.Ptr(8500); a.Days[3].MaxMS = sample.Ptr(9900) }))},
		{Name: "few samples, all of them fast", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(2, sample.Busy(12, 900, 2000), nil))},
		{Name: "few samples, some of them slow", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(2, sample.Busy(12, 900, 7000), nil))},
		{Name: "fifty slow invocations a day: no day has a p99", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, sample.Busy(50, 9900, 9950), nil))},
		{Name: "fifty fast invocations a day", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, sample.Busy(50, 900, 7000), nil))},
		{Name: "a nightly job that is cut off every night", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, sample.Busy(1, 10_000, 10_000), nil))},
		{Name: "invoked, and CloudWatch tells no duration", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, facts.Day{Invocations: 500}, nil))},
		{Name: "a day of which the longest run is not told", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, sample.Busy(5000, 900, 2000), func(a *facts.Activity) { a.Days[3].MaxMS = nil }))},
		{Name: "CloudWatch told a part, and that is cut off", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.InPart(sample.Busy(5000, 900, 10_000)))},
		{Name: "CloudWatch told a part, and that is fast", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.InPart(sample.Busy(5000, 900, 2000)))},
		{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: sample.Timed(10, sample.Idle())},
		{Name: "what runs is a version with a shorter timeout", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: sample.TimedVersion(60, 10, sample.Activity(14, sample.Busy(5000, 9100, 9900), nil))},
		{Name: "what runs has time enough, and $LATEST, which may run too, has not", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.TimedVersion(10, 60, sample.Activity(14, sample.Busy(5000, 9100, 9900), nil))},
		{Name: "what runs has time enough, and $LATEST cannot have run so long", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.TimedVersion(10, 60, sample.Activity(14, sample.Busy(5000, 9100, 20_000), nil))},
	},
})

func checkTimeoutNear(in *rules.Input) []rules.Finding {
	a, ended, unsure := timing.Activity(in)
	if ended != nil {
		return ended
	}
	return timing.AtLeast(unsure, timing.Judge(in, &a, func(c *running.Case) []rules.Finding { return judgeNear(in, c, &a) }))
}

func judgeNear(in *rules.Input, c *running.Case, a *facts.Activity) []rules.Finding {
	p := rules.Params[NearP99Params](in)
	k := timing.ReadCase(c, a, p.MinSamples, p.Share)
	switch {
	case len(k.Slow) >= p.Days, len(k.Cut) >= p.CutDays: // however few the samples are: see Why
		return rules.One(tooShort(in, c, &k, rules.High))
	case len(k.Cut) > 0 && k.Samples >= p.MinSamples:
		return rules.One(tooShort(in, c, &k, rules.Medium))
	case k.Unmeasured > 0:
		return rules.One(rules.Undecided(k.NoMaximum()))
	case k.Highest < k.Timeout/2:
		return nil
	case k.Samples < p.MinSamples, k.Judged < p.Days && k.Highest >= p.Share*k.Timeout:
		return rules.One(rules.Undecided(k.TooFew(p.Days, p.MinSamples)))
	}
	return nil
}

func tooShort(in *rules.Input, c *running.Case, k *timing.Clock, severity rules.Severity) rules.Finding {
	var seen []string
	if len(k.Slow) > 0 {
		seen = append(seen, fmt.Sprintf("p99 reached %s of a timeout of %s, on %s", rules.Milliseconds(k.P99), k.Named(), rules.Plural(len(k.Slow), "day")))
	}
	if len(k.Cut) > 0 {
		seen = append(seen, fmt.Sprintf("the timeout of %s was met on %s", k.Named(), rules.Plural(len(k.Cut), "day")))
	}
	s := k.Longer(in)
	f := rules.Failed(strings.Join(seen, ", and ")+"; "+s.Text, k.Evidence(in)...)
	f.Severity, f.Fix = severity, s.Steps
	if s.Seconds > 0 {
		f.Fix = c.Mended(timing.Filled(timeoutFix, s))
	}
	return f
}
