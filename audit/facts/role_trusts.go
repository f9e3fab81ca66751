package facts

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"lambda-audit/audit"
)

const roleTrusts = "role-trusts"

// Trusting says which AWS services the account's roles trust: whoever may pass a
// role to such a service can have the service act with the role's rights.
type Trusting struct {
	Services map[string][]string `json:"services"` // by service principal: ARNs of the roles that let it in, sorted
	Complete bool                `json:"complete"` // these are all roles of the account
}

// RoleTrusts are the services that the account's roles trust.
var RoleTrusts = audit.RegisterFact(audit.Fact[Trusting]{
	Name: roleTrusts, Doc: "the services that the account's roles trust. It comes with the list of roles and takes no call of its own: where the " +
		"account has up to ten pages of roles and policies and no functions are named, the list is read to its end. It is incomplete where the " +
		"roles were asked for one by one, where the list ended as soon as it had told the functions' roles, and where more than 1,000 roles trust one service",
	Kind:    audit.KindAccount,
	Actions: []string{"iam:GetAccountAuthorizationDetails"},
	Needs:   []audit.Dep{Roles},
	Collect: func(_ context.Context, s *audit.Session, r audit.Reader, accounts []audit.Subject, put audit.Put[Trusting]) error {
		trusts := newTrusts()
		err := Roles.All(r, func(_ string, role Role) { trusts.add(role.ARN, passableTo(&role)) })
		if err != nil {
			err = audit.AtLeast(err)
		}
		put(accounts[0].ID, trusts.told(false), err)
		return nil
	},
	Example: audit.Example{
		Reply:  `<RoleDetailList><member><Arn>arn:aws:iam::111122223333:role/build</Arn><RoleName>build</RoleName><AssumeRolePolicyDocument>%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22codebuild.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%7D</AssumeRolePolicyDocument></member></RoleDetailList>`,
		Source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html",
	},
})

// wholePages is up to how many pages the account's list is read to its end: by
// default an account may have 1,000 roles and 1,500 policies, which makes three
// (IAM quotas, 2026-11).
const wholePages = 10

// trustingPerService bounds what is kept of an account with very many roles.
const trustingPerService = 1000

// trusts gathers who trusts what, without keeping any document.
type trusts struct {
	services map[string][]string
	cut      bool
}

func newTrusts() *trusts { return &trusts{services: map[string][]string{}} }

// passableTo are the services that the role trusts. Roles of a service itself
// cannot be passed.
func passableTo(role *Role) []string {
	if strings.Contains(role.ARN, ":role/aws-service-role/") {
		return nil
	}
	return trustedServices(role.Trust)
}

// add notes whom a role trusts.
func (t *trusts) add(role string, services []string) {
	for _, service := range services {
		if len(t.services[service]) == trustingPerService {
			t.cut = true
			continue
		}
		t.services[service] = append(t.services[service], role)
	}
}

func (t *trusts) told(whole bool) Trusting {
	for service, arns := range t.services {
		t.services[service] = sorted(arns)
	}
	return Trusting{Services: t.services, Complete: whole && !t.cut}
}

// trustedServices names the services that a trust policy lets in, each once. An
// identity pool of Cognito comes as a federation. Conditions are not weighed: they
// are about whom the service acts for.
func trustedServices(policy Policy) []string {
	var doc struct{ Statement json.RawMessage }
	var statements []struct {
		Effect    string
		Principal json.RawMessage
	}
	if json.Unmarshal([]byte(policy), &doc) != nil || oneOrMany(doc.Statement, &statements) != nil {
		return nil
	}
	var services []string
	for _, s := range statements {
		var principal struct{ Service, Federated json.RawMessage }
		if s.Effect != "Allow" || json.Unmarshal(s.Principal, &principal) != nil {
			continue
		}
		for _, names := range []json.RawMessage{principal.Service, principal.Federated} {
			var named []string
			if oneOrMany(names, &named) == nil {
				services = append(services, named...)
			}
		}
	}
	return sorted(slices.DeleteFunc(services, func(name string) bool {
		return !strings.Contains(name, ".amazonaws.com") || strings.Contains(name, "/")
	}))
}
