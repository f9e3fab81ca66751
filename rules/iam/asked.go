package iam

import (
	"slices"
	"strings"
)

// An origin is an Allow statement of a role, and the policy that it stands in.
type origin struct {
	policy    *Policy
	statement *Statement
	position  int    // of the statement in its policy
	title     string // once something of it is asked for
}

// An asker chooses among what the statements of a role allow.
type asker interface {
	// any reports whether anything of the statement may be asked for, which saves looking at its patterns.
	any(p *Policy, s *Statement) bool
	asks(a *allowance) bool
}

// askAll asks for everything.
type askAll struct{}

func (askAll) any(*Policy, *Statement) bool { return true }
func (askAll) asks(*allowance) bool         { return true }

// askPassing asks for what lets a role pass others on.
type askPassing struct{}

func (askPassing) any(*Policy, *Statement) bool { return true }
func (askPassing) asks(a *allowance) bool       { return passesRoles(a) }

// askWorth asks for what an opinion may hang on. Most statements of a role that somebody took care of name plain
// actions on exact resources, and nothing is too wide about those: they need not be cut and weighed.
type askWorth struct {
	paths  pathSet    // actions of paths whose actions the role's policies all name: no other path can be open
	latest *Statement // the patterns of a statement come one after the other
	wide   bool
}

// worthJudging returns the asker of an opinion. What a boundary does is told of all that it cuts, so then all are worth it.
func (r *Role) worthJudging() asker {
	if r.Boundary != nil {
		return askAll{}
	}
	return &askWorth{paths: r.pathActions()}
}

func (w *askWorth) any(p *Policy, s *Statement) bool {
	if s.NotActions != nil || p.eventSource() != nil {
		return true
	}
	v := s.verbs()
	return !v.plain || v.paths.meets(&w.paths) || v.sensitive && w.mayReachAny(s)
}

func (w *askWorth) asks(a *allowance) bool {
	if a.actions.negated || a.origin.policy.eventSource() != nil {
		return true
	}
	known, plain := wordOf(a.pattern)
	return !plain || w.paths.has(known.path) || known.sensitive && w.mayReachAny(a.origin.statement)
}

func (w *askWorth) mayReachAny(s *Statement) bool {
	if s != w.latest {
		w.latest, w.wide = s, s.mayReachAny()
	}
	return w.wide
}

// mayReachAny reports whether the statement names more resources than exact ones and wildcards within a name.
func (s *Statement) mayReachAny() bool {
	resources := s.resources()
	return resources.negated || slices.ContainsFunc(resources.patterns, func(p string) bool {
		wide, _ := AnyResource(p)
		return wide || strings.HasPrefix(p, "*")
	})
}

// pathActions gives the actions of the paths whose actions the role's policies all name.
func (r *Role) pathActions() pathSet {
	var named, wanted pathSet
	for i := range r.Policies {
		for j := range r.Policies[i].Document.Statements {
			if s := &r.Policies[i].Document.Statements[j]; s.Effect == Allow {
				s.addPathActions(&named)
			}
		}
	}
	for i := range knownLexicon().paths {
		if path := &knownLexicon().paths[i]; named.holds(path) {
			wanted.addAll(path)
		}
	}
	return wanted
}

// addPathActions adds the actions of paths that the statement names.
func (s *Statement) addPathActions(named *pathSet) {
	if s.NotActions != nil {
		named.addNamed(s.actions())
		return
	}
	named.addAll(&s.verbs().paths)
}
