package architecture

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/catalogue/timing"
)

// NearLimitParams are the thresholds of timeout-near-limit.
type NearLimitParams struct {
	P99S       float64 `json:"p99_s"`       // a p99 that is too near to the limit
	Days       int     `json:"days"`        // with such a p99
	LongDays   int     `json:"long_days"`   // of few runs, the longest of which took as long
	CutDays    int     `json:"cut_days"`    // on which the limit was met
	MinSamples float64 `json:"min_samples"` // a day, for its p99
}

var _ = rules.Register(rules.Rule{
	ID: "timeout-near-limit", Title: "comes near the fifteen minutes after which Lambda ends every run",
	Severity: rules.Medium, Pillar: rules.Architecture,
	Why: "The limit cannot be raised: when the data grows a little, the work is cut off, retried from the start, and cut off again.",
	Fix: `# several steps, or waiting in between: a state machine, with a function for each step
aws stepfunctions create-state-machine --name NAME --definition file://steps.json --role-arn STEPS_ROLE_ARN --region REGION
# one long computation: a container task, which has no limit
aws ecs run-task --cluster CLUSTER --launch-type FARGATE --task-definition NAME --network-configuration file://network.json --region REGION
# code that can be taken up where it stopped: a durable function (created anew, with --durable-config ExecutionTimeout=86400)
# SAM: AWS::Serverless::StateMachine      Terraform: aws_sfn_state_machine`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/with-step-functions.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, facts.Metrics},
	Params:   &NearLimitParams{P99S: 600, Days: 2, LongDays: 5, CutDays: 1, MinSamples: 100},
	Check:    checkNearLimit,
	Examples: []rules.Example{
		{Name: "p99 above ten minutes", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: ranFor(sample.Busy(500, 650_000, 700_000), nil)},
		{Name: "one run met the limit", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: ranFor(sample.Busy(500, 90_000, 300_000), func(a *facts.Activity) { a.Days[3].MaxMS = sample.Ptr(900_000) })},
		{Name: "a nightly job of twelve minutes", Want: rules.Fail, Subject: sample.TheFunction(), Given: ranFor(sample.Busy(1, 720_000, 720_000), nil)},
		{Name: "the setting alone (sls-mentor and others flag it)", Want: rules.Pass, Subject: sample.TheFunction(), Given: ranFor(sample.Busy(500, 900, 2000), nil)},
		{Name: "one slow day", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: ranFor(sample.Busy(500, 90_000, 300_000), func(a *facts.Activity) { a.Days[3].P99MS = sample.Ptr(610_000); a.Days[3].MaxMS = sample.Ptr(620_000) })},
		{Name: "few runs, and one of them long", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: ranFor(sample.Busy(5, 90_000, 300_000), func(a *facts.Activity) { a.Days[3].MaxMS = sample.Ptr(610_000) })},
		{Name: "a day of which the longest run is not told", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: ranFor(sample.Busy(500, 900, 2000), func(a *facts.Activity) { a.Days[3].MaxMS = nil })},
		{Name: "CloudWatch told a part, and that met the limit", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), sample.InPart(sample.Busy(500, 90_000, 900_000))}},
		{Name: "CloudWatch told a part, and that is fast", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), sample.InPart(sample.Busy(500, 900, 2000))}},
		{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: sample.Timed(900, sample.Idle())},
		{Name: "a durable function, whose executions outlast its timeout", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Durable = true }), sample.Activity(14, sample.Busy(500, 650_000, 700_000), nil)}},
		{Name: "on managed instances, which may take ninety minutes", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Capacity = "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool" }),
				sample.Activity(14, sample.Busy(500, 650_000, 700_000), nil)}},
	},
})

// ranFor is a function with the longest timeout, and two weeks of such days.
func ranFor(each facts.Day, change func(*facts.Activity)) []audit.Given {
	return []audit.Given{sample.Config(func(c *facts.Config) { c.TimeoutS = timing.MaxTimeout }), sample.Activity(14, each, change)}
}

func checkNearLimit(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.Capacity != "":
		return rules.One(rules.Inapplicable("it runs on managed instances, where a run may take ninety minutes"))
	case c.Durable:
		return rules.One(rules.Inapplicable("it is a durable function, whose executions outlast its timeout"))
	}
	a, ended, unsure := timing.Activity(in)
	if ended != nil {
		return ended
	}
	return timing.AtLeast(unsure, judgeNearLimit(in, &a))
}

func judgeNearLimit(in *rules.Input, a *facts.Activity) []rules.Finding {
	p := rules.Params[NearLimitParams](in)
	k := timing.Read(&facts.Config{TimeoutS: timing.MaxTimeout}, a, p.MinSamples, p.P99S/timing.MaxTimeout)
	long := longDays(a, p)
	switch {
	case len(k.Slow) >= p.Days, len(k.Cut) >= p.CutDays, len(long) >= p.LongDays:
		return rules.One(tooLong(in, &k, long))
	case k.Unmeasured > 0:
		return rules.One(rules.Undecided(k.NoMaximum()))
	case k.Highest < p.P99S*1000:
		return nil
	case k.Judged < p.Days:
		return rules.One(rules.Undecided(k.TooFew(p.Days, p.MinSamples)))
	}
	return nil
}

// longDays are the days of too few runs for a p99, the longest of which took as
// long as a p99 may not.
func longDays(a *facts.Activity, p *NearLimitParams) []int {
	var days []int
	for _, d := range a.Days {
		if d.Samples < p.MinSamples && d.MaxMS != nil && *d.MaxMS >= p.P99S*1000 {
			days = append(days, d.Index)
		}
	}
	return days
}

func tooLong(in *rules.Input, k *timing.Clock, long []int) rules.Finding {
	var seen []string
	if len(k.Slow) > 0 {
		seen = append(seen, fmt.Sprintf("p99 reached %s, on %s", rules.Milliseconds(k.P99), rules.Plural(len(k.Slow), "day")))
	}
	if len(long) > 0 && len(k.Slow) == 0 {
		seen = append(seen, fmt.Sprintf("on %s of few runs the longest took up to %s", rules.Plural(len(long), "day"), rules.Milliseconds(k.Highest)))
	}
	if len(k.Cut) > 0 {
		seen = append(seen, fmt.Sprintf("the limit of %d s was met on %s", timing.MaxTimeout, rules.Plural(len(k.Cut), "day")))
	}
	evidence := append(k.Durations(in), k.DaysOf(in, "days with a p99 near the limit", "days on which the limit was met")...)
	if len(long) > 0 {
		evidence = append(evidence, in.Measured("days of few runs, one of them near the limit", "Maximum", timing.Dates(in.Facts.Header().Window, long), nil, "", k.Samples))
	}
	return rules.Failed(strings.Join(seen, ", and ")+"; split the work into steps, run it as a container task, or make it durable", evidence...)
}
