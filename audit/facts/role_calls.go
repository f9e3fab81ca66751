package facts

import (
	"cmp"
	"context"
	"fmt"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"golang.org/x/sync/errgroup"

	"lambda-audit/audit"
)

// rolesClient asks IAM for roles, in either way.
type rolesClient struct {
	ctx     context.Context
	session *audit.Session
	reader  audit.Reader
	put     audit.Put[Role]
}

func (c rolesClient) iam() *iam.Client {
	return audit.Client(c.session, c.session.HomeRegion(), iam.NewFromConfig)
}

// oneByOne asks for each wanted role by itself, and each role's answer or error
// speaks for itself.
func (c rolesClient) oneByOne(wanted map[string]bool) error {
	group, ctx := errgroup.WithContext(c.ctx)
	group.SetLimit(8)
	for arn := range wanted {
		group.Go(func() error {
			return audit.Once(ctx, arn, func(ctx context.Context) error {
				role, err := c.role(ctx, arn)
				if role.ARN != "" {
					err = audit.AtLeast(err)
				}
				c.put(arn, role, err)
				return nil
			})
		})
	}
	return group.Wait()
}

// document returns a policy's text: IAM sends it percent-encoded.
func document(text *string) Policy {
	plain, err := url.PathUnescape(aws.ToString(text))
	if err != nil {
		return Policy(aws.ToString(text))
	}
	return Policy(plain)
}

// role asks for one role. With an error, what it returns is at least so; its
// ARN is empty where nothing could be read.
func (c rolesClient) role(ctx context.Context, arn string) (Role, error) {
	a, _ := audit.ParseARN(arn)
	name := aws.String(a.Name())
	out, err := c.iam().GetRole(ctx, &iam.GetRoleInput{RoleName: name})
	if audit.IsGone(err) {
		return Role{ARN: arn, Missing: true}, nil
	}
	if err != nil {
		return Role{}, fmt.Errorf("get the role %s: %w", arn, err)
	}
	if aws.ToString(out.Role.Arn) != arn {
		return Role{ARN: arn, Missing: true}, nil // one of the same name under another path, or of another account
	}
	role := Role{ARN: arn, Trust: document(out.Role.AssumeRolePolicyDocument), Created: instant(out.Role.CreateDate)}
	if used := out.Role.RoleLastUsed; used != nil {
		role.LastUsed = instant(used.LastUsedDate)
	}
	if b := out.Role.PermissionsBoundary; b != nil {
		role.Boundary = aws.ToString(b.PermissionsBoundaryArn)
	}
	attached := c.attached(ctx, &role, name)
	inline := c.inline(ctx, &role, name)
	return role, cmp.Or(attached, inline)
}

func (c rolesClient) attached(ctx context.Context, role *Role, name *string) error {
	err := audit.Walk(ctx, func(ctx context.Context, token *string) (int, *string, error) {
		out, err := c.iam().ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: name, Marker: token})
		if err != nil {
			return 0, nil, err
		}
		for _, p := range out.AttachedPolicies {
			role.Attached = append(role.Attached, AttachedPolicy{aws.ToString(p.PolicyName), aws.ToString(p.PolicyArn)})
		}
		return len(out.AttachedPolicies), out.Marker, nil
	})
	if err != nil {
		return fmt.Errorf("list the policies attached to %s: %w", role.ARN, err)
	}
	return nil
}

func (c rolesClient) inline(ctx context.Context, role *Role, name *string) error {
	return audit.Walk(ctx, func(ctx context.Context, token *string) (int, *string, error) {
		list, err := c.iam().ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: name, Marker: token})
		if err != nil {
			return 0, nil, fmt.Errorf("list the policies of %s: %w", role.ARN, err)
		}
		for _, policy := range list.PolicyNames {
			out, err := c.iam().GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: name, PolicyName: &policy})
			if err != nil {
				return 0, nil, fmt.Errorf("get the policy %s of %s: %w", policy, role.ARN, err)
			}
			role.Inline = append(role.Inline, InlinePolicy{policy, document(out.PolicyDocument)})
		}
		return len(list.PolicyNames), list.Marker, nil
	})
}
