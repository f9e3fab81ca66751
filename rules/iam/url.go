package iam

import (
	"slices"
	"strings"
)

// URLRights says how surely a policy gives a caller the two rights that Lambda asks of whoever comes by a function URL.
type URLRights struct {
	Caller     string   // "*" for anyone; else a service, an account or an ARN
	Service    bool     // the caller is a service, which may call for any of its customers
	URL        Answer   // lambda:InvokeFunctionUrl
	Invoke     Answer   // lambda:InvokeFunction, at least for requests that came by the URL
	URLOnly    bool     // lambda:InvokeFunction is for such requests alone
	Statements []string // titles of the statements that give either
}

// Both says how surely the caller has both rights.
func (r URLRights) Both() Answer { return least(r.URL, r.Invoke) }

// ServesURL reports whether the policy has anything to say of callers of a function URL.
func ServesURL(policy Document) bool {
	return slices.ContainsFunc(policy.Statements, Statement.servesURL)
}

func (s Statement) servesURL() bool {
	return s.Effect == Allow && (s.names(invokeURL) || s.names(invoke) && s.urlOnly())
}

func (s Statement) names(action string) bool {
	return s.actions().touches(&span{all: []string{action}, fold: true})
}

// AnyoneByURL gives the rights of whoever sends unsigned requests to a URL that takes them, wherever they come from.
func AnyoneByURL(policy Document, account string) URLRights {
	ask := urlQuestion{policy: policy, account: account, auth: "NONE", who: Statement.forAnyone}
	return ask.rights("*")
}

// UnsignedByURL gives the rights of those whom the policy means to let in with unsigned requests: anyone, or those whom a
// condition leaves of them, such as the callers of one network.
func UnsignedByURL(policy Document, account string) URLRights {
	ask := urlQuestion{policy: policy, account: account, auth: "NONE", some: true, who: Statement.forAnyone}
	return ask.rights("*")
}

// OutsidersByURL gives the rights of each service and each principal of another account that the policy names for a URL
// with signed requests. Those of the own account are left out: their own policies may give them what is missing here.
func OutsidersByURL(policy Document, account string) []URLRights {
	var list []URLRights
	var told []string
	for _, s := range policy.Statements {
		for _, p := range s.Principals {
			if !s.servesURL() || slices.Contains(told, p.ID) || !p.outside(account) {
				continue
			}
			told = append(told, p.ID)
			ask := urlQuestion{policy: policy, account: account, auth: "AWS_IAM", some: true, who: func(s Statement) bool { return s.meets(p) }}
			r := ask.rights(p.ID)
			r.Service = p.Kind == ServicePrincipal
			list = append(list, r)
		}
	}
	return list
}

// outside reports whether the principal is a service, or somebody of another account.
func (p Principal) outside(account string) bool {
	return p.Kind == ServicePrincipal || p.Account() != "" && p.Account() != account
}

// meets reports whether the statement is about the principal: by name, by its whole account, or for everybody.
func (s Statement) meets(p Principal) bool {
	return s.forAnyone() || slices.ContainsFunc(s.Principals, func(named Principal) bool { return named.holds(p) })
}

// urlQuestion is what a policy lets somebody do who comes by a function URL.
type urlQuestion struct {
	policy        Document
	account, auth string
	some          bool // it is enough that some of them may: a condition that narrows leaves somebody
	who           func(Statement) bool
}

func (q urlQuestion) rights(caller string) URLRights {
	r := URLRights{Caller: caller, URL: No, Invoke: No, URLOnly: true}
	titles := q.policy.Titles()
	for i, s := range q.policy.Statements {
		url, invoked := q.gives(s, invokeURL), q.gives(s, invoke)
		r.URL, r.Invoke = most(r.URL, url), most(r.Invoke, invoked)
		r.URLOnly = r.URLOnly && (invoked == No || s.urlOnly())
		if most(url, invoked) != No && !slices.Contains(r.Statements, titles[i]) {
			r.Statements = append(r.Statements, titles[i])
		}
	}
	return r
}

// gives says how surely the statement allows the action, and no Deny for everybody takes it back.
func (q urlQuestion) gives(s Statement, action string) Answer {
	if s.Effect != Allow || !q.who(s) || !s.names(action) || q.denied(s, action) {
		return No
	}
	answer := q.holds(s, action)
	switch class := judgeAll(s.without(urlKeys), PolicySide, q.account).Class; {
	case class == Never, class == Narrows && !q.some:
		return No
	case class == Unknown:
		return least(answer, Maybe)
	}
	return answer
}

// denied reports whether a Deny for everybody takes back what the statement allows.
func (q urlQuestion) denied(allowed Statement, action string) bool {
	return slices.ContainsFunc(q.policy.denials(allowed, action), func(s Statement) bool {
		if _, fenced := s.fence(q.account); fenced {
			return !q.some
		}
		return len(s.without(urlKeys)) == 0 && q.holds(s, action) == Yes
	})
}

// holds says how surely the conditions on the keys of URLs hold for a request that came by the URL. No documentation
// tells whether a request carries a key while the other of the two actions is judged.
func (q urlQuestion) holds(s Statement, action string) Answer {
	answer := Yes
	for _, c := range s.Conditions {
		switch {
		case c.isKey("lambda:FunctionUrlAuthType"):
			answer = least(answer, c.equals(q.auth, action == invokeURL))
		case c.isKey("lambda:InvokedViaFunctionUrl"):
			answer = least(answer, c.equals("true", action == invoke))
		}
	}
	return answer
}

// equals says whether the condition holds for a key of that value; where the request may lack the key, both that value and
// none must say the same.
func (c Condition) equals(value string, carried bool) Answer {
	op := parseOperator(c.Operator)
	if op.base == "null" {
		return Maybe
	}
	fits := slices.ContainsFunc(c.Values, func(v string) bool { return strings.EqualFold(v, value) || op.wild && Match(v, value, true) })
	passes, withoutKey := fits != op.negated, op.negated || op.optional
	if carried || passes == withoutKey {
		return yesIf(passes)
	}
	return Maybe
}

func yesIf(holds bool) Answer {
	if holds {
		return Yes
	}
	return No
}

// least gives the answer nearer to no.
func least(a, b Answer) Answer {
	if a == No || b == No {
		return No
	}
	if a == Maybe || b == Maybe {
		return Maybe
	}
	return Yes
}
