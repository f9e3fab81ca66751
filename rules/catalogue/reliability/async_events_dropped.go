package reliability

import (
	"cmp"
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// DroppedParams are the thresholds of async-events-dropped.
type DroppedParams struct {
	Share float64 `json:"share"` // of the age at which an event is dropped
}

var _ = rules.Register(rules.Rule{
	ID: "async-events-dropped", Title: "gives up asynchronous events",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "An event that is dropped was accepted and never done: whoever sent it was told that all is well. Events that wait for hours are about to be dropped.",
	Fix: `# what fails, and whether it is throttled
` + lastErrors + `
aws lambda get-function-concurrency --function-name NAME --region REGION
# keep what is dropped, so that it can be sent again; where nothing is set yet it is put-function-event-invoke-config, which replaces all settings
aws lambda update-function-event-invoke-config --function-name NAME --destination-config '{"OnFailure":{"Destination":"QUEUE_ARN"}}' --region REGION
# SAM: EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}}}      Terraform: aws_lambda_function_event_invoke_config`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Troubles, facts.Metrics, facts.AsyncSettings},
	Uses:     []string{"missing-dlq"},
	Params:   &DroppedParams{Share: 0.8},
	Check:    checkDropped,
	Examples: []rules.Example{
		{Name: "dropped, and kept nowhere", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: evented(sample.Troubled(2, facts.TroubleDay{Dropped: 17}, nil)), Results: map[string]rules.Outcome{"missing-dlq": rules.Fail}},
		{Name: "dropped, and whether they are kept is not known", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: evented(sample.Troubled(2, facts.TroubleDay{Dropped: 17}, nil))},
		{Name: "dropped into the dead-letter queue", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: evented(sample.Troubled(2, facts.TroubleDay{Dropped: 17}, nil)), Results: map[string]rules.Outcome{"missing-dlq": rules.Pass}},
		{Name: "events wait five hours of the six that they have", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: evented(waitedFor(5 * 3600))},
		{Name: "events wait 50 minutes of the hour that is set", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: evented(waitedFor(50*60), facts.Async{Qualifier: latest, MaxAgeS: new(3600)})},
		{Name: "events wait seconds", Want: rules.Pass, Subject: sample.TheFunction(), Given: evented(waitedFor(9))},
		{Name: "no event in the window", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Idle(), sample.Calm(), settings()}},
		{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: evented(facts.Troubles.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData")))},
		{Name: "events wait long, and how long they may is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: append(evented(waitedFor(50*60)), facts.AsyncSettings.IsUnknown(sample.Function, sample.Denied("lambda:ListFunctionEventInvokeConfigs")))},
	},
})

// evented is a function that takes asynchronous events.
func evented(troubles audit.Given, set ...facts.Async) []audit.Given {
	return []audit.Given{events(1000), troubles, settings(set...)}
}

func waitedFor(seconds float64) audit.Given {
	return sample.Troubled(14, facts.TroubleDay{EventAgeMS: sample.Ptr(1000 * seconds)}, nil)
}

func checkDropped(in *rules.Input) []rules.Finding {
	t, unmeasured := facts.Troubles.Of(in.Facts, in.Subject.ID)
	a, uncounted := facts.Metrics.Of(in.Facts, in.Subject.ID)
	waits := agesOf(&t, (*facts.TroubleDay).EventAge)
	if dropped := t.Dropped(); dropped > 0 {
		return rules.One(eventsDropped(in, dropped, &a))
	}
	if f, late := nearlyDropped(in, waits); late {
		return rules.One(f)
	}
	switch err := cmp.Or(unmeasured, uncounted); {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case a.AsyncEvents() == 0 && len(waits.values) == 0:
		return rules.One(rules.Inapplicable("no event was handed over asynchronously in the window"))
	}
	return nil
}

func eventsDropped(in *rules.Input, dropped float64, a *facts.Activity) rules.Finding {
	f := rules.Failed("Lambda dropped "+rules.Plural(int(dropped), "asynchronous event"),
		in.Measured("asynchronous events dropped", "Sum", dropped, 0, "", a.AsyncEvents()))
	switch v := in.About("missing-dlq", in.Subject.ID); v.Outcome {
	case rules.Pass:
		f.Severity = rules.Medium
		f.Message += ", into the dead-letter queue or destination that keeps them"
	case rules.Fail:
		f.Message += ", and nothing keeps them"
	default:
		f.Message += "; whether anything keeps them is not known"
	}
	return f
}

// nearlyDropped holds the longest wait against the age at which events are
// dropped. The wait is that of all qualifiers together: where their ages differ,
// it may be that of the one with the longer. It is undecided where the settings
// are not known and would matter.
func nearlyDropped(in *rules.Input, waits ages) (rules.Finding, bool) {
	settings, unread := facts.AsyncSettings.Of(in.Facts, in.Subject.ID)
	least, most := eventAges(settings)
	if unread != nil {
		least, most = minEventAge, defaultEventAge
	}
	share := rules.Params[DroppedParams](in).Share
	limit := 1000 * share * least
	switch {
	case len(waits.values) == 0 || waits.highest() < limit:
		return rules.Finding{}, false
	case unread != nil && waits.highest() < 1000*share*most:
		return rules.Undecided(unread), true
	case unread != nil:
		limit, least = 1000*share*most, most
	}
	f := rules.Failed(fmt.Sprintf("an asynchronous event waited %s, and is dropped after %s", hours(waits.highest()), hours(1000*least)),
		waits.evidence(in, "age of asynchronous events", limit)...)
	if waits.highest() < 1000*share*most {
		f.Confidence = rules.Likely
	}
	return f, true
}

// The shortest age that can be set, and the default, which is also the longest, in
// seconds (Lambda API reference, PutFunctionEventInvokeConfig, 2026-11).
const (
	minEventAge     = 60.0
	defaultEventAge = 6 * 3600.0
)

// eventAges are the shortest and the longest age that events of any qualifier may
// reach, in seconds.
func eventAges(settings []facts.Async) (least, most float64) {
	least, most = defaultEventAge, minEventAge
	unset := true // $LATEST
	for _, s := range settings {
		age := defaultEventAge
		if s.MaxAgeS != nil {
			age = float64(*s.MaxAgeS)
		}
		least, most = min(least, age), max(most, age)
		unset = unset && s.Qualifier != latest
	}
	if unset {
		most = defaultEventAge
	}
	return least, most
}
