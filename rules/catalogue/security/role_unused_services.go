package security

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

//go:embed untold_calls.json
var untoldCallsJSON []byte

// untoldCalls are patterns of actions that may be used without IAM telling.
var untoldCalls = sync.OnceValue(func() []string {
	return table[struct {
		AsOf    string   `json:"as_of"`
		Sources []string `json:"sources"`
		Actions []string `json:"actions"`
	}](untoldCallsJSON).Actions
})

// untold reports whether all that a pattern of actions allows is so.
func untold(pattern string) bool {
	return slices.ContainsFunc(untoldCalls(), func(p string) bool { return iam.Covers(p, pattern, true) })
}

// failureServices are those that failed events can be sent to. A role that never
// failed has not called them, and needs them all the same.
var failureServices = []string{"events", "kafka", "lambda", "s3", "sns", "sqs"}

// An accessReview holds what a role may call against what it called.
type accessReview struct {
	in    *rules.Input
	role  *views.ExecutionRole
	last  facts.LastAccessed
	days  int
	since time.Time
}

// judge tells what is not used, of what IAM told. Where that is not all, nothing
// found is no pass.
func (a *accessReview) judge(incomplete error) []rules.Finding {
	uses, every := a.role.Uses(untoldCalls())
	switch {
	case every && incomplete != nil:
		return rules.One(rules.Undecided(incomplete))
	case every:
		return rules.One(a.everything())
	}
	unused, named := a.unused(uses)
	unused, unsure := a.withoutFailurePaths(unused)
	switch {
	case len(unused) > 0:
		return rules.One(a.finding(unused, named))
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	case incomplete != nil:
		return rules.One(rules.Undecided(incomplete))
	}
	return nil
}

// unused returns the services that were not called lately, of those that IAM
// tells of, and how many these are.
func (a *accessReview) unused(uses []iam.Use) (unused []facts.AccessedService, named int) {
	for _, s := range a.last.Services {
		if !slices.ContainsFunc(uses, func(u iam.Use) bool { return u.Service == s.Service }) {
			continue
		}
		named++
		if !a.lately(s) {
			unused = append(unused, s)
		}
	}
	return unused, named
}

func (a *accessReview) lately(s facts.AccessedService) bool {
	at, err := time.Parse(time.RFC3339, s.Last)
	return err == nil && !at.Before(a.since)
}

// withoutFailurePaths leaves out what the role's functions call only when they
// fail. The error says why something was left out that may be unused after all.
func (a *accessReview) withoutFailurePaths(unused []facts.AccessedService) ([]facts.AccessedService, error) {
	concerned := func(s facts.AccessedService) bool { return slices.Contains(failureServices, s.Service) }
	if !slices.ContainsFunc(unused, concerned) {
		return unused, nil
	}
	targets, unsure := a.failureTargets()
	left := slices.DeleteFunc(unused, func(s facts.AccessedService) bool {
		toIt := func(arn string) bool { return strings.Contains(arn, ":"+s.Service+":") }
		return concerned(s) && (unsure != nil || slices.ContainsFunc(targets, toIt))
	})
	return left, unsure
}

// failureTargets are the ARNs that failed events of the role's functions go to.
func (a *accessReview) failureTargets() (targets []string, unsure error) {
	r := a.in.Facts
	note := func(err error) {
		if unsure == nil {
			unsure = err
		}
	}
	for _, function := range a.in.Subject.Functions {
		configurations, err := views.MayRun.Of(r, function)
		note(err)
		for _, c := range configurations {
			targets = append(targets, c.DeadLetter)
		}
		settings, err := facts.AsyncSettings.Of(r, function)
		note(err)
		for _, s := range settings {
			targets = append(targets, s.OnFailure)
		}
	}
	note(facts.EventSources.All(r, func(_ string, m facts.Mapping) {
		if slices.Contains(a.in.Subject.Functions, m.Function) {
			targets = append(targets, m.OnFailure)
		}
	}))
	return targets, unsure
}

// finding tells the unused services, what grants each, and what to write instead.
func (a *accessReview) finding(unused []facts.AccessedService, named int) rules.Finding {
	names := serviceNames(unused)
	f := rules.Failed(fmt.Sprintf("for %d days it has not called %d of the %d services that its policies allow: %s", a.days, len(unused), named, rules.Some(names)))
	for _, s := range unused {
		f.Evidence = append(f.Evidence, a.lastCall(s))
	}
	statements := statementsFor(&a.role.Role, names)
	if len(statements) == 0 { // a wildcard over all services allows it, within a boundary
		statements = statementsForAll(&a.role.Role, a.called())
	}
	for _, s := range statements {
		f.Evidence = append(f.Evidence, rules.Configured("granted by", s.String(), nil))
	}
	f.Evidence = append(f.Evidence, rules.Configured("told by IAM", a.last.AsOf, "calls may take four hours to show, and refused ones count"))
	f.Confidence = rules.Likely // IAM does not tell since when a policy has been there
	f.Fix = fixFor(statements)
	return f
}

// lastCall is evidence of when a service was called last.
func (a *accessReview) lastCall(s facts.AccessedService) rules.Evidence {
	got, window := "never", facts.TrackedDays
	if at, err := time.Parse(time.RFC3339, s.Last); err == nil {
		got = at.Format(time.DateOnly)
	}
	return rules.Evidence{Field: s.Service + " last called", Got: got, Want: "since " + a.since.Format(time.DateOnly), Statistic: "last authenticated", WindowDays: &window}
}

// everything tells once of a role that may call all services, or all but some,
// how few of them it calls.
func (a *accessReview) everything() rules.Finding {
	names := a.called()
	message := fmt.Sprintf("it may call every service, and called %d in %d days: %s", len(names), a.days, rules.Some(names))
	if len(names) == 0 {
		message = fmt.Sprintf("it may call every service, and called none in %d days", a.days)
	}
	window := facts.TrackedDays
	f := rules.Failed(message, rules.Evidence{Field: "services called", Got: names, Want: "nothing else allowed", Statistic: "last authenticated", WindowDays: &window})
	statements := statementsForAll(&a.role.Role, names)
	for _, s := range statements {
		f.Evidence = append(f.Evidence, rules.Configured("granted by", s.String(), nil))
	}
	f.Evidence = append(f.Evidence, rules.Configured("told by IAM", a.last.AsOf, "calls may take four hours to show, and refused ones count"))
	f.Confidence = rules.Likely
	f.Fix = fixFor(statements)
	return f
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
