package facts

import (
	"context"

	"lambda-audit/audit"
)

// KindRole is the kind of the functions' execution roles.
const KindRole audit.KindName = "role"

// Role is an execution role as IAM tells it; its documents stay text.
type Role struct {
	ARN      string           `json:"arn"`
	Missing  bool             `json:"missing,omitempty"` // IAM has no such role
	Trust    Policy           `json:"trust,omitempty"`
	Inline   []InlinePolicy   `json:"inline,omitempty"`
	Attached []AttachedPolicy `json:"attached,omitempty"`
	Boundary string           `json:"boundary,omitempty"` // ARN of the policy
	Created  string           `json:"created,omitempty"`
	LastUsed string           `json:"last_used,omitempty"` // empty: not in the 400 days that IAM tracks
}

// InlinePolicy is a policy that is part of a role.
type InlinePolicy struct {
	Name     string `json:"name"`
	Document Policy `json:"document"`
}

// AttachedPolicy names a managed policy; ManagedPolicies holds its document.
type AttachedPolicy struct {
	Name string `json:"name"`
	ARN  string `json:"arn"`
}

// Roles are the execution roles of the functions.
var Roles = audit.RegisterFact(audit.Fact[Role]{
	Name: "roles", Doc: "the functions' execution roles: trust, inline and attached policies, boundary",
	Kind: KindRole, Over: audit.KindAccount,
	Operations: []string{"IAM.GetAccountSummary", "IAM.GetAccountAuthorizationDetails", "IAM.GetRole",
		"IAM.ListRolePolicies", "IAM.GetRolePolicy", "IAM.ListAttachedRolePolicies"},
	Actions: []string{"iam:GetAccountSummary", "iam:GetAccountAuthorizationDetails", "iam:GetRole",
		"iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"},
	Needs:   configurationSources,
	Collect: collectRoles,
	Example: audit.Example{
		Reply:  `<RoleDetailList><member><Arn>arn:aws:iam::111122223333:role/orders-api</Arn><RoleName>orders-api</RoleName><AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%7D</AssumeRolePolicyDocument></member></RoleDetailList>`,
		Source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html",
	},
})

// RoleKind is the kind of the execution roles of the functions in the run's scope.
var RoleKind = audit.RegisterKind(audit.Kind{
	Name: KindRole, Doc: "an execution role, with all functions that run under it, as $LATEST or as a version that an alias serves", Global: true,
	From: configurationSources,
	List: func(r audit.Reader) ([]audit.Subject, error) {
		byRole := map[string][]string{}
		incomplete := eachConfiguration(r, func(function string, c Config) {
			if c.Role != "" {
				byRole[c.Role] = append(byRole[c.Role], function)
			}
		})
		list := make([]audit.Subject, 0, len(byRole))
		for arn, users := range byRole {
			a, _ := audit.ParseARN(arn)
			list = append(list, audit.Subject{Kind: KindRole, ID: arn, Account: a.Account, Region: audit.Global, Functions: sorted(users), Open: incomplete != nil})
		}
		return list, incomplete
	},
})

// callsPerRole is what a role takes when it is asked for by itself: GetRole, the
// two lists, and about two policies.
const callsPerRole = 5

// collectRoles chooses what takes fewer calls: the account's whole list, or the
// functions' roles one by one. Where the list is denied, it is one by one. A fast
// run has the list or nothing.
func collectRoles(ctx context.Context, s *audit.Session, r audit.Reader, _ []audit.Subject, put audit.Put[Role]) error {
	subjects, _ := r.Subjects(KindRole) // what is missing of it makes its subjects open
	if len(subjects) == 0 {
		return nil
	}
	wanted := make(map[string]bool, len(subjects))
	for _, role := range subjects {
		wanted[role.ID] = true
	}
	roles := rolesClient{ctx: ctx, session: s, reader: r, put: put}
	whole := false
	if s.Header.Scope.Named() == nil { // for a few roles the list ends as soon as it has told all
		pages, known := roles.listPages()
		if known && pages > callsPerRole*len(wanted) && !s.Header.Fast {
			return roles.oneByOne(wanted)
		}
		whole = known && pages <= wholePages
	}
	err := roles.list(wanted, whole)
	if audit.IsDenied(err) && !s.Header.Fast {
		return roles.oneByOne(wanted)
	}
	return err
}
