package security

import (
	"cmp"
	_ "embed"
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

// failureServices are those that failed events can be sent to. A role that never
// failed has not called them, and needs them all the same.
var failureServices = []string{"events", "kafka", "lambda", "s3", "sns", "sqs"}

// An accessReview holds what a role may call against what it called.
type accessReview struct {
	in    *rules.Input
	role  *views.ExecutionRole
	known iam.Known
	last  facts.LastAccessed
	days  int
	since time.Time
}

// judge tells what is not used, of what IAM told. Where that is not all, nothing
// found is no pass.
func (a *accessReview) judge(incomplete error) []rules.Finding {
	granted := a.role.Granted(untoldCalls())
	every := slices.DeleteFunc(slices.Clone(granted), func(g iam.Grant) bool { return g.Service != "*" })
	switch {
	case len(every) > 0 && incomplete != nil:
		return rules.One(rules.Undecided(incomplete))
	case len(every) > 0:
		return rules.One(a.everything(every))
	}
	unused, named := a.unused(granted)
	unused, unsure := a.withoutFailurePaths(unused)
	switch {
	case len(unused) > 0:
		return rules.One(a.finding(unused, named, granted))
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	case incomplete != nil:
		return rules.One(rules.Undecided(incomplete))
	}
	return nil
}

// unused returns the services that were not called lately, of those that IAM
// tells of, and how many these are.
func (a *accessReview) unused(granted []iam.Grant) (unused []facts.AccessedService, named int) {
	for _, s := range a.last.Services {
		if !slices.ContainsFunc(granted, func(g iam.Grant) bool { return g.Service == s.Service }) {
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
	note := func(err error) {
		if unsure == nil {
			unsure = err
		}
	}
	for _, function := range a.in.Subject.Functions {
		configurations, err := views.MayRun.Of(a.in.Facts, function)
		note(err)
		for _, c := range configurations {
			targets = append(targets, c.DeadLetter)
		}
		mappings, err := views.Mappings.Of(a.in.Facts, function)
		note(err)
		for _, m := range mappings {
			targets = append(targets, m.OnFailure)
		}
		handed, err := a.failureDestinations(function)
		note(err)
		targets = append(targets, handed...)
	}
	return targets, unsure
}

// failureDestinations are where events go that a function is handed and fails on.
// The settings of one that is handed none say nothing: they are not even asked for.
func (a *accessReview) failureDestinations(function string) ([]string, error) {
	settings, err := facts.AsyncSettings.Of(a.in.Facts, function)
	var list []string
	for _, s := range settings {
		if s.OnFailure != "" {
			list = append(list, s.OnFailure)
		}
	}
	if len(list) == 0 {
		return nil, err
	}
	takes, unsure := views.TakesEvents.Of(a.in.Facts, function)
	if !takes {
		list = nil
	}
	return list, cmp.Or(err, unsure)
}
