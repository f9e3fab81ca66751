package iam

import (
	"fmt"
	"slices"
)

// account reads what get-account-authorization-details prints. A file is one role, so there must be one in it.
func (r *reader) account(root node) (Bundle, error) {
	list, _ := root.find("RoleDetailList")
	roles := slices.Collect(list.list())
	if len(roles) != 1 {
		return Bundle{}, r.wrong(list, "there are %d roles here, and one file is one role: jq '.RoleDetailList |= map(select(.RoleName == \"NAME\"))' leaves one with all that it has", len(roles))
	}
	policies, _ := root.find("Policies")
	return r.detail(roles[0], slices.Collect(policies.list()))
}

// detail reads a role as get-account-authorization-details lists it, with its managed policies where these are known.
func (r *reader) detail(root node, policies []node) (Bundle, error) {
	var bundle Bundle
	role := &bundle.Role
	bundle.Name, role.ARN = root.said("RoleName"), root.said("Arn")
	if trust, found := root.find("AssumeRolePolicyDocument"); found {
		var err error
		if bundle.Trust, err = r.written(trust, "the trust policy"); err != nil {
			return Bundle{}, err
		}
		bundle.TrustUnread = bundle.Trust == nil
	}
	inline, _ := root.find("RolePolicyList")
	for item := range inline.list() {
		name := item.said("PolicyName")
		document, _ := item.find("PolicyDocument")
		if err := r.policy(document, fmt.Sprintf("inline policy %q", name), Policy{Name: name, Kind: Inline}, role); err != nil {
			return Bundle{}, err
		}
	}
	attached, _ := root.find("AttachedManagedPolicies")
	for item := range attached.list() {
		p := attachedPolicy(item.said("PolicyArn"))
		if err := r.policy(defaultVersion(policies, p.ARN), fmt.Sprintf("managed policy %q", p.Name), p, role); err != nil {
			return Bundle{}, err
		}
	}
	if boundary, found := root.find("PermissionsBoundary"); found {
		var err error
		if role.Boundary, err = r.written(defaultVersion(policies, boundary.said("PermissionsBoundaryArn")), "the permissions boundary"); err != nil {
			return Bundle{}, err
		}
		role.BoundaryUnknown = role.Boundary == nil
	}
	bundle.identify()
	return bundle, nil
}

// attachedPolicy names a managed policy by its ARN, which says whose it is.
func attachedPolicy(arn string) Policy {
	return Policy{Name: lastSegment(arn), ARN: arn, Kind: KindOf(arn)}
}

// defaultVersion gives the document of the version of a managed policy that is in force; null where it is not known.
func defaultVersion(policies []node, arn string) node {
	for _, policy := range policies {
		if policy.said("Arn") != arn {
			continue
		}
		versions, _ := policy.find("PolicyVersionList")
		for version := range versions.list() {
			if version.said("IsDefaultVersion") == "true" {
				document, _ := version.find("Document")
				return document
			}
		}
	}
	return node{}
}

// said gives the text of a member; none where it is not there.
func (n node) said(name string) string {
	value, _ := n.find(name)
	return value.text
}
