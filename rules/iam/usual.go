package iam

import (
	"strings"
	"sync"
)

// usualService is a row of the table of what functions usually call. Actions stand without their service.
type usualService struct {
	Resource string   // the ARN that most of the service's actions work on; empty if none does for most
	Usual    []string // a starting point for people who wrote a wildcard
	Reading  []string // what Lambda calls to read an event source
	Sending  []string // what Lambda calls to hand on failures
	Other    []usualForm
}

// usualForm is the ARN that some actions of a service work on instead; the actions may have wildcards.
type usualForm struct {
	Actions  []string
	Resource string
}

var usualServices = sync.OnceValue(func() map[string]usualService {
	return load[struct{ Services map[string]usualService }]("usual_actions.json").Services
})

// form gives the ARN that an action works on, with words for what it leaves open; empty if the table does not know.
func (u usualService) form(name string) string {
	for _, other := range u.Other {
		if holdsName(other.Actions, name) {
			return other.Resource
		}
	}
	return u.Resource
}

// holdsName reports whether one of the patterns matches an action's name.
func holdsName(patterns []string, name string) bool {
	for _, pattern := range patterns {
		if Match(pattern, name, true) {
			return true
		}
	}
	return false
}

// actionName gives an action without its service.
func actionName(action string) string {
	_, name, _ := strings.Cut(action, ":")
	return name
}
