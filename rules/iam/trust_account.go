package iam

import (
	"fmt"
	"slices"
)

// weigh judges the conditions for the principal. That the caller's account is the one that is let in limits nothing, and
// for everybody an external ID is no limit to rely on: it is passed around and shown, and is no secret.
func (t Trust) weigh(account string) Judgement {
	judgements := make([]Judgement, len(t.Conditions))
	for i, c := range t.Conditions {
		j := c.Judge(PolicySide, account)
		switch {
		case j.Class != Narrows:
		case t.everybody() && c.isKey("sts:ExternalId"):
			j = c.say(Unknown, "an external ID is passed around and no secret")
		case slices.Contains(c.wholeAccounts(), t.Principal.Account()):
			j = c.say(Open, "it names the account that is let in anyway")
		}
		judgements[i] = j
	}
	return together(judgements)
}

func (t Trust) everybody() bool { return t.Excluded || t.Principal.Anyone() }

// wholeAccounts are the accounts to which the condition limits callers, if it says nothing more of them.
func (c Condition) wholeAccounts() []string {
	if !c.isKey("aws:PrincipalAccount", "aws:PrincipalArn") {
		return nil
	}
	var list []string
	for _, value := range c.Values {
		p := Principal{AWSPrincipal, value}
		everyRole, _ := AnyResource(value)
		if id := p.Account(); id != "" && (p.WholeAccount() || everyRole) {
			list = append(list, id)
		}
	}
	return list
}

// anyone judges a principal that is everybody. One whom conditions limit to accounts is judged as those are.
func (t Trust) anyone(account string) (TrustFault, bool) {
	if t.Judgement.Class != Narrows {
		who := "anybody, from any account of AWS,"
		if t.Excluded {
			who = "everybody but " + t.Principal.ID + ", from any account of AWS,"
		}
		return TrustFault{FaultAnyPrincipal, t, who + " may take the role on: name the principals instead, which for a function is lambda.amazonaws.com alone"}, true
	}
	for _, c := range t.Conditions {
		for _, id := range c.wholeAccounts() {
			named := t
			named.Principal, named.Excluded = Principal{AWSPrincipal, id}, false
			named.Judgement = named.weigh(account)
			if fault, wrong := named.ofAccount(account); wrong && id != account {
				return fault, true
			}
		}
	}
	return TrustFault{}, false
}

// ofAccount judges an account, or somebody of one.
func (t Trust) ofAccount(account string) (TrustFault, bool) {
	p := t.Principal
	id := p.Account()
	switch {
	case id == account && id != "":
		return TrustFault{FaultOwnAccount, t, p.ID + " belongs to the role's own account, which decides itself who may come"}, true
	case t.Judgement.Class == Narrows:
		return TrustFault{}, false
	case id == "":
		return TrustFault{FaultOwnAccount, t, "which account " + p.ID + " belongs to cannot be told"}, true
	case account == "":
		return TrustFault{FaultOwnAccount, t, fmt.Sprintf("whether %s belongs to another account cannot be told, because the role's own is not known", p.ID)}, true
	}
	who := p.ID
	if p.WholeAccount() {
		who = "everybody whom account " + id + " allows to"
	}
	limit := "no condition limits"
	if t.Judgement.Class == Unknown {
		limit = "no condition surely limits"
	}
	return TrustFault{FaultCrossAccount, t, who + " may take the role on from another account, and " + limit + " that: take it out, or demand sts:ExternalId or aws:PrincipalOrgID"}, true
}
