package security

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
)

// finding tells the unused services, what grants each, and what to write instead.
func (a *accessReview) finding(unused []facts.AccessedService, named int, granted []iam.Grant) rules.Finding {
	names := serviceNames(unused)
	f := rules.Failed(fmt.Sprintf("for %d days it has not called %d of the %d services that its policies allow: %s", a.days, len(unused), named, rules.Some(names)))
	for _, s := range unused[:min(len(unused), shownServices)] {
		f.Evidence = append(f.Evidence, a.lastCall(s))
	}
	if more := len(unused) - shownServices; more > 0 {
		f.Evidence = append(f.Evidence, rules.Configured("more unused services", more, 0))
	}
	a.tell(&f, slices.DeleteFunc(slices.Clone(granted), func(g iam.Grant) bool { return !slices.Contains(names, g.Service) }), a.usedBut(names))
	return f
}

// shownServices is how many unused services the evidence tells one by one: AWS's
// policy ReadOnlyAccess names hundreds.
const shownServices = 20

// lastCall is evidence of when a service was called last.
func (a *accessReview) lastCall(s facts.AccessedService) rules.Evidence {
	got, window := "never", facts.TrackedDays
	if at, err := time.Parse(time.RFC3339, s.Last); err == nil {
		got = at.Format(time.DateOnly)
	}
	return rules.Evidence{Field: s.Service + " last called", Got: got, Want: "since " + a.since.Format(time.DateOnly), Statistic: "last authenticated", WindowDays: &window}
}

// everything tells once of a role that may call all services, or all but some,
// how few of them it calls. That it is an administrator says more.
func (a *accessReview) everything(grants []iam.Grant) rules.Finding {
	names := a.called()
	may := "it may call services by a wildcard in their names"
	if slices.ContainsFunc(grants, wholeGrant) {
		may = "it may call every service"
	}
	message := fmt.Sprintf("%s, and called %d in %d days: %s", may, len(names), a.days, rules.Some(names))
	if len(names) == 0 {
		message = fmt.Sprintf("%s, and called none in %d days", may, a.days)
	}
	window := facts.TrackedDays
	f := rules.Failed(message, rules.Evidence{Field: "services called", Got: names, Want: "nothing else allowed", Statistic: "last authenticated", WindowDays: &window})
	a.tell(&f, grants, a.usedOfAll())
	for _, g := range grouped(grants) {
		f.ExplainedBy = append(f.ExplainedBy, rules.Refs(onStatement(a.in, "role-admin", g.first()))...)
	}
	return f
}

// wholeGrant reports whether the grant is about all services, or all but some, and
// not only about those whose names meet a wildcard.
func wholeGrant(g iam.Grant) bool {
	return strings.HasPrefix(g.Pattern, "NotAction ") || iam.Covers(g.Pattern, "?*:?*", true)
}

// called are the services that were called lately.
func (a *accessReview) called() []string {
	return serviceNames(slices.DeleteFunc(slices.Clone(a.last.Services), func(s facts.AccessedService) bool { return !a.lately(s) }))
}

func serviceNames(list []facts.AccessedService) []string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = s.Service
	}
	return slices.Sorted(slices.Values(names))
}
