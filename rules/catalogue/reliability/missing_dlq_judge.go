package reliability

import (
	"cmp"
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
		return located(rules.Undecided(cmp.Or[error](q.unseen, &audit.Unknown{Reason: audit.NoData,
			Message: "events are handed over asynchronously, and which of $LATEST and the aliases takes them is not known"})), t), true
	}
	return located(q.lost(t), t), true
}

// reached reports whether events may come to the target, and whether that is
// certain. By policy it is. Those who invoke by a role of their own show in no
// policy: where events were counted, an alias in use may be what they invoke.
// Where no policy tells of any target, it is certain for the only one, and for
// $LATEST where no alias is in use.
func (q *question) reached(t *views.Target) (reached, certain bool) {
	switch {
	case len(t.Async) > 0:
		return true, true
	case t.Qualifier != latest:
		return q.events > 0 && q.mayUse(t), false
	case len(q.invoked()) > 0:
		return false, false
	case len(q.targets) == 1:
		return true, q.more == nil
	}
	return true, len(q.seen.Qualifiers) == 0 && cmp.Or(q.unseen, q.unsure) == nil
}

// mayUse reports whether the alias was invoked in the window, or may have been.
func (q *question) mayUse(t *views.Target) bool {
	return q.unseen != nil || slices.Contains(q.seen.Qualifiers, t.Qualifier)
}

// sole reports whether the events that were counted surely came to the target
// among others.
func (q *question) sole(t *views.Target) bool {
	if t.Qualifier == latest {
		return len(q.targets) == 1 || q.unseen == nil && len(q.seen.Qualifiers) == 0
	}
	return q.unseen == nil
}

func (q *question) lost(t *views.Target) rules.Finding {
	f := rules.Failed("", q.deadLetterOf(t), rules.Configured("on-failure destination", "none", "a queue, topic, bus, bucket or function"))
	f.Fix = q.fix(t)
	verb, ending := "is wired to take", ""
	switch {
	case q.events > 0 && t.Qualifier != latest && !q.mayUse(t):
		f.Severity, f.Confidence = rules.Medium, rules.Likely
		ending = "nothing invoked it in the window"
	case q.events > 0:
		verb, ending = "takes", fmt.Sprintf("the function took %s in the window", rules.Number(q.events))
		if !q.sole(t) {
			f.Confidence = rules.Likely
		}
	case q.uncounted == nil:
		f.Severity = rules.Medium
		ending = "none came in the window"
	default:
		f.Confidence = rules.Likely
		ending = "how many come is unknown"
	}
	f.Message = fmt.Sprintf("%s %s asynchronous events%s and keeps none that fail; %s", named(t), verb, listed(" from ", t.Async), ending)
	if q.uncounted == nil {
		f.Evidence = append(f.Evidence, q.in.Measured("asynchronous events of the function", "Sum", q.events, nil, "", q.events))
	}
	if len(t.Async) > 0 {
		f.Evidence = append(f.Evidence, rules.Configured("invoked by", t.Async, nil))
	}
	return q.withRetries(f, t)
}

func named(t *views.Target) string {
	if t.Qualifier == latest {
		return "it"
	}
	return "its alias " + t.Qualifier
}

// deadLetterOf says which dead-letter queue was looked for.
func (q *question) deadLetterOf(t *views.Target) rules.Evidence {
	got := "none"
	if t.Qualifier != latest {
		got = "none on version " + strings.Join(t.Versions, " or ")
	}
	return rules.Configured("dead-letter queue", got, "a queue or topic")
}

// withRetries adds how long AWS tries before it drops an event.
func (q *question) withRetries(f rules.Finding, t *views.Target) rules.Finding {
	retries, age := "2 (default)", "6 h (default)"
	if s := q.setting(t); s != nil && s.MaxRetries != nil {
		retries = fmt.Sprint(*s.MaxRetries)
	}
	if s := q.setting(t); s != nil && s.MaxAgeS != nil {
		age = fmt.Sprintf("%d s", *s.MaxAgeS)
	}
	f.Evidence = append(f.Evidence, rules.Configured("retries", retries, nil), rules.Configured("event age", age, nil))
	return f
}

// located puts the qualifier into a finding about an alias.
func located(f rules.Finding, t *views.Target) rules.Finding {
	if t.Qualifier != latest {
		f.Locus = t.Qualifier
	}
	return f
}
