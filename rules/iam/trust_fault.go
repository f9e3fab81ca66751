package iam

import (
	"cmp"
	"fmt"
	"slices"
)

// Fault is what is too wide about a trust policy.
type Fault string

// The faults of trust policies, as people search for them.
const (
	FaultAnyPrincipal  Fault = "trust-any-principal"
	FaultCrossAccount  Fault = "trust-cross-account"
	FaultUnscoped      Fault = "trust-federated-unscoped"
	FaultExtraService  Fault = "trust-extra-service"
	FaultDangling      Fault = "trust-dangling-principal"
	FaultOwnAccount    Fault = "trust-own-account" // worth a note and no more
	FaultCannotBeTaken Fault = "trust-nobody"      // Lambda itself is not let in: worth a note here
)

// faultOrder has the worst first.
var faultOrder = []Fault{FaultAnyPrincipal, FaultCrossAccount, FaultUnscoped, FaultExtraService, FaultDangling, FaultOwnAccount, FaultCannotBeTaken}

// Note reports whether the fault is none that anybody has to mend, so that it has neither label nor severity.
func (f Fault) Note() bool { return f == FaultOwnAccount || f == FaultCannotBeTaken }

// TrustFault is one principal that a trust policy should not let in, or not so. Its Trust holds the conditions of Denies,
// too, and a Judgement that weighs them for this principal; it is Open where nothing limits who comes.
type TrustFault struct {
	Fault Fault
	Trust Trust
	Why   string // in words for people, with what would mend it
}

// TrustFaults lists what is too wide about a role's trust policy, the worst first; account is the role's own. What a Deny
// takes back from everybody does not count, and neither do statements that let nobody assume the role. Where the account
// is not known, the principals of an account are noted as FaultOwnAccount, because whose they are cannot be told.
func TrustFaults(policy Document, account string) []TrustFault {
	list := []TrustFault{}
	lambda := false
	for _, t := range policy.entrants(account) {
		lambda = lambda || t.letsLambda()
		if fault, wrong := t.fault(account); wrong {
			list = append(list, fault)
		}
	}
	if !lambda {
		list = append(list, TrustFault{Fault: FaultCannotBeTaken,
			Why: "no statement lets lambda.amazonaws.com take the role on, so functions cannot run under it"})
	}
	slices.SortStableFunc(list, func(a, b TrustFault) int {
		return cmp.Or(cmp.Compare(slices.Index(faultOrder, a.Fault), slices.Index(faultOrder, b.Fault)),
			cmp.Compare(classRank(a.Trust.Judgement.Class), classRank(b.Trust.Judgement.Class)))
	})
	return list
}

// fault says what is wrong with letting the principal in.
func (t Trust) fault(account string) (TrustFault, bool) {
	switch p := t.Principal; {
	case t.Excluded || p.Anyone():
		return t.anyone(account)
	case p.Kind == ServicePrincipal:
		return t.service()
	case p.Kind == FederatedPrincipal:
		return t.federated()
	case p.Deleted():
		return TrustFault{FaultDangling, t, fmt.Sprintf("%s is what IAM leaves of a role or user that was deleted: nobody can come as that; "+
			"take it out, and name the one that is meant, if there is one", p.ID)}, true
	}
	return t.ofAccount(account)
}

// functionServices are the services that run functions.
var functionServices = []string{"lambda", "edgelambda"}

// letsLambda reports whether functions may run under the role, as far as this principal lets them.
func (t Trust) letsLambda() bool {
	p := t.Principal
	return t.Excluded || p.Anyone() || p.Kind == ServicePrincipal && (p.ID == "*" || slices.Contains(functionServices, ServiceName(p.ID)))
}

func (t Trust) service() (TrustFault, bool) {
	if slices.Contains(functionServices, ServiceName(t.Principal.ID)) {
		return TrustFault{}, false
	}
	who := t.Principal.ID
	if who == "*" {
		who = "every service of AWS"
	}
	return TrustFault{FaultExtraService, t, fmt.Sprintf("%s may take the role on, too: whoever can set that service to work with this role has the function's rights; "+
		"give it a role of its own", who)}, true
}
