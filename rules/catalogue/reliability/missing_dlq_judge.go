package reliability

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// judge says what becomes of the events that the target fails on; false where
// there is nothing to say.
func (q *question) judge(t *views.Target) (rules.Finding, bool) {
	reached, certain := q.reached(t)
	if !reached {
		return rules.Finding{}, false
	}
	kept, err := q.covered(t)
	switch {
	case kept != "":
		return rules.Finding{}, false
	case err != nil:
		return located(rules.Undecided(err), t), true
	case !certain:
		return located(rules.Undecided(&audit.Unknown{Reason: audit.NoData,
			Message: "events are handed over asynchronously, and which of $LATEST and the aliases takes them is not known"}), t), true
	}
	return located(q.lost(t), t), true
}

// reached reports whether events may come to the target, and whether that is
// certain. By policy it is; where only the count of events tells, it is so for
// what is the only target, or the only one in use.
func (q *question) reached(t *views.Target) (reached, certain bool) {
	if len(q.invoked()) > 0 {
		return len(t.Async) > 0, true
	}
	if len(q.targets) == 1 {
		return true, q.more == nil
	}
	used := q.seen.Qualifiers
	if t.Qualifier == "$LATEST" {
		return true, len(used) == 0 && either(q.unseen, q.unsure) == nil
	}
	return slices.Contains(used, t.Qualifier), false
}

func (q *question) lost(t *views.Target) rules.Finding {
	target := "it"
	if t.Qualifier != "$LATEST" {
		target = "its alias " + t.Qualifier
	}
	f := rules.Failed("", rules.Configured("dead-letter queue", "none", "a queue or topic"),
		rules.Configured("on-failure destination", "none", "a queue, topic, bus, bucket or function"))
	switch {
	case q.events > 0:
		f.Message = fmt.Sprintf("%s takes asynchronous events (%s in the window) and keeps none that fail", target, rules.Number(q.events))
		f.Evidence = append(f.Evidence, q.in.Measured("asynchronous events", "Sum", q.events, nil, "", q.events))
	case q.uncounted == nil:
		f.Severity = rules.Medium
		f.Message = fmt.Sprintf("%s is wired to take asynchronous events and keeps none that fail; none came in the window", target)
		f.Evidence = append(f.Evidence, q.in.Measured("asynchronous events", "Sum", 0.0, nil, "", 0))
	default:
		f.Confidence = rules.Likely
		f.Message = fmt.Sprintf("%s is wired to take asynchronous events and keeps none that fail; how many come is unknown", target)
	}
	if len(t.Async) > 0 {
		f.Message += ", from " + strings.Join(t.Async, ", ")
		f.Evidence = append(f.Evidence, rules.Configured("invoked by", t.Async, nil))
	}
	return q.withRetries(f, t)
}

// withRetries adds how long AWS tries before it drops an event.
func (q *question) withRetries(f rules.Finding, t *views.Target) rules.Finding {
	retries, age := "2 (default)", "6 h (default)"
	for _, s := range q.settings {
		if s.Qualifier != t.Qualifier {
			continue
		}
		if s.MaxRetries != nil {
			retries = fmt.Sprint(*s.MaxRetries)
		}
		if s.MaxAgeS != nil {
			age = fmt.Sprintf("%d s", *s.MaxAgeS)
		}
	}
	f.Evidence = append(f.Evidence, rules.Configured("retries", retries, nil), rules.Configured("event age", age, nil))
	return f
}

// located puts the qualifier into a finding about an alias.
func located(f rules.Finding, t *views.Target) rules.Finding {
	if t.Qualifier != "$LATEST" {
		f.Locus = t.Qualifier
	}
	return f
}
