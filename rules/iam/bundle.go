package iam

import (
	"slices"
	"strings"
)

// Bundle is a role as somebody wrote it down in one file: all that it has, or one policy alone.
type Bundle struct {
	Name        string // of the role; empty for a policy alone
	Role        Role
	Trust       *Document // nil where nothing is said of it
	TrustUnread bool      // it is there and could not be read
	Functions   []string  // that run under the role, each once whatever version or alias of it was named
	Strays      []Stray   // members that mean nothing here and were passed over
	ForResource bool      // a policy alone that names principals, as those of queues, buckets and functions do
}

// Stray is a member of an object that means nothing where it stands.
type Stray struct {
	Name  string
	Place string // "line 3, column 5"
}

// BundleMembers are the names of what a role bundle may hold.
var BundleMembers = []string{"name", "arn", "account", "trust", "inline", "managed", "boundary", "functions"}

// ReadBundle reads a role bundle:
//
//	{"name": …, "account": …, "trust": DOC, "inline": {NAME: DOC}, "managed": [{"arn": …, "document": DOC}],
//	 "boundary": {"arn": …, "document": DOC}, "functions": [NAME]}
//
// Each member may be missing. A DOC is an object, its text, or null where it could not be read. A policy document alone
// is read too, as Parse does, and so are a list of statements, what the AWS CLI prints around a policy, and a role as
// get-account-authorization-details lists it. One that only says who may take a role is a trust policy. An error names
// the line and the column.
func ReadBundle(text string) (Bundle, error) {
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return Bundle{}, placed(text, 0, "this is UTF-16: save it as UTF-8")
	}
	text, err := decode(text)
	if err != nil {
		return Bundle{}, placed(text, 0, "%w", err)
	}
	text = strings.TrimPrefix(text, "\ufeff")
	root, err := readTree(text)
	if err != nil {
		return Bundle{}, err
	}
	r := reader{text: text}
	return r.bundle(root)
}

// bundle finds out what the file holds: what only a bundle has comes first, then what only a policy has, then what the
// AWS CLI prints around one policy. What is none of them is an error, since calling it clean would be worse.
func (r *reader) bundle(root node) (Bundle, error) {
	switch {
	case root.kind != objectNode || root.named() == 0:
		return r.alone(root)
	case root.has("trust", "inline", "managed", "boundary"):
		return r.role(root)
	case root.has("statement", "effect"):
		return r.alone(root)
	case root.has("RoleDetailList"):
		return r.account(root)
	case root.has("RolePolicyList", "AttachedManagedPolicies"):
		return r.detail(root, nil)
	}
	if inner, found := root.wrapping(); found {
		return r.wrapped(root, inner)
	}
	switch {
	case root.has("account", "functions") || root.has("name") && root.named() == 1:
		return r.role(root)
	case root.has("version") && !root.has("name"):
		return r.alone(root)
	}
	return Bundle{}, r.wrong(root, "this is neither a policy document nor a role bundle")
}

// wrapping gives the policy, or what again wraps it, from an answer of IAM that holds one policy and no more.
func (n node) wrapping() (node, bool) {
	if n.has("Policies") {
		return node{}, false
	}
	for _, name := range []string{"PolicyVersion", "PolicyDocument", "Document", "Role", "AssumeRolePolicyDocument"} {
		if inner, found := n.find(name); found {
			return inner, true
		}
	}
	return node{}, false
}

// wrapped reads a policy that the AWS CLI printed with its name around it.
func (r *reader) wrapped(root, inner node) (Bundle, error) {
	var bundle Bundle
	var err error
	if inner.kind == objectNode {
		bundle, err = r.bundle(inner)
	} else {
		bundle, err = r.alone(inner)
	}
	if name, found := root.find("PolicyName"); found && len(bundle.Role.Policies) == 1 {
		bundle.Role.Policies[0].Name = name.text
	}
	return bundle, err
}

// alone reads one policy, of which nothing is known but what it says.
func (r *reader) alone(value node) (Bundle, error) {
	document, err := r.written(value, "the policy")
	switch {
	case err != nil:
		return Bundle{}, err
	case document == nil:
		return Bundle{Role: Role{Unreadable: []string{"the policy"}}}, nil
	case document.letsIn():
		return Bundle{Trust: document}, nil
	}
	named := func(s Statement) bool { return s.Principals != nil || s.NotPrincipals != nil }
	return Bundle{
		Role:        Role{Policies: []Policy{{Kind: Inline, Document: *document}}},
		ForResource: slices.ContainsFunc(document.Statements, named),
	}, nil
}

// trustActions are the actions of trust policies (IAM guide, 2026).
var trustActions = []string{"sts:AssumeRole*", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"}

// letsIn reports whether the document is a trust policy: each statement names principals, and what it allows or denies
// them is to take a role.
func (d Document) letsIn() bool {
	takes := func(action string) bool {
		return slices.ContainsFunc(trustActions, func(p string) bool { return Covers(p, action, true) })
	}
	for _, s := range d.Statements {
		audience := len(s.Principals)+len(s.NotPrincipals) > 0
		if !audience || len(s.Actions) == 0 || slices.ContainsFunc(s.Actions, func(a string) bool { return !takes(a) }) {
			return false
		}
	}
	return len(d.Statements) > 0
}

// written reads a document that is an object, its text, a list of statements, or one statement; nil stands for null.
func (r *reader) written(value node, what string) (*Document, error) {
	var document Document
	var err error
	switch {
	case value.kind == nullNode:
		return nil, nil
	case value.kind == textNode:
		if document, err = parse(value.text, nil); err != nil {
			err = r.wrong(value, "in the text of %s: %w", what, err)
		}
	case value.kind == listNode || value.has("effect") && !value.has("statement"):
		err = r.statements(value, &document)
	default:
		document, err = r.document(value)
	}
	if err != nil {
		return nil, err
	}
	return &document, nil
}
