package facts

import (
	"context"
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
func (c rolesClient) listPages() (pages int, known bool) {
	err := audit.Gather(c.ctx, "summary", func(ctx context.Context, _ *string) ([]int, *string, error) {
		out, err := c.iam().GetAccountSummary(ctx, &iam.GetAccountSummaryInput{})
		if err != nil {
			return nil, nil, err
		}
		return []int{int(out.SummaryMap["Roles"]+out.SummaryMap["Policies"])/detailsPerPage + 1}, nil, nil
	}, func(told []int, _ bool) error {
		pages = told[0]
		return nil
	})
	return pages, err == nil
}

// A listed is a role of the account's list, or a customer managed policy. Of
// roles that no function runs under only the trusted services are kept.
type listed struct {
	ARN      string   `json:"arn"`
	Trusts   []string `json:"trusts,omitempty"`
	Role     *Role    `json:"role,omitempty"`
	Document Policy   `json:"document,omitempty"`
}

// A listing is what was learnt so far of the account's list.
type listing struct {
	left      map[string]bool // wanted roles that have not come yet
	trusts    *trusts
	attached  map[string]bool   // policies that wanted roles name
	documents map[string]Policy // by policy
}

// list goes through the account's list of roles and customer managed policies,
// and keeps the wanted ones, until it has them all; if whole, to its end, so that
// what the roles trust is known of all. A role that the whole list does not hold
// is missing.
func (c rolesClient) list(wanted map[string]bool, whole bool) error {
	l := listing{left: maps.Clone(wanted), trusts: newTrusts(), attached: map[string]bool{}, documents: map[string]Policy{}}
	ended := false
	err := audit.Gather(c.ctx, "roles", func(ctx context.Context, token *string) ([]listed, *string, error) {
		out, err := c.iam().GetAccountAuthorizationDetails(ctx, &iam.GetAccountAuthorizationDetailsInput{
			Filter: []types.EntityType{types.EntityTypeRole, types.EntityTypeLocalManagedPolicy}, MaxItems: aws.Int32(detailsPerPage), Marker: token,
		})
		if err != nil {
			return nil, nil, fmt.Errorf("list the account's roles: %w", err)
		}
		return listedIn(out, wanted), out.Marker, nil
	}, func(rows []listed, last bool) error {
		for i := range rows {
			c.take(&l, &rows[i])
		}
		if ended = last; !whole && l.enough(c.session.Header.Account) {
			return audit.Enough
		}
		return nil
	})
	if err != nil && !l.enough(c.session.Header.Account) { // else what is missing are others' trust policies
		return err
	}
	for arn := range l.left {
		c.put(arn, Role{ARN: arn, Missing: true}, nil)
	}
	for arn := range l.attached {
		if text, ok := l.documents[arn]; ok {
			audit.Also(c.ctx, c.reader, managedPolicies, arn, text)
		}
	}
	audit.Also(c.ctx, c.reader, roleTrusts, c.session.Header.Account, l.trusts.told(ended))
	return nil
}

// listedIn are the rows of a page of the list.
func listedIn(page *iam.GetAccountAuthorizationDetailsOutput, wanted map[string]bool) []listed {
	rows := make([]listed, 0, len(page.RoleDetailList)+len(page.Policies))
	for i := range page.RoleDetailList {
		role := listedRole(&page.RoleDetailList[i])
		row := listed{ARN: role.ARN, Trusts: passableTo(&role)}
		if wanted[role.ARN] {
			row.Role = &role
		}
		rows = append(rows, row)
	}
	for _, p := range page.Policies {
		for _, v := range p.PolicyVersionList {
			if v.IsDefaultVersion {
				rows = append(rows, listed{ARN: aws.ToString(p.Arn), Document: document(v.Document)})
			}
		}
	}
	return rows
}

// take keeps a row of the list, and puts a wanted role.
func (c rolesClient) take(l *listing, row *listed) {
	l.trusts.add(row.ARN, row.Trusts)
	if row.Document != "" {
		l.documents[row.ARN] = row.Document
	}
	if row.Role == nil || !l.left[row.ARN] {
		return
	}
	delete(l.left, row.ARN)
	c.put(row.ARN, *row.Role, nil)
	for _, arn := range row.Role.managed() {
		l.attached[arn] = true
	}
}

// enough reports whether all wanted roles have come, and the documents of all the
// account's own policies that they name. AWS's policies are not in the list.
func (l *listing) enough(account string) bool {
	for arn := range l.attached {
		a, _ := audit.ParseARN(arn)
		if _, ok := l.documents[arn]; !ok && a.Account == account {
			return false
		}
	}
	return len(l.left) == 0
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
