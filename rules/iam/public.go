package iam

import (
	"slices"
	"strings"
)

// The two actions with which somebody outside can run a function.
const (
	invoke    = "lambda:InvokeFunction"
	invokeURL = "lambda:InvokeFunctionUrl"
)

// Exposure is a statement of a function's policy by which anybody may invoke it.
type Exposure struct {
	Statement  string // Sid or "statement N"
	Title      string // Sid or what it says
	Kind       ExposureKind
	Actions    []string // as written; empty for NotAction
	Conditions []Condition
	Class      Class // Open, or Unknown where a condition could not be weighed
	Reason     string
}

// ExposureKind tells a grant to invoke from one that only works through a function URL, which another rule judges.
type ExposureKind string

// The kinds of exposures.
const (
	ByInvoke ExposureKind = "invoke"
	ByURL    ExposureKind = "url"
)

// Public finds the statements of a function's policy by which anybody may invoke it. Conditions that narrow who may come
// make a statement harmless, and so does a Deny for everybody. Account is the function's own, for the conditions.
func Public(policy Document, account string) []Exposure {
	var list []Exposure
	titles := policy.Titles()
	for i, s := range policy.Statements {
		if s.Effect != Allow || !s.forAnyone() {
			continue
		}
		kind := s.opens()
		judgement := judgeAll(s.without(urlKeys), PolicySide, account)
		if kind == "" || judgement.Class == Narrows || policy.deniesAll(s, kind, account) {
			continue
		}
		list = append(list, Exposure{s.Name(), titles[i], kind, s.Actions, s.Conditions, judgement.Class, judgement.Reason})
	}
	return list
}

// forAnyone reports whether the statement is about everybody: "*" among the principals, or everybody but some.
func (s Statement) forAnyone() bool {
	return s.NotPrincipals != nil || slices.ContainsFunc(s.Principals, Principal.Anyone)
}

// Anyone reports whether the principal is everybody, or everybody of a kind in every account.
func (p Principal) Anyone() bool {
	switch p.Kind {
	case AnyPrincipal, AWSPrincipal:
		a, ok := splitARN(p.ID)
		return strings.Trim(p.ID, "*") == "" && p.ID != "" || ok && wild(a.account)
	}
	return false
}

// opens says which way in the statement opens, empty if none. One that lets invoke the function directly counts as that,
// even if it opens the URL as well.
func (s Statement) opens() ExposureKind {
	names := func(action string) bool { return s.actions().touches(span{all: []string{action}, fold: true}) }
	switch {
	case names(invoke) && !s.urlOnly():
		return ByInvoke
	case names(invoke) || names(invokeURL):
		return ByURL
	}
	return ""
}

// urlKeys are condition keys that a request carries only if it came through a function URL.
var urlKeys = []string{"lambda:FunctionUrlAuthType", "lambda:InvokedViaFunctionUrl"}

// urlOnly reports whether a condition lets only requests pass that came through a function URL.
func (s Statement) urlOnly() bool {
	return slices.ContainsFunc(s.Conditions, func(c Condition) bool {
		op := parseOperator(c.Operator)
		switch {
		case op.optional || op.negated || op.base == "null":
			return false
		case c.isKey("lambda:InvokedViaFunctionUrl"):
			return !slices.ContainsFunc(c.Values, func(v string) bool { return !strings.EqualFold(v, "true") })
		}
		return c.isKey("lambda:FunctionUrlAuthType")
	})
}

// without gives the conditions on other keys than these.
func (s Statement) without(keys []string) []Condition {
	return slices.DeleteFunc(slices.Clone(s.Conditions), func(c Condition) bool { return c.isKey(keys...) })
}

// deniesAll reports whether a Deny takes the exposure back: for everybody, or for everybody whom a condition does not
// pin down.
func (d Document) deniesAll(allowed Statement, kind ExposureKind, account string) bool {
	action := span{all: []string{invoke}, fold: true}
	if kind == ByURL {
		action = span{all: []string{invokeURL}, fold: true}
	}
	return slices.ContainsFunc(d.Statements, func(s Statement) bool {
		return s.Effect == Deny && s.forAnyone() && s.actions().holds(action) &&
			s.coversResources(allowed) && (len(s.Conditions) == 0 || s.fencesOff(account))
	})
}

// coversResources reports whether the statement is surely about all resources of the other.
func (s Statement) coversResources(other Statement) bool {
	of := other.resources()
	if of.negated {
		return s.resources().holds(span{all: []string{"*"}})
	}
	return !slices.ContainsFunc(of.patterns, func(p string) bool { return !s.resources().holds(span{all: []string{p}}) })
}

// fencesOff reports whether a Deny under one negative condition lets only pass whom the positive one would: to deny all
// organisations but one is to narrow to that one.
func (s Statement) fencesOff(account string) bool {
	if len(s.Conditions) != 1 {
		return false
	}
	allowed, ok := s.Conditions[0].inverted()
	return ok && allowed.Judge(PolicySide, account).Class == Narrows
}
