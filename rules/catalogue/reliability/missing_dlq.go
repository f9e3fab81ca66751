package reliability

import (
	"cmp"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "missing-dlq", Title: "loses asynchronous events when it fails",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "An asynchronous event is tried three times within six hours and then dropped. Without a dead-letter queue or an on-failure destination nobody can tell what was lost.",
	Fix: eventFix("put-function-event-invoke-config --function-name NAME", destination("OnFailure", "QUEUE_ARN"), "QUEUE_ARN"),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, facts.Metrics, facts.AsyncSettings, facts.VersionConfig, facts.Presence, views.Targets},
	Check:    checkMissingDLQ,
	Examples: missingDLQExamples,
})

func checkMissingDLQ(in *rules.Input) []rules.Finding {
	q := question{in: in}
	q.read()
	if len(q.invoked()) == 0 && q.events == 0 {
		if err := cmp.Or(q.uncounted, q.unsure); err != nil {
			return rules.One(rules.Undecided(err))
		}
		return rules.One(rules.Inapplicable("nothing invokes it asynchronously: no event in the window, and no service may by policy"))
	}
	var found []rules.Finding
	for _, t := range q.targets {
		if f, open := q.judge(&t); open {
			found = append(found, f)
		}
	}
	if len(found) == 0 && q.unsure != nil && !q.allCovered() {
		return rules.One(rules.Undecided(q.unsure))
	}
	return found
}

// latest is the qualifier of what was never published.
const latest = "$LATEST"

// A question is all that the rule asks of one function.
type question struct {
	in        *rules.Input
	config    facts.Config
	unset     error   // config is not known
	events    float64 // handed over asynchronously in the window
	uncounted error   // events is not known
	targets   []views.Target
	more      error // there may be more targets
	unsure    error // more targets may be invoked asynchronously than are known to be
	seen      facts.Seen
	unseen    error // seen is not known
	settings  []facts.Async
	unread    error // settings may hold more
}

func (q *question) read() {
	id := q.in.Subject.ID
	q.config, q.unset = facts.Functions.Of(q.in.Facts, id)
	activity, err := facts.Metrics.Of(q.in.Facts, id)
	q.events, q.uncounted = activity.AsyncEvents(), err
	q.targets, q.more = views.Targets.Of(q.in.Facts, id)
	q.unsure = q.more
	for _, t := range q.targets {
		q.unsure = cmp.Or(q.unsure, cmp.Or(t.Err, unheardOf(t.Other)))
	}
	q.seen, q.unseen = facts.Presence.Of(q.in.Facts, id)
	q.settings, q.unread = facts.AsyncSettings.Of(q.in.Facts, id)
}

// unheardOf says that nobody here knows how the services invoke.
func unheardOf(services []string) error {
	if len(services) == 0 {
		return nil
	}
	return &audit.Unknown{Reason: audit.Opaque, Fact: facts.ResourcePolicy.Name,
		Message: "whether " + strings.Join(services, ", ") + " invokes asynchronously is not known"}
}

// invoked are the targets that a service may invoke asynchronously by policy.
func (q *question) invoked() []string {
	var list []string
	for _, t := range q.targets {
		if len(t.Async) > 0 {
			list = append(list, t.Qualifier)
		}
	}
	return list
}

// covered reports whether failed events of the target are kept somewhere; the
// error says that it could not be seen.
func (q *question) covered(t *views.Target) (string, error) {
	if s := q.setting(t); s != nil && s.OnFailure != "" {
		return s.OnFailure, nil
	}
	deadLetter, err := q.config.DeadLetter, q.unset
	if t.Qualifier != latest {
		deadLetter, err = q.servedDeadLetter(t)
	}
	if deadLetter == "" && q.unread != nil {
		err = q.unread
	}
	return deadLetter, err
}

// servedDeadLetter is the dead-letter queue of what the alias serves: where it
// shares its events between versions, each must have one.
func (q *question) servedDeadLetter(t *views.Target) (string, error) {
	deadLetter := ""
	var unsure error
	for _, version := range t.Versions {
		c, err := q.config, q.unset
		if version != latest {
			c, err = facts.VersionConfig.Of(q.in.Facts, q.in.Subject.ID+":"+version)
		}
		if err == nil && c.DeadLetter == "" {
			return "", nil
		}
		deadLetter, unsure = c.DeadLetter, cmp.Or(unsure, err)
	}
	if unsure != nil {
		return "", unsure
	}
	return deadLetter, nil
}

// allCovered reports whether every target there may be keeps what fails: then it
// does not matter which of them is invoked.
func (q *question) allCovered() bool {
	uncovered := func(t views.Target) bool {
		kept, _ := q.covered(&t)
		return kept == ""
	}
	return q.more == nil && !slices.ContainsFunc(q.targets, uncovered)
}
