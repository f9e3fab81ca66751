package iam

import (
	"maps"
	"slices"
	"strings"
)

// Foreign is a statement of a function's policy that names others than the function's own account.
type Foreign struct {
	Statement     string // Sid or "statement N"
	Title         string // Sid or what it says
	Service       string // whom the others use, empty where they come themselves
	Actions       []string
	Accounts      []string // ids of the other accounts, sorted
	Organizations []string // ids that a condition limits the statement to, sorted
	Judgement     Judgement
}

// Foreigners lists the statements by which a function's policy lets in other accounts: as principals, or by a condition
// that limits everybody or a service to them. What is open to anyone is left to Public.
func Foreigners(policy Document, account string) []Foreign {
	var list []Foreign
	titles := policy.Titles()
	for i, s := range policy.Statements {
		if s.Effect != Allow || policy.deniesOutright(s, s.entry()) {
			continue
		}
		s.Conditions = slices.Concat(s.without(urlKeys), policy.fences(s, account))
		judgement := judgeAll(s.Conditions, PolicySide, account)
		limits := s.limits(account)
		if judgement.Class == Never || limits.own {
			continue
		}
		told := Foreign{Statement: s.Name(), Title: titles[i], Actions: s.Actions, Judgement: judgement, Organizations: limits.organizations}
		for _, named := range s.foreign(account, limits) {
			told.Service, told.Accounts = named.service, named.accounts
			list = append(list, told)
		}
	}
	return list
}

// outsiders are other accounts, by themselves or by way of a service.
type outsiders struct {
	service  string
	accounts []string
}

// foreign lists those whom the statement lets in from outside.
func (s Statement) foreign(account string, limits limits) []outsiders {
	var list []outsiders
	var named []string
	for _, p := range s.Principals {
		switch id := p.Account(); {
		case id != "" && id != account:
			named = append(named, id)
		case p.Anyone():
			named = append(named, limits.accounts...)
		case p.Kind == ServicePrincipal && limits.any():
			list = append(list, outsiders{p.ID, limits.accounts})
		}
	}
	if len(named) > 0 || s.forAnyone() && limits.any() {
		slices.Sort(named)
		list = append(list, outsiders{"", slices.Compact(named)})
	}
	return list
}

// limits are the other accounts and the organisations that conditions name.
type limits struct {
	accounts, organizations []string
	own                     bool // one of the conditions lets pass nobody but the own account
}

func (l limits) any() bool { return len(l.accounts)+len(l.organizations) > 0 }

// Keys whose values name an account, and an organisation.
var (
	accountKeys      = []string{"aws:PrincipalAccount", "aws:PrincipalArn", "aws:SourceAccount", "aws:SourceOwner", "aws:SourceArn"}
	organizationKeys = []string{"aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceOrgID", "aws:SourceOrgPaths"}
)

// limits reads the conditions that narrow the statement.
func (s Statement) limits(account string) limits {
	accounts, organizations, own := map[string]bool{}, map[string]bool{}, false
	for _, c := range s.Conditions {
		if c.Judge(PolicySide, account).Class != Narrows {
			continue
		}
		own = own || c.isKey(accountKeys...) && !slices.ContainsFunc(c.Values, func(value string) bool { return accountOf(value) != account })
		for _, value := range c.Values {
			id := accountOf(value)
			organization, _, _ := strings.Cut(value, "/")
			switch {
			case c.isKey(accountKeys...) && id != "" && id != account:
				accounts[id] = true
			case c.isKey(organizationKeys...):
				organizations[organization] = true
			}
		}
	}
	return limits{slices.Sorted(maps.Keys(accounts)), slices.Sorted(maps.Keys(organizations)), own}
}

// accountOf gives the account that a condition's value names, as an id or within an ARN.
func accountOf(value string) string { return Principal{AWSPrincipal, value}.Account() }
