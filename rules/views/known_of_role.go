package views

import (
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules/iam"
)

// KnownOfRole is what is known of the functions that run under a role, so that a
// narrower policy can name it. What is not known is left out: it never gives an
// error, and it may always be that there is more.
var KnownOfRole = audit.RegisterView(audit.View[iam.Known]{
	Name: "known-of-role", From: []audit.Dep{facts.Functions, Mappings, facts.AsyncSettings, TakesEvents},
	Compute: func(r audit.Reader, role string) (iam.Known, error) {
		known := iam.Known{Named: map[string][]string{}}
		subject := r.Subject(facts.KindRole, role)
		if subject == nil {
			return known, nil
		}
		for _, function := range subject.Functions {
			learnConfig(&known, r, function)
			learnEvents(&known, r, function)
		}
		for _, list := range []*[]string{&known.LogGroups, &known.EventSources, &known.Failures, &known.Keys} {
			slices.Sort(*list)
			*list = slices.Compact(*list)
		}
		return known, nil
	},
})

// learnConfig takes what a function's own configuration names.
func learnConfig(known *iam.Known, r audit.Reader, function string) {
	c, err := facts.Functions.Of(r, function)
	if err != nil {
		return
	}
	known.LogGroups = append(known.LogGroups, facts.LogGroupARN(function, &c))
	known.Failures = appendARNs(known.Failures, c.DeadLetter)
	known.Keys = appendARNs(known.Keys, c.KMSKey)
	for _, v := range c.Variables {
		for _, resource := range v.TraitValues(secrets.TraitResource) {
			if a, ok := audit.ParseARN(resource); ok {
				known.Named[a.Service] = with(known.Named[a.Service], resource)
			}
		}
	}
}

// learnEvents takes where a function's events come from, and where those go that
// fail. The settings of one that is handed no events say nothing: they are not
// even asked for.
func learnEvents(known *iam.Known, r audit.Reader, function string) {
	mappings, _ := Mappings.Of(r, function)
	for _, m := range mappings {
		known.EventSources = appendARNs(known.EventSources, m.Source)
		known.Failures = appendARNs(known.Failures, m.OnFailure)
	}
	if takes, _ := TakesEvents.Of(r, function); !takes {
		return
	}
	settings, _ := facts.AsyncSettings.Of(r, function)
	for _, s := range settings {
		known.Failures = appendARNs(known.Failures, s.OnFailure, s.OnSuccess)
	}
}

// appendARNs adds those of the texts that are ARNs; a Kafka topic, for one, is not.
func appendARNs(list []string, texts ...string) []string {
	for _, text := range texts {
		if strings.HasPrefix(text, "arn:") {
			list = append(list, text)
		}
	}
	return list
}
