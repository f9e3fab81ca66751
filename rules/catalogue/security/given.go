package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/catalogue/sample"
)

// What the examples of several rules are given.

const (
	boundary      = "arn:aws:iam::111122223333:policy/limits"
	administrator = "arn:aws:iam::aws:policy/AdministratorAccess"
	queueReader   = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"
	vpcAccess     = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
)

func policyOf(statement string) facts.Policy {
	return facts.Policy(`{"Version":"2012-10-17","Statement":[` + statement + `]}`)
}

// roleWith is a role with one inline policy of one statement.
func roleWith(statement string) []audit.Given {
	return []audit.Given{facts.Roles.Is(sample.Role, withInline(statement))}
}

// attachedRole is a role with one attached policy of one statement.
func attachedRole(arn, statement string) []audit.Given {
	a, _ := audit.ParseARN(arn)
	role := facts.Role{ARN: sample.Role, Attached: []facts.AttachedPolicy{{Name: a.Name(), ARN: arn}}}
	return []audit.Given{facts.Roles.Is(sample.Role, role), facts.ManagedPolicies.Is(arn, policyOf(statement))}
}

func withInline(statement string) facts.Role {
	return facts.Role{ARN: sample.Role, Inline: []facts.InlinePolicy{{Name: "orders", Document: policyOf(statement)}}}
}

// boundedRole is the same under a permissions boundary.
func boundedRole(statement, limit string) []audit.Given {
	role := withInline(statement)
	role.Boundary = boundary
	return []audit.Given{facts.Roles.Is(sample.Role, role), facts.ManagedPolicies.Is(boundary, policyOf(limit))}
}

func unreadBoundary(statement string) []audit.Given {
	role := withInline(statement)
	role.Boundary = boundary
	return []audit.Given{facts.Roles.Is(sample.Role, role), facts.ManagedPolicies.IsUnknown(boundary, sample.Denied("iam:GetPolicy"))}
}

// unreadPolicy is a role with an attached policy that the auditor may not read.
func unreadPolicy() []audit.Given {
	role := facts.Role{ARN: sample.Role, Attached: []facts.AttachedPolicy{{Name: "limits", ARN: boundary}}}
	return []audit.Given{facts.Roles.Is(sample.Role, role), facts.ManagedPolicies.IsUnknown(boundary, sample.Denied("iam:GetPolicyVersion"))}
}
