package iam

import (
	"slices"
	"strings"
)

// What a replacement says of itself.
const (
	noteUsual    = "the actions are what functions usually call: strike what this one does not and add what else it does"
	noteUsed     = "what is not known to be used is left out"
	noteGenerate = "this is what is known to be needed: let IAM Access Analyzer generate the rest from CloudTrail"
)

// pattern keeps a written pattern of actions, or narrows it if it grants too much.
func (w *rewriter) pattern(pattern string) {
	actions := selection{patterns: []string{pattern}}
	service, name, found := strings.Cut(pattern, ":")
	switch {
	case !slices.Contains(w.wide, pattern):
		w.keep(pattern)
	case !found || wild(service):
		w.everything(actions, pattern)
	case !wild(name):
		w.exact(pattern)
	default:
		w.ofService(strings.ToLower(service), actions, pattern)
	}
}

// exact keeps an action that was written by name, on fewer resources.
func (w *rewriter) exact(action string) {
	if used, known := w.known.used(actionService(action)); known && !holdsName(used, actionName(action)) {
		w.notes.add(noteUsed)
		return
	}
	w.deed(action)
}

// everything narrows a pattern over all services to those that the resources name, and to those of which something is
// known. A function always logs.
func (w *rewriter) everything(actions selection, pattern string) {
	before := len(w.pieces)
	var services []string
	open := w.statement.Resources == nil
	for _, resource := range w.statement.Resources {
		a, ok := splitARN(resource)
		switch {
		case ok && !wild(a.service) && !strings.Contains(a.service, "${"):
			services = append(services, strings.ToLower(a.service))
		case ok:
			open = true
		}
	}
	if open {
		services = slices.Concat(services, []string{"logs"}, w.known.services())
	}
	for i, service := range services {
		if !slices.Contains(services[:i], service) {
			w.ofService(service, actions, "")
		}
	}
	if len(w.pieces) == before && strings.Contains(pattern, ":") && !everyAction(pattern) {
		w.deed(w.holed(pattern))
	}
	if open {
		w.partial = true
		w.notes.add(noteGenerate)
	}
}

// ofService narrows a wildcard within one service: to what is used, or else to what functions usually call of it. What a
// pattern over all services holds of one that nobody knows to be used is only proposed where a resource is known.
func (w *rewriter) ofService(service string, actions selection, pattern string) {
	if w.known.Used != nil {
		w.notes.add(noteUsed)
	}
	if used, known := w.known.used(service); known {
		for _, action := range actions.named(prefixed(service, used)) {
			w.deed(action)
		}
		return
	}
	if service == "iam" {
		w.notes.add("the rights over IAM are left out: with them the role can give itself more")
		return
	}
	proposed := w.proposals(service, actions, pattern == "" && service != "logs" && !w.known.inUse(service))
	always := pattern == "" && service == "logs"
	if pattern == "" && w.known.inUse(service) {
		pattern = actions.within(service)
	}
	switch {
	case len(proposed) == 0 && pattern != "":
		w.deed(w.holed(pattern))
	case len(proposed) > 0 && !always:
		w.notes.add(noteUsual)
	}
	for _, action := range proposed {
		w.deed(action)
	}
}

// proposals gives the usual actions of a service that the selection holds. Where resources of some of them are known,
// others that work on resources of the same form, of which none is known, are left out.
func (w *rewriter) proposals(service string, actions selection, mustKnow bool) []string {
	usual := usualServices()[service]
	reading := actions.named(prefixed(service, usual.Reading))
	var known, open []string
	settled := map[string]bool{}
	for _, action := range slices.Concat(reading, actions.named(prefixed(service, usual.Usual))) {
		if !w.scoped(action) || len(w.filled(action)) > 0 {
			known = append(known, action)
			settled[usual.form(actionName(action))] = true
		} else if !slices.Contains(reading, action) {
			open = append(open, action)
		}
	}
	if mustKnow {
		return known
	}
	return slices.Concat(known, slices.DeleteFunc(open, func(action string) bool { return settled[usual.form(actionName(action))] }))
}

// deed adds a piece that allows one action. Actions that write permissions are left out.
func (w *rewriter) deed(action string) {
	service := actionService(action)
	group := KnownSensitive().Group(action)
	passes := strings.EqualFold(action, "iam:PassRole")
	if group == SelfEscalation || service == "iam" && group != "" && !passes {
		w.notes.add(action + " is left out: with it the role can give itself more rights")
		return
	}
	piece := Statement{Actions: []string{action}}
	switch piece.Resources = w.filled(action); {
	case !w.scoped(action):
		piece.Resources, piece.NotResources = concerning(w.statement.Resources, service), w.statement.NotResources
	case len(piece.Resources) == 0:
		piece.Resources = w.hole(action)
	}
	if passes && len(w.statement.required("iam:PassedToService")) == 0 {
		w.open("SERVICE")
		piece.Conditions = []Condition{{"StringEquals", "iam:PassedToService", []string{"SERVICE.amazonaws.com"}}}
	}
	if len(piece.Resources) > 0 || piece.NotResources != nil {
		w.add(piece)
	}
}

// holed gives a pattern with words in place of its wildcards.
func (w *rewriter) holed(pattern string) string {
	service, name, _ := strings.Cut(pattern, ":")
	if wild(service) {
		w.open("SERVICE")
	}
	w.open("ACTION")
	return inWords(service, "SERVICE") + ":" + inWords(name, "ACTION")
}

// namesOf gives actions without their service, however they are written.
func namesOf(actions []string) []string {
	var names []string
	for _, action := range actions {
		names = append(names, action[strings.IndexByte(action, ':')+1:])
	}
	return names
}

func prefixed(service string, names []string) []string {
	var actions []string
	for _, name := range names {
		actions = append(actions, service+":"+name)
	}
	return actions
}
