package reliability

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
)

// UnhealthyParams are the thresholds of event-source-unhealthy.
type UnhealthyParams struct {
	DisabledDays float64 `json:"disabled_days"` // a user's pause that is longer was forgotten
	AgeSeconds   float64 `json:"age_seconds"`   // a wait of records that shows that a problem lasts
}

var _ = rules.Register(rules.Rule{
	ID: "event-source-unhealthy", Title: "has an event source that does not feed it",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A mapping that Lambda stopped, or that cannot read its source, makes no error of the function and no alarm: messages and records pile up until they expire.",
	Fix: `aws lambda get-event-source-mapping --uuid MAPPING_UUID --query '[State,StateTransitionReason,LastProcessingResult,LastModified]' --region REGION
# mend what it says (the role's rights to the source, the network of the broker, the function's errors), then
aws lambda update-event-source-mapping --uuid MAPPING_UUID --enabled --region REGION
# or, where nobody needs it: aws lambda delete-event-source-mapping --uuid MAPPING_UUID --region REGION
# SAM: Enabled: true of the event      Terraform: enabled = true of aws_lambda_event_source_mapping`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html",
	},
	Kinds:    []audit.KindName{facts.KindEventSource},
	Requires: []audit.Dep{facts.EventSources, facts.Queues, facts.Metrics, facts.Troubles},
	Params:   &UnhealthyParams{DisabledDays: 7, AgeSeconds: 600},
	Check:    checkUnhealthySource,
	Examples: unhealthySourceExamples,
})

func checkUnhealthySource(in *rules.Input) []rules.Finding {
	m, err := facts.EventSources.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case m.State == "Deleting":
		return rules.One(rules.Inapplicable("it is being deleted"))
	case m.Off():
		return disabled(in, &m)
	case brokenOff(m.StateReason):
		return rules.One(rules.Failed(fmt.Sprintf("%s feeds it no more: Lambda says %s", sourceOf(&m), m.StateReason), stateOf(&m)...))
	}
	missing, unsure := sourceGone(in, &m)
	switch {
	case missing:
		return rules.One(rules.Failed(fmt.Sprintf("the queue %s, which it reads from, does not exist (any more)", sourceOf(&m)), stateOf(&m)...))
	case strings.HasPrefix(m.LastResult, "PROBLEM"):
		return rules.One(withLastingHarm(in, rules.Failed(fmt.Sprintf("the last records of %s could not be processed: %s", sourceOf(&m), m.LastResult), stateOf(&m)...), &m))
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	case !working[m.State]:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.EventSources.Name, Message: fmt.Sprintf("the state %q of a mapping means nothing to this version", m.State)}))
	}
	return nil
}

// working are the states in which a mapping reads, or soon will.
var working = map[string]bool{"Enabled": true, "Enabling": true, "Creating": true, "Updating": true}

// brokenOff reports whether a state's reason is one of the codes by which Lambda
// says that it stopped, such as EVENT_SOURCE_AUTHN_ERROR (Lambda developer guide,
// Amazon MQ and Kafka errors, 2026-11).
func brokenOff(reason string) bool {
	return strings.HasSuffix(reason, "_ERROR") || strings.HasSuffix(reason, "_NOT_VALID")
}

func stateOf(m *facts.Mapping) []rules.Evidence {
	return []rules.Evidence{rules.Configured("state", m.State, "Enabled"), rules.Configured("reason of the state", m.StateReason, nil),
		rules.Configured("last processing result", m.LastResult, nil), rules.Configured("last modified", m.LastModified, nil)}
}

// disabled tells a user's pause from Lambda's stop: the reason says "User action"
// or "USER_INITIATED", or names whoever else it was.
func disabled(in *rules.Input, m *facts.Mapping) []rules.Finding {
	byUser := strings.Contains(strings.ToLower(m.StateReason), "user")
	if m.StateReason != "" && !byUser {
		return rules.One(rules.Failed(fmt.Sprintf("Lambda disabled the mapping from %s: %s", sourceOf(m), m.StateReason), stateOf(m)...))
	}
	since, err := time.Parse(time.RFC3339, m.LastModified)
	if err != nil {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.EventSources.Name, Message: "AWS told no date of its last change"}))
	}
	days := in.Facts.Header().TakenAt.Sub(since).Hours() / 24
	if days <= rules.Params[UnhealthyParams](in).DisabledDays {
		if byUser {
			return nil
		}
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.EventSources.Name, Message: "AWS did not tell who disabled it"}))
	}
	f := rules.Failed(fmt.Sprintf("the mapping from %s has been disabled for %s", sourceOf(m), rules.Plural(int(days), "day")), stateOf(m)...)
	f.Severity = rules.Low
	return rules.One(f)
}

// sourceGone reports whether the mapping's queue is gone, as far as the account's
// own queues tell: SQS does not say whether another account has one.
func sourceGone(in *rules.Input, m *facts.Mapping) (bool, error) {
	a, _ := audit.ParseARN(m.Source)
	if !m.Queue() || a.Account != in.Subject.Account {
		return false, nil
	}
	_, err := facts.Queues.Of(in.Facts, m.Source)
	return isGone(err), err
}

// isGone reports whether AWS said that there is no such thing.
func isGone(err error) bool {
	var why *audit.Unknown
	return errors.As(err, &why) && why.Reason == audit.Gone
}

// withLastingHarm lowers a problem of which neither errors nor waiting records
// show that it lasts.
func withLastingHarm(in *rules.Input, f rules.Finding, m *facts.Mapping) rules.Finding {
	a, uncounted := facts.Metrics.Of(in.Facts, m.Function)
	t, unmeasured := facts.Troubles.Of(in.Facts, m.Function)
	failed := a.Total(func(d *facts.Day) float64 { return d.Errors })
	waits := agesOf(&t, (*facts.TroubleDay).IteratorAge)
	if failed > 0 {
		f.Evidence = append(f.Evidence, in.Measured("errors", "Sum", failed, nil, "", a.Invocations()))
	}
	if waits.highest() >= 1000*rules.Params[UnhealthyParams](in).AgeSeconds {
		f.Evidence = append(f.Evidence, waits.longest(in, "iterator age", nil))
		return f
	}
	switch {
	case failed > 0:
	case uncounted == nil && a.Invocations() == 0:
		f.Confidence = rules.Likely
		f.Message += "; nothing reached the function in the window"
		f.Evidence = append(f.Evidence, in.Measured("invocations", "Sum", 0, nil, "", 0))
	case uncounted != nil || unmeasured != nil:
		f.Severity, f.Confidence = rules.Low, rules.Likely
		f.Message += "; whether it lasts is not known"
	default:
		f.Severity = rules.Low
		f.Message += "; neither errors nor waiting records show that it lasts"
	}
	return f
}
