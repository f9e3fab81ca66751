package cost

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/running"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/catalogue/timing"
	"lambda-audit/rules/views"
)

// FarAboveParams are the thresholds of timeout-far-above-p99.
type FarAboveParams struct {
	MinTimeoutS int     `json:"min_timeout_s"` // shorter ones do no harm
	P99Times    float64 `json:"p99_times"`
	MaxTimes    float64 `json:"max_times"`
	MinSamples  float64 `json:"min_samples"`
}

const shorterFix = `aws lambda update-function-configuration --function-name NAME --timeout SECONDS --region REGION
# SAM: Timeout: SECONDS      Terraform: timeout = SECONDS`

var _ = rules.Register(rules.Rule{
	ID: "timeout-far-above-p99", Title: "its timeout is far longer than it ever runs",
	Severity: rules.Low, Pillar: rules.Cost,
	Why:      "A call that hangs on a dead connection runs, and is paid for, until the timeout ends it, and it holds one of the region's concurrent executions so long.",
	Fix:      shorterFix,
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html"},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{views.Running, facts.Metrics, views.Targets},
	Params:   &FarAboveParams{MinTimeoutS: 30, P99Times: 5, MaxTimes: 3, MinSamples: 100},
	Check:    checkTimeoutFar,
	Examples: []rules.Example{
		{Name: "a minute for what takes two seconds", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: sample.Timed(60, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))},
		{Name: "the maximum needs it, though the average does not (thrifty flags it)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Timed(60, sample.Activity(14, sample.Busy(5000, 900, 45_000), nil))},
		{Name: "a short timeout does no harm", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Timed(20, sample.Activity(14, sample.Busy(5000, 100, 200), nil))},
		{Name: "too few invocations", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(60, sample.Activity(2, sample.Busy(12, 900, 2000), nil))},
		{Name: "fifty invocations a day: no day has a p99", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(60, sample.Activity(14, sample.Busy(50, 900, 2000), nil))},
		{Name: "a day of which the longest run is not told", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(60, sample.Activity(14, sample.Busy(5000, 900, 2000), func(a *facts.Activity) { a.Days[3].MaxMS = nil }))},
		{Name: "CloudWatch told a part: the longest run may be missing", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(60, sample.InPart(sample.Busy(5000, 900, 2000)))},
		{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: sample.Timed(60, sample.Idle())},
		{Name: "what runs is a version with a longer timeout", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: sample.TimedVersion(10, 60, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))},
		{Name: "only $LATEST has that timeout, and nobody tells whether it runs", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.TimedVersion(60, 10, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))},
	},
})

func checkTimeoutFar(in *rules.Input) []rules.Finding {
	a, ended, unsure := timing.Activity(in)
	switch {
	case ended != nil:
		return ended
	case unsure != nil: // the longest run may be among what is missing
		return rules.One(rules.Undecided(unsure))
	}
	return timing.Judge(in, &a, func(c *running.Case) []rules.Finding { return judgeFar(in, c, &a) })
}

func judgeFar(in *rules.Input, c *running.Case, a *facts.Activity) []rules.Finding {
	p := rules.Params[FarAboveParams](in)
	if c.TimeoutS < p.MinTimeoutS {
		return nil
	}
	k := timing.ReadCase(c, a, p.MinSamples, 1)
	switch {
	case k.Timeout <= p.MaxTimes*k.Highest, k.Timeout <= p.P99Times*k.P99:
		return nil
	case k.Unmeasured > 0:
		return rules.One(rules.Undecided(k.NoMaximum()))
	case k.Judged == 0:
		return rules.One(rules.Undecided(k.TooFew(1, p.MinSamples)))
	}
	s := k.Shorter(in)
	f := rules.Failed(
		fmt.Sprintf("the timeout is %s, p99 %s and the longest run %s; %s", k.Named(), rules.Milliseconds(k.P99), rules.Milliseconds(k.Highest), s.Text),
		k.Evidence(in)...)
	f.Fix = c.Mended(timing.Filled(shorterFix, s))
	return rules.One(f)
}
