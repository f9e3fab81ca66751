package iam

import (
	"fmt"
	"slices"
	"strings"
)

// role reads the members of a role bundle.
func (r *reader) role(root node) (Bundle, error) {
	var bundle Bundle
	for m := range root.members() {
		var err error
		switch strings.ToLower(m.name) {
		case "name":
			bundle.Name, err = r.single(m)
		case "arn":
			bundle.Role.ARN, err = r.single(m)
		case "account":
			bundle.Role.Account, err = r.single(m)
		case "trust":
			bundle.Trust, err = r.written(m.value, "the trust policy")
			bundle.TrustUnread = bundle.Trust == nil
		case "inline":
			err = r.inline(m, &bundle.Role)
		case "managed":
			err = r.managed(m, &bundle.Role)
		case "boundary":
			err = r.boundary(m, &bundle.Role)
		case "functions":
			bundle.Functions, err = r.functions(m)
		default:
			bundle.Strays = append(bundle.Strays, Stray{m.name, position(r.text, m.offset)})
		}
		if err != nil {
			return Bundle{}, err
		}
	}
	bundle.identify()
	return bundle, nil
}

// identify finds out from the role's ARN what was not said, or the ARN from the rest.
func (b *Bundle) identify() {
	role := &b.Role
	a, ok := splitARN(role.ARN)
	if ok && role.Account == "" && isAccountID(a.account) {
		role.Account = a.account
	}
	if b.Name == "" {
		b.Name = lastSegment(role.ARN)
	}
	if role.ARN == "" && b.Name != "" && isAccountID(role.Account) {
		role.ARN = "arn:aws:iam::" + role.Account + ":role/" + b.Name
	}
}

func (r *reader) inline(m member, role *Role) error {
	if m.value.kind == nullNode {
		return nil
	}
	if m.value.kind != objectNode {
		return r.wrong(m.value, "inline is an object of names and documents")
	}
	for each := range m.value.members() {
		if err := r.policy(each.value, fmt.Sprintf("inline policy %q", each.name), Policy{Name: each.name, Kind: Inline}, role); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) managed(m member, role *Role) error {
	for item := range m.value.list() {
		if item.kind != objectNode && item.kind != textNode {
			return r.wrong(item, `managed is a list of {"arn": …, "document": …}`)
		}
		arn, document := item.attachment()
		p := attachedPolicy(arn)
		if name, found := item.find("name"); found {
			p.Name = name.text
		}
		if err := r.policy(document, fmt.Sprintf("managed policy %q", p.Name), p, role); err != nil {
			return err
		}
	}
	return nil
}

// policy adds a policy to the role, or to what of it could not be read.
func (r *reader) policy(document node, what string, p Policy, role *Role) error {
	read, err := r.written(document, what)
	switch {
	case err != nil:
		return err
	case read == nil:
		role.Unreadable = append(role.Unreadable, what)
	default:
		p.Document = *read
		role.Policies = append(role.Policies, p)
	}
	return nil
}

// boundary reads the permissions boundary, which may also be a document or an ARN alone.
func (r *reader) boundary(m member, role *Role) (err error) {
	document := m.value
	switch {
	case document.kind == nullNode:
		return nil
	case document.kind == listNode:
		return r.wrong(document, `boundary is {"arn": …, "document": …}, or null`)
	case document.kind == textNode || !document.has("statement"):
		_, document = document.attachment()
	}
	role.Boundary, err = r.written(document, "the permissions boundary")
	role.BoundaryUnknown = role.Boundary == nil
	return err
}

// attachment gives the ARN and the document of a managed policy; of one that only is named, no document.
func (n node) attachment() (arn string, document node) {
	if n.kind == textNode {
		if strings.HasPrefix(n.text, "arn:") {
			return n.text, node{offset: n.offset}
		}
		return "", n
	}
	name, _ := n.find("arn")
	document, found := n.find("document")
	if !found {
		document = node{offset: n.offset}
	}
	return name.text, document
}

func (r *reader) functions(m member) ([]string, error) {
	written, err := r.texts(m, []string{})
	if err != nil {
		return nil, err
	}
	names := make([]string, len(written))
	for i, text := range written {
		names[i] = unqualified(text)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		named := func(arn string) bool { return strings.HasSuffix(arn, ":function:"+name) }
		return name == "" || slices.ContainsFunc(names, named)
	}), nil
}

// unqualified takes the version or the alias off a function's name or ARN.
func unqualified(function string) string {
	before, name, isARN := strings.Cut(function, ":function:")
	if !isARN {
		before, name = "", function
	} else {
		before += ":function:"
	}
	name, _, _ = strings.Cut(name, ":")
	return before + name
}

// find gives the member of that name, in any case; of several the last, as JSON has it.
func (n node) find(name string) (node, bool) {
	var last node
	found := false
	for m := range n.members() {
		if strings.EqualFold(m.name, name) {
			last, found = m.value, true
		}
	}
	return last, found
}

// named is how many members the object has.
func (n node) named() int {
	count := 0
	for range n.members() {
		count++
	}
	return count
}

// has reports whether the object has one of the members.
func (n node) has(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		_, found := n.find(name)
		return found
	})
}

func lastSegment(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }
