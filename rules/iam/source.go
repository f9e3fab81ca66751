package iam

import "slices"

// Unbound is a service that a function's policy lets invoke the function for whoever uses the service.
type Unbound struct {
	Service   string
	Statement string // Sid or "statement N"
	Title     string // Sid or what it says
	// Sources are ARNs that name a source without its account, as those of buckets do: whoever makes a source of that name
	// after it was deleted comes in. They are empty where nothing names a source.
	Sources   []string
	Judgement Judgement
}

// UnboundServices lists the services that may invoke without a condition on whose behalf: a source's ARN with its account,
// an account, an organisation, or anything else that narrows.
func UnboundServices(policy Document, account string) []Unbound {
	var list []Unbound
	titles := policy.Titles()
	for i, s := range policy.Statements {
		if s.Effect != Allow || s.opens() == "" || policy.deniesAll(s, account) {
			continue
		}
		sources, judgement := s.source(account)
		if judgement.Class == Narrows || judgement.Class == Never {
			continue
		}
		for _, p := range s.Principals {
			if p.Kind == ServicePrincipal {
				list = append(list, Unbound{p.ID, s.Name(), titles[i], sources, judgement})
			}
		}
	}
	return list
}

// source weighs the conditions on who comes, without those on ARNs that name no account, which it gives.
func (s Statement) source(account string) (nameless []string, rest Judgement) {
	var others []Condition
	for _, c := range s.without(urlKeys) {
		if c.isKey("aws:SourceArn") && c.Judge(PolicySide, account).Class == Narrows && slices.ContainsFunc(c.Values, namesNoAccount) {
			nameless = append(nameless, c.Values...)
		} else {
			others = append(others, c)
		}
	}
	return nameless, judgeAll(others, PolicySide, account)
}

func namesNoAccount(arn string) bool {
	a, ok := splitARN(arn)
	return ok && a.account == ""
}
