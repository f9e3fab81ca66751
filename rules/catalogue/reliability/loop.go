package reliability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/views"
)

// A loop is something that triggers the function and that it may write to.
type loop struct {
	trigger    string // ARN
	how        string
	confidence rules.Confidence
}

func (l loop) says() string {
	return fmt.Sprintf("%s, which triggers it, %s", sourceName(l.trigger), l.how)
}

// loopsOf are the loops that the function may run in, as far as its settings and
// its role show: those that Lambda can detect, through SQS, SNS, S3 and itself.
// The error says that there may be more.
func loopsOf(in *rules.Input) ([]loop, error) {
	c, unset := facts.Functions.Of(in.Facts, in.Subject.ID)
	if unset != nil {
		return nil, unset
	}
	triggers, unsure := triggersOf(in)
	targets, unread := targetsOf(in, &c)
	var loops []loop
	for _, t := range triggers {
		if slices.Contains(targets, t) {
			loops = append(loops, loop{t, "is where its results or failures go", rules.Sure})
			continue
		}
		l, written, err := writes(in, &c, t)
		unsure = cmp.Or(unsure, err)
		if written {
			loops = append(loops, l)
		}
	}
	return loops, cmp.Or(unsure, unread)
}

// triggersOf are the queues, topics and buckets that trigger the function, and
// the function itself.
func triggersOf(in *rules.Input) ([]string, error) {
	triggers := []string{in.Subject.ID}
	mappings, unsure := views.Mappings.Of(in.Facts, in.Subject.ID)
	for _, m := range mappings {
		if m.Queue() && !m.Off() {
			triggers = append(triggers, m.Source)
		}
	}
	aliases, err := facts.Aliases.Of(in.Facts, in.Subject.ID)
	unsure = cmp.Or(unsure, err)
	targets := []string{in.Subject.ID}
	for _, a := range aliases {
		targets = append(targets, a.ARN)
	}
	for _, id := range targets {
		doc, err := views.Policy.Of(in.Facts, id)
		unsure = cmp.Or(unsure, err)
		for _, g := range iam.ServicePrincipals(doc) {
			triggers = append(triggers, g.SourceARNs...)
		}
	}
	slices.Sort(triggers)
	return slices.Compact(triggers), unsure
}

// targetsOf are where the function's results and failures go: those of its
// asynchronous events, if it takes any, and those of the streams it reads. An
// alias of the function stands for the function.
func targetsOf(in *rules.Input, c *facts.Config) ([]string, error) {
	mappings, unsure := views.Mappings.Of(in.Facts, in.Subject.ID)
	var targets []string
	for _, m := range mappings {
		targets = append(targets, m.OnFailure)
	}
	takes, err := views.TakesEvents.Of(in.Facts, in.Subject.ID)
	if !takes {
		return targets, cmp.Or(unsure, err)
	}
	targets = append(targets, c.DeadLetter)
	settings, err := facts.AsyncSettings.Of(in.Facts, in.Subject.ID)
	for _, s := range settings {
		for _, target := range []string{s.OnFailure, s.OnSuccess} {
			function, _ := audit.FunctionARN(target)
			targets = append(targets, target, function)
		}
	}
	return targets, cmp.Or(unsure, err)
}

// writingActions are what a role needs to write to a trigger, by its service.
var writingActions = map[string]string{"sqs": "sqs:SendMessage", "sns": "sns:Publish", "s3": "s3:PutObject"}

// writes reports whether the function's role lets it write to the trigger. That a
// role may says less than that the function does, and less yet where it may on a
// part of a bucket only.
func writes(in *rules.Input, c *facts.Config, trigger string) (loop, bool, error) {
	a, _ := audit.ParseARN(trigger)
	action := writingActions[a.Service]
	if action == "" || strings.ContainsAny(trigger, "*?") {
		return loop{}, false, nil
	}
	role, err := views.Role.Of(in.Facts, c.Role)
	if err == nil {
		err = role.Why
	}
	if err != nil {
		return loop{}, false, err
	}
	resource := trigger
	if a.Service == "s3" {
		resource += "/*"
	}
	switch role.Allows(action, resource) {
	case iam.Yes:
		return loop{trigger, "is one that its role may write to", rules.Likely}, true, nil
	case iam.Maybe:
		return loop{trigger, "is one that its role may write to in part, or under conditions", rules.Possible}, true, nil
	}
	return loop{}, false, nil
}
