//go:build integration

package integration

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

func roleARN(name string) string { return "arn:aws:iam::" + account + ":role/" + name }

func policyARN(name string) string {
	if strings.HasPrefix(name, "arn:") {
		return name
	}
	return "arn:aws:iam::" + account + ":policy/" + name
}

// document is a policy of these statements.
func document(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

// trustsLambda is the statement that lets functions run under a role.
const trustsLambda = `{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}`

// identities plants the managed policies and the roles of the plan, once.
func (s *seeder) identities() error {
	if s.region != mainRegion {
		return nil
	}
	if err := s.managed(); err != nil {
		return err
	}
	for _, r := range roles {
		if err := s.role(&r); err != nil {
			return fmt.Errorf("plant the role %s: %w", r.name, err)
		}
	}
	return nil
}

// managed plants the policies: versions before the default one come first.
func (s *seeder) managed() error {
	for _, p := range policies {
		versions := append(p.older, p.document)
		out, err := s.iam.CreatePolicy(s.ctx, &iam.CreatePolicyInput{PolicyName: &p.name, PolicyDocument: &versions[0]})
		if err != nil {
			return fmt.Errorf("create the policy %s: %w", p.name, err)
		}
		for _, v := range versions[1:] {
			_, err := s.iam.CreatePolicyVersion(s.ctx, &iam.CreatePolicyVersionInput{PolicyArn: out.Policy.Arn, PolicyDocument: &v, SetAsDefault: true})
			if err != nil {
				return fmt.Errorf("create a version of the policy %s: %w", p.name, err)
			}
		}
	}
	return nil
}

func (s *seeder) role(r *role) error {
	in := &iam.CreateRoleInput{RoleName: &r.name, AssumeRolePolicyDocument: aws.String(document(append(r.trusts, trustsLambda)...))}
	if r.boundary != "" {
		in.PermissionsBoundary = aws.String(policyARN(r.boundary))
	}
	if _, err := s.iam.CreateRole(s.ctx, in); err != nil {
		return err
	}
	for _, name := range r.attached {
		_, err := s.iam.AttachRolePolicy(s.ctx, &iam.AttachRolePolicyInput{RoleName: &r.name, PolicyArn: aws.String(policyARN(name))})
		if err != nil {
			return err
		}
	}
	if !r.bare {
		if err := s.inline(r.name, "log", ownLogs); err != nil {
			return err
		}
	}
	if len(r.inline) == 0 {
		return nil
	}
	return s.inline(r.name, "inline", r.inline...)
}

func (s *seeder) inline(role, policy string, statements ...string) error {
	_, err := s.iam.PutRolePolicy(s.ctx, &iam.PutRolePolicyInput{RoleName: &role, PolicyName: &policy, PolicyDocument: aws.String(document(statements...))})
	return err
}

// roleDeleted deletes the function's role, which has a policy on its log and no
// other, once the function is there.
func roleDeleted() step {
	return func(s *seeder, f *planted) error {
		_, err := s.iam.DeleteRolePolicy(s.ctx, &iam.DeleteRolePolicyInput{RoleName: &f.role, PolicyName: aws.String("log")})
		if err == nil {
			_, err = s.iam.DeleteRole(s.ctx, &iam.DeleteRoleInput{RoleName: &f.role})
		}
		return err
	}
}
