package views

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/iam"
)

// ExecutionRole is a role with its policies parsed. Why says what of it could
// not be read: then more may be allowed, or less, than its policies say.
type ExecutionRole struct {
	iam.Role
	Missing     bool
	Why         error
	Trust       iam.Document
	TrustWhy    error  // the trust policy could not be read
	BoundaryARN string // of the policy; empty if it has none
}

// Trusts reports whether the trust policy lets an AWS service take the role.
func (e *ExecutionRole) Trusts(service string) bool {
	for _, s := range e.Trust.Statements {
		if s.Effect == iam.Allow && slices.Contains(s.Principals, iam.Principal{Kind: iam.ServicePrincipal, ID: service}) {
			return true
		}
	}
	return false
}

// Role is the execution role of that ARN.
var Role = audit.RegisterView(audit.View[ExecutionRole]{
	Name: "role", From: []audit.Dep{facts.Roles, facts.ManagedPolicies}, Keep: 1 << 14,
	Compute: func(r audit.Reader, arn string) (ExecutionRole, error) {
		role, err := facts.Roles.Of(r, arn)
		if err != nil && role.ARN == "" {
			return ExecutionRole{}, err
		}
		a, _ := audit.ParseARN(arn)
		e := ExecutionRole{Missing: role.Missing, Role: iam.Role{Account: a.Account, ARN: arn}}
		e.note("", err)
		e.Policies = make([]iam.Policy, 0, len(role.Inline)+len(role.Attached))
		e.Trust, e.TrustWhy = parse(r, facts.Roles.Name, "the trust policy of ", arn, role.Trust)
		for _, p := range role.Inline {
			e.add(r, iam.Policy{Name: p.Name, Kind: iam.Inline}, facts.Roles.Name, p.Document)
		}
		for _, p := range role.Attached {
			text, err := facts.ManagedPolicies.Of(r, p.ARN)
			if err != nil {
				e.note(p.Name, err)
				continue
			}
			e.add(r, iam.Policy{Name: p.Name, Kind: iam.KindOf(p.ARN), ARN: p.ARN}, facts.ManagedPolicies.Name, text)
		}
		if role.Boundary != "" {
			e.bound(r, role.Boundary)
		}
		return e, nil
	},
})

func (e *ExecutionRole) add(r audit.Reader, p iam.Policy, fact string, text facts.Policy) {
	doc, err := parse(r, fact, "the policy ", p.Name, text)
	if err != nil {
		e.note(p.Name, err)
		return
	}
	p.Document = doc
	e.Policies = append(e.Policies, p)
}

func (e *ExecutionRole) bound(r audit.Reader, arn string) {
	e.BoundaryARN = arn
	text, err := facts.ManagedPolicies.Of(r, arn)
	var doc iam.Document
	if err == nil {
		doc, err = parse(r, facts.ManagedPolicies.Name, "the boundary ", arn, text)
	}
	if err != nil {
		e.BoundaryUnknown = true
		e.why(err)
		return
	}
	e.Boundary = &doc
}

// note records a policy that could not be read; "" stands for some of them.
func (e *ExecutionRole) note(policy string, err error) {
	if err == nil {
		return
	}
	e.Unreadable = append(e.Unreadable, policy)
	e.why(err)
}

func (e *ExecutionRole) why(err error) {
	if e.Why == nil {
		e.Why = err
	}
}
