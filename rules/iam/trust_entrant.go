package iam

import "slices"

// assuming are the actions by which somebody takes a role on, by the kind of who comes. Tagging a session or naming who
// stands behind it lets nobody in.
var assuming = map[PrincipalKind][]string{
	AnyPrincipal:       {"sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"},
	AWSPrincipal:       {"sts:AssumeRole"},
	ServicePrincipal:   {"sts:AssumeRole"},
	CanonicalPrincipal: {"sts:AssumeRole"},
	FederatedPrincipal: {"sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"},
}

// entrants lists those who can take the role on after the policy's Denies, each with the conditions of these as well.
func (d Document) entrants(account string) []Trust {
	var list []Trust
	titles := d.Titles()
	for i, s := range d.Statements {
		for _, t := range s.trusts(titles[i], account) {
			kind := t.Principal.Kind
			if t.everybody() {
				kind = AnyPrincipal
			}
			list = append(list, d.left(t, s.actions().named(assuming[kind]), account)...)
		}
	}
	return list
}

// left gives what the Denies leave of somebody who is let in by these actions: nobody, the same, or, of everybody, those
// whom a Deny leaves out.
func (d Document) left(t Trust, ways []string, account string) []Trust {
	for _, deny := range d.Statements {
		taken := deny.actions().named(ways)
		if deny.Effect != Deny || len(taken) == 0 {
			continue
		}
		limit, fenced := deny.forPeople().fence(account)
		switch {
		case t.everybody() && deny.NotPrincipals != nil && len(deny.Conditions) == 0:
			return d.leftOut(t, deny.NotPrincipals, ways, account)
		case !deny.keepsOut(t):
		case len(deny.Conditions) == 0:
			ways = slices.DeleteFunc(slices.Clone(ways), func(w string) bool { return slices.Contains(taken, w) })
		case fenced && len(taken) == len(ways):
			t.Conditions = append(slices.Clone(t.Conditions), limit)
		}
	}
	if len(ways) == 0 {
		return nil
	}
	t.Judgement = t.weigh(account)
	return []Trust{t}
}

// forPeople is the Deny without the condition by which many spare the services of AWS: with it or without, it keeps out
// the same people.
func (s Statement) forPeople() Statement {
	s.Conditions = slices.DeleteFunc(slices.Clone(s.Conditions), func(c Condition) bool {
		return c.isKey("aws:PrincipalIsAWSService") && parseOperator(c.Operator).base == "bool" && slices.Equal(c.Values, []string{"false"})
	})
	return s
}

// leftOut are the few whom a Deny for all others leaves of everybody.
func (d Document) leftOut(t Trust, few []Principal, ways []string, account string) []Trust {
	var list []Trust
	for _, p := range few {
		if t.Excluded && p == t.Principal {
			continue
		}
		named := t
		named.Principal, named.Excluded = p, false
		if !named.everybody() {
			list = append(list, d.left(named, ways, account)...)
		}
	}
	return list
}

// keepsOut reports whether the Deny is surely about all whom the principal stands for.
func (s Statement) keepsOut(t Trust) bool {
	p := t.Principal
	if s.NotPrincipals != nil {
		return !t.everybody() && !slices.ContainsFunc(s.NotPrincipals, func(n Principal) bool { return n.ID == "*" || n.holds(p) || p.holds(n) })
	}
	return slices.ContainsFunc(s.Principals, func(n Principal) bool {
		return n.ID == "*" && (n.Kind == AnyPrincipal || n.Kind == AWSPrincipal) || !t.everybody() && n.holds(p)
	})
}

// holds reports whether the principal is the other one, or the account that the other belongs to.
func (p Principal) holds(other Principal) bool {
	return p == other || p.WholeAccount() && p.Account() == other.Account()
}
