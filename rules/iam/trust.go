package iam

import "strings"

// Trust is one principal that may take on a role, and under what conditions.
type Trust struct {
	Principal  Principal
	Excluded   bool // everybody but this principal may
	Statement  string
	Title      string // Sid or what it says
	Actions    []string
	Conditions []Condition
	Judgement  Judgement // what the conditions do to who may come

	written Principal // who stands in the statement, where Principal is what conditions and Denies leave of it
}

// Trusts lists the principals that a role's trust policy lets in, in the order written; account is the role's own. Deny
// statements are left to the reader.
func Trusts(policy Document, account string) []Trust {
	var list []Trust
	titles := policy.Titles()
	for i, s := range policy.Statements {
		list = append(list, s.trusts(titles[i], account)...)
	}
	return list
}

// trusts lists those whom one statement lets in.
func (s Statement) trusts(title, account string) []Trust {
	if s.Effect != Allow {
		return nil
	}
	var list []Trust
	trust := Trust{
		Statement: s.Name(), Title: title, Actions: s.Actions, Conditions: s.Conditions,
		Judgement: judgeAll(s.Conditions, PolicySide, account),
	}
	for _, p := range s.Principals {
		trust.Principal, trust.written, trust.Excluded = p, p, false
		list = append(list, trust)
	}
	for _, p := range s.NotPrincipals {
		trust.Principal, trust.written, trust.Excluded = p, p, true
		list = append(list, trust)
	}
	return list
}

// Account gives the account of an AWS principal, written as a bare id or within an ARN; empty if it has none.
func (p Principal) Account() string {
	if p.Kind != AWSPrincipal {
		return ""
	}
	if isAccountID(p.ID) {
		return p.ID
	}
	if a, ok := splitARN(p.ID); ok && isAccountID(a.account) {
		return a.account
	}
	return ""
}

// WholeAccount reports whether the principal is an account as such, so that the account itself decides who of it comes.
func (p Principal) WholeAccount() bool {
	a, ok := splitARN(p.ID)
	return p.Account() != "" && (!ok || a.resource == "root")
}

// Deleted reports whether the principal is only the unique id that is left when a role or user has been deleted.
func (p Principal) Deleted() bool {
	return p.Kind == AWSPrincipal && (strings.HasPrefix(p.ID, "AROA") || strings.HasPrefix(p.ID, "AIDA"))
}

func isAccountID(text string) bool {
	return len(text) == 12 && strings.Trim(text, "0123456789") == ""
}
