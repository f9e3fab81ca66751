package facts

import (
	"fmt"
	"maps"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"lambda-audit/audit"
)

// detailsPerPage is how many roles and policies a page of the account's list
// holds at most (IAM API reference, 2026-11).
const detailsPerPage = 1000

// listPages returns how many pages the account's list has, as far as IAM tells.
func (c rolesClient) listPages() (int, bool) {
	out, err := c.iam().GetAccountSummary(c.ctx, &iam.GetAccountSummaryInput{})
	if err != nil {
		return 0, false
	}
	return int(out.SummaryMap["Roles"]+out.SummaryMap["Policies"])/detailsPerPage + 1, true
}

// list goes through the account's list of roles and customer managed policies,
// and keeps the wanted ones, until it has them all; if whole, to its end, so that
// what the roles trust is known of all. A role that the whole list does not hold
// is missing.
func (c rolesClient) list(wanted map[string]bool, whole bool) error {
	left, trusts := maps.Clone(wanted), newTrusts()
	attached, documents := map[string]bool{}, map[string]Policy{}
	pages := iam.NewGetAccountAuthorizationDetailsPaginator(c.iam(), &iam.GetAccountAuthorizationDetailsInput{
		Filter: []types.EntityType{types.EntityTypeRole, types.EntityTypeLocalManagedPolicy}, MaxItems: aws.Int32(detailsPerPage),
	})
	for pages.HasMorePages() {
		enough := len(left) == 0 && c.told(attached, documents)
		if enough && !whole {
			break
		}
		page, err := pages.NextPage(c.ctx)
		if err != nil && enough {
			break // what is missing are others' trust policies
		}
		if err != nil {
			return fmt.Errorf("list the account's roles: %w", err)
		}
		for i := range page.RoleDetailList {
			role := listedRole(&page.RoleDetailList[i])
			trusts.note(&role)
			if !left[role.ARN] {
				continue
			}
			delete(left, role.ARN)
			c.put(role.ARN, role, nil)
			for _, arn := range role.managed() {
				attached[arn] = true
			}
		}
		noteDocuments(documents, page.Policies)
	}
	for arn := range left {
		c.put(arn, Role{ARN: arn, Missing: true}, nil)
	}
	for arn := range attached {
		if text, ok := documents[arn]; ok {
			audit.Also(c.reader, managedPolicies, arn, text)
		}
	}
	audit.Also(c.reader, roleTrusts, c.session.Header.Account, trusts.told(!pages.HasMorePages()))
	return nil
}

// told reports whether the documents of all the account's own policies among the
// attached ones are there. AWS's policies are not in the list.
func (c rolesClient) told(attached map[string]bool, documents map[string]Policy) bool {
	for arn := range attached {
		a, _ := audit.ParseARN(arn)
		if _, ok := documents[arn]; !ok && a.Account == c.session.Header.Account {
			return false
		}
	}
	return true
}

// managed returns the ARNs of the managed policies that the role names.
func (r *Role) managed() []string {
	var arns []string
	for _, p := range r.Attached {
		arns = append(arns, p.ARN)
	}
	if r.Boundary != "" {
		arns = append(arns, r.Boundary)
	}
	return arns
}

func listedRole(d *types.RoleDetail) Role {
	role := Role{ARN: aws.ToString(d.Arn), Trust: document(d.AssumeRolePolicyDocument), Created: instant(d.CreateDate)}
	if d.RoleLastUsed != nil {
		role.LastUsed = instant(d.RoleLastUsed.LastUsedDate)
	}
	for _, p := range d.RolePolicyList {
		role.Inline = append(role.Inline, InlinePolicy{aws.ToString(p.PolicyName), document(p.PolicyDocument)})
	}
	for _, p := range d.AttachedManagedPolicies {
		role.Attached = append(role.Attached, AttachedPolicy{aws.ToString(p.PolicyName), aws.ToString(p.PolicyArn)})
	}
	if d.PermissionsBoundary != nil {
		role.Boundary = aws.ToString(d.PermissionsBoundary.PermissionsBoundaryArn)
	}
	return role
}

// noteDocuments notes the default version of each policy.
func noteDocuments(documents map[string]Policy, policies []types.ManagedPolicyDetail) {
	for _, p := range policies {
		for _, v := range p.PolicyVersionList {
			if v.IsDefaultVersion {
				documents[aws.ToString(p.Arn)] = document(v.Document)
			}
		}
	}
}
