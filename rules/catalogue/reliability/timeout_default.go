package reliability

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

// TimeoutDefaultParams are the thresholds of timeout-default.
type TimeoutDefaultParams struct {
	MaxMS      float64 `json:"max_ms"`      // the longest run from which the default is too near
	MinSamples float64 `json:"min_samples"` // a day, for its p99 in the evidence
}

// defaultTimeout is what a function gets that asks for none, in seconds (API
// reference, CreateFunction, 2026-11).
const defaultTimeout = 3

var _ = rules.Register(rules.Rule{
	ID: "timeout-default", Title: "keeps the default timeout, and runs for a good part of it",
	Severity: rules.Low, Pillar: rules.Reliability,
	Why: "Three seconds is what nobody chose. One slow answer of a database or an API away from it, the function is ended in the middle of its work.",
	Fix: timeoutFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
		"https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{views.Running, facts.Metrics, views.Mappings, views.Targets},
	Params:   &TimeoutDefaultParams{MaxMS: 1500, MinSamples: 100},
	Check:    checkTimeoutDefault,
	Examples: []rules.Example{
		{Name: "three seconds, and runs of two", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: sample.Timed(3, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))},
		{Name: "three seconds, and never more than one is needed (Serverless Dev Tools flags the setting)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Timed(3, sample.Activity(14, sample.Busy(5000, 300, 900), nil))},
		{Name: "ten seconds, which somebody chose", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Timed(10, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))},
		{Name: "few runs, and one of them took long", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: sample.Timed(3, sample.Activity(2, sample.Busy(4, 900, 1600), nil))},
		{Name: "a day of which the longest run is not told", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(3, sample.Activity(14, sample.Busy(5000, 300, 900), func(a *facts.Activity) { a.Days[3].MaxMS = nil }))},
		{Name: "CloudWatch told a part, and a run of that took two seconds", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: sample.Timed(3, sample.InPart(sample.Busy(5000, 900, 2000)))},
		{Name: "CloudWatch told a part, and that is fast", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Timed(3, sample.InPart(sample.Busy(5000, 300, 900)))},
		{Name: "the version that runs keeps it", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: sample.TimedVersion(10, 3, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))},
		{Name: "only $LATEST keeps it, and nobody tells whether it runs", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.TimedVersion(3, 10, sample.Activity(14, sample.Busy(5000, 900, 2000), nil))},
		{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: sample.Timed(3, sample.Idle())},
	},
})

func checkTimeoutDefault(in *rules.Input) []rules.Finding {
	a, ended, unsure := timing.Activity(in)
	if ended != nil {
		return ended
	}
	return timing.AtLeast(unsure, timing.Judge(in, &a, func(c *running.Case) []rules.Finding { return judgeDefault(in, c, &a) }))
}

func judgeDefault(in *rules.Input, c *running.Case, a *facts.Activity) []rules.Finding {
	p := rules.Params[TimeoutDefaultParams](in)
	k := timing.ReadCase(c, a, p.MinSamples, 1)
	switch {
	case c.TimeoutS != defaultTimeout:
		return nil
	case k.Highest < p.MaxMS && k.Unmeasured > 0:
		return rules.One(rules.Undecided(k.NoMaximum()))
	case k.Highest < p.MaxMS:
		return nil
	}
	s := k.Longer(in)
	f := rules.Failed(fmt.Sprintf("the timeout is the default of %s, and the longest run took %s; %s", k.Named(), rules.Milliseconds(k.Highest), s.Text), k.Evidence(in)...)
	f.Fix = s.Steps
	if s.Seconds > 0 {
		f.Fix = c.Mended(timing.Filled(timeoutFix, s))
	}
	return rules.One(f)
}
