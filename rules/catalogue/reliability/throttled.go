package reliability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// ThrottledParams are the thresholds of throttled.
type ThrottledParams struct {
	Rate         float64 `json:"rate"`          // share of all calls
	MinThrottles float64 `json:"min_throttles"` // fewer are no failure
	AgeSeconds   float64 `json:"age_seconds"`   // from which a growing wait of events or records is harm
}

var _ = rules.Register(rules.Rule{
	ID: "throttled", Title: "is throttled",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A throttled synchronous call is an error that the caller sees at once. Queues, streams and asynchronous events are tried again, which delays them until they succeed or expire.",
	Fix: `# is it the function's own reservation, or the region's limit?
aws lambda get-function-concurrency --function-name NAME --region REGION
aws lambda get-account-settings --region REGION
# raise the reservation, or the limit
aws lambda put-function-concurrency --function-name NAME --reserved-concurrent-executions N --region REGION
aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value N --region REGION
# SAM: ReservedConcurrentExecutions: N      Terraform: reserved_concurrent_executions = N`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Metrics, facts.Troubles, facts.ReservedConcurrency, views.Targets, views.Mappings},
	Params:   &ThrottledParams{Rate: 0.01, MinThrottles: 5, AgeSeconds: 300},
	Check:    checkThrottled,
	Examples: throttledExamples,
})

func checkThrottled(in *rules.Input) []rules.Finding {
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	throttles := a.Total(func(d *facts.Day) float64 { return d.Throttles })
	r := rate{throttles, throttles + a.Invocations()}
	if r.trials == 0 {
		return rules.One(rules.Inapplicable("it was not called in the window"))
	}
	p := rules.Params[ThrottledParams](in)
	switch r.against(p.Rate, p.MinThrottles) {
	case rules.Pass:
		return nil
	case rules.Unknown:
		return rules.One(r.tooFew("throttle", "calls"))
	}
	f := rules.Failed(fmt.Sprintf("%s of %s calls were throttled (%s)", rules.Number(r.hits), rules.Number(r.trials), rules.Percent(r.share())),
		in.Measured("throttles", "Sum", r.hits, nil, "", r.trials),
		in.Measured("throttle rate", "lower bound at 95 %", rules.Hundredths(r.sure()), rules.Hundredths(p.Rate), "%", r.trials))
	return rules.One(withLimit(in, withDelay(in, whoSuffers(in, f, a.AsyncEvents())), &a))
}

// withDelay raises throttles of what is tried again where events were dropped, or
// wait longer and longer.
func withDelay(in *rules.Input, f rules.Finding) rules.Finding {
	t, _ := facts.Troubles.Of(in.Facts, in.Subject.ID) // what was not measured raises nothing
	var harm []string
	if dropped := t.Dropped(); dropped > 0 {
		harm = append(harm, "Lambda dropped "+rules.Plural(int(dropped), "asynchronous event"))
		f.Evidence = append(f.Evidence, in.Measured("asynchronous events dropped", "Sum", dropped, 0, "", dropped))
	}
	for _, w := range []struct {
		what, field string
		age         func(*facts.TroubleDay) *float64
	}{
		{"events wait", "age of asynchronous events", (*facts.TroubleDay).EventAge},
		{"a stream's records wait", "iterator age", (*facts.TroubleDay).IteratorAge},
	} {
		if waits := agesOf(&t, w.age); waits.growing(rules.Params[ThrottledParams](in).AgeSeconds) {
			harm = append(harm, fmt.Sprintf("%s longer and longer, up to %s", w.what, hours(waits.highest())))
			f.Evidence = append(f.Evidence, waits.longest(in, w.field, nil))
		}
	}
	if len(harm) > 0 {
		f.Severity = rules.High
		f.Message += "; " + strings.Join(harm, ", and ")
	}
	return f
}

// withLimit says which limit the calls met, as far as it was asked.
func withLimit(in *rules.Input, f rules.Finding, a *facts.Activity) rules.Finding {
	kept, err := facts.ReservedConcurrency.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil || !a.Throttled(): // else nobody asks
	case kept.Executions == nil:
		f.Evidence = append(f.Evidence, rules.Configured("reserved concurrency", "none: the region's limit holds", nil))
	default:
		f.Message += fmt.Sprintf("; its own reservation lets it run %d at once", *kept.Executions)
		f.Evidence = append(f.Evidence, rules.Configured("reserved concurrency", *kept.Executions, nil))
	}
	return f
}

// whoSuffers says whether the callers got the error, as far as that shows. Where
// nothing feeds the function that tries again, whoever called it waited for the
// answer; where something does, nobody can tell whose calls were throttled.
func whoSuffers(in *rules.Input, f rules.Finding, events float64) rules.Finding {
	waiting, unsure := waiting(in)
	mappings, unlisted := views.Mappings.Of(in.Facts, in.Subject.ID)
	if len(mappings) == 0 && unlisted == nil && events == 0 {
		f.Message += "; nothing that tries again feeds it, so its callers got the error" + listed(": ", waiting)
		return f
	}
	f.Severity, f.Confidence = rules.Low, rules.Likely
	if retried := retried(mappings, events); len(retried) > 0 {
		f.Message += "; what comes from " + strings.Join(retried, ", ") + " is tried again"
		f.Evidence = append(f.Evidence, rules.Configured("tried again", retried, nil))
	}
	switch {
	case len(waiting) > 0:
		f.Message += "; how much of it the synchronous callers saw is not known" + listed(": ", waiting)
	case unsure != nil || unlisted != nil:
		f.Message += "; whether synchronous callers saw it is not known"
	default:
		f.Message += "; no policy names a synchronous caller, and whether one with a role of its own saw it is not known"
	}
	return f
}

// waiting are those whom a policy lets call the function or an alias of it and
// wait for the answer; the error says that there may be more.
func waiting(in *rules.Input) ([]string, error) {
	targets, err := views.Targets.Of(in.Facts, in.Subject.ID)
	var callers []string
	for _, t := range targets {
		err = cmp.Or(err, cmp.Or(t.Err, unheardOf(t.Other)))
		callers = slices.Concat(callers, t.Sync, t.Direct)
	}
	slices.Sort(callers)
	return slices.Compact(callers), err
}

// retried are the sources that surely try again what was throttled.
func retried(mappings []facts.Mapping, events float64) []string {
	var sources []string
	for _, m := range mappings {
		if !m.Off() {
			sources = append(sources, sourceOf(&m))
		}
	}
	if events > 0 {
		sources = append(sources, "asynchronous events")
	}
	slices.Sort(sources)
	return slices.Compact(sources)
}

// sourceName is the last word of a source's ARN.
func sourceName(arn string) string { return arn[strings.LastIndexAny(arn, ":/")+1:] }

// listed are the names after a lead, or nothing.
func listed(lead string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return lead + strings.Join(names, ", ")
}
