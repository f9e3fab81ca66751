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
		if kind == "" || judgement.Class == Narrows || policy.deniesAll(s, account) {
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
	names := func(action string) bool { return s.actions().touches(&span{all: []string{action}, fold: true}) }
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

// deniesAll reports whether a Deny takes back the way in that the statement opens: from everybody, or from everybody whom
// a condition does not pin down.
func (d Document) deniesAll(allowed Statement, account string) bool {
	return d.deniesOutright(allowed, allowed.entry()) || len(d.fences(allowed, account)) > 0
}

// deniesOutright reports whether a Deny without conditions takes back from everybody the actions that the statement allows.
func (d Document) deniesOutright(allowed Statement, actions string) bool {
	return slices.ContainsFunc(d.denials(allowed, actions), func(s Statement) bool { return len(s.Conditions) == 0 })
}

// fences gives the conditions to which Denies narrow the way in that the statement opens.
func (d Document) fences(allowed Statement, account string) []Condition {
	var list []Condition
	for _, s := range d.denials(allowed, allowed.entry()) {
		if c, ok := s.fence(account); ok {
			list = append(list, c)
		}
	}
	return list
}

// denials gives the Denies for everybody that surely are about all of the actions that the statement allows.
func (d Document) denials(allowed Statement, actions string) []Statement {
	return slices.DeleteFunc(slices.Clone(d.Statements), func(s Statement) bool {
		return s.Effect != Deny || !s.forAnyone() || !s.actions().holds(&span{all: []string{actions}, fold: true}) || !s.coversResources(allowed)
	})
}

// entry is the action of the way in that the statement opens; empty if it opens none.
func (s Statement) entry() string {
	return map[ExposureKind]string{ByInvoke: invoke, ByURL: invokeURL}[s.opens()]
}

// coversResources reports whether the statement is surely about all resources of the other.
func (s Statement) coversResources(other Statement) bool {
	of := other.resources()
	if of.negated {
		return s.resources().holds(&span{all: []string{"*"}})
	}
	return !slices.ContainsFunc(of.patterns, func(p string) bool { return !s.resources().holds(&span{all: []string{p}}) })
}

// fence gives the condition that must hold for those whom a Deny under one negative condition lets pass: to deny all
// organisations but one is to narrow to that one.
func (s Statement) fence(account string) (Condition, bool) {
	if len(s.Conditions) != 1 {
		return Condition{}, false
	}
	allowed, ok := s.Conditions[0].inverted()
	return allowed, ok && allowed.Judge(PolicySide, account).Class == Narrows
}
