package iam

import (
	"cmp"
	"slices"
	"strings"
)

// single reads a single string, number, or boolean as text; null is the empty text.
func (r *reader) single(m member) (string, error) {
	if m.value.kind == objectNode || m.value.kind == listNode {
		return "", r.wrong(m.value, "%s is a string", m.name)
	}
	return m.value.text, nil
}

// texts reads a string or a list of strings and adds them to those of an earlier element of the same name.
func (r *reader) texts(m member, texts []string) ([]string, error) {
	if m.value.kind == nullNode {
		return texts, nil
	}
	if m.value.kind == textNode && len(texts) == 0 {
		return r.keep(m.value.text), nil
	}
	var memory [16]string
	list := append(memory[:0], texts...)
	for item := range m.value.list() {
		if item.kind != textNode {
			return nil, r.wrong(item, "%s is a string or a list of strings", m.name)
		}
		list = append(list, item.text)
	}
	return r.keep(list...), nil
}

// roomAtOnce is how many texts of lists a piece of memory takes: those of a statement or a few.
const roomAtOnce = 32

// keep copies a list to where those of the document lie. Nothing can be added to it there.
func (r *reader) keep(list ...string) []string {
	if r.room == nil || len(list) > len(r.room) {
		r.room = make([]string, max(roomAtOnce, len(list)))
	}
	kept := r.room[:len(list):len(list)]
	r.room = r.room[copy(kept, list):]
	return kept
}

func (r *reader) effect(m member, earlier Effect) (Effect, error) {
	effect := Effect("")
	for _, known := range []Effect{Allow, Deny} {
		if strings.EqualFold(m.value.text, string(known)) {
			effect = known
		}
	}
	switch {
	case effect == "":
		return "", r.wrong(m.value, "Effect is Allow or Deny")
	case earlier != "" && earlier != effect:
		return "", r.wrong(m.value, "Effect is given twice and differs")
	}
	return effect, nil
}

func (r *reader) principals(m member, list []Principal) ([]Principal, error) {
	if m.value.kind == nullNode {
		return list, nil
	}
	if list == nil {
		list = []Principal{}
	}
	if m.value.kind != objectNode {
		ids, err := r.texts(m, nil)
		return sortPrincipals(addPrincipals(list, "", ids)), err
	}
	for kind := range m.value.members() {
		ids, err := r.texts(kind, nil)
		if err != nil {
			return nil, err
		}
		list = addPrincipals(list, principalKind(kind.name), ids)
	}
	return sortPrincipals(list), nil
}

// sortPrincipals groups by kind, as the grammar does, and keeps the order within a kind.
func sortPrincipals(list []Principal) []Principal {
	slices.SortStableFunc(list, func(a, b Principal) int { return cmp.Compare(a.Kind, b.Kind) })
	return list
}

// addPrincipals adds ids of one kind. Without a kind, "*" is anybody and everything else an AWS principal.
func addPrincipals(list []Principal, kind PrincipalKind, ids []string) []Principal {
	for _, id := range ids {
		switch {
		case kind != "":
			list = append(list, Principal{kind, id})
		case id == "*":
			list = append(list, Principal{AnyPrincipal, id})
		default:
			list = append(list, Principal{AWSPrincipal, id})
		}
	}
	return list
}

// principalKind gives the known spelling of a kind; an unknown one stays as it is, and grants nothing we know of.
func principalKind(name string) PrincipalKind {
	for _, known := range []PrincipalKind{AWSPrincipal, ServicePrincipal, FederatedPrincipal, CanonicalPrincipal} {
		if strings.EqualFold(name, string(known)) {
			return known
		}
	}
	return PrincipalKind(name)
}

func (r *reader) conditions(m member, list []Condition) ([]Condition, error) {
	if m.value.kind == nullNode {
		return list, nil
	}
	if m.value.kind != objectNode {
		return nil, r.wrong(m.value, "Condition is an object of operators")
	}
	for operator := range m.value.members() {
		if operator.value.kind != objectNode {
			return nil, r.wrong(operator.value, "%s is an object of condition keys", operator.name)
		}
		for key := range operator.value.members() {
			values, err := r.texts(key, []string{})
			if err != nil {
				return nil, err
			}
			list = addCondition(list, Condition{operator.name, key.name, values})
		}
	}
	return list, nil
}

// addCondition joins the values of a key that is written twice under one operator.
func addCondition(list []Condition, c Condition) []Condition {
	for i := range list {
		if list[i].Operator == c.Operator && list[i].Key == c.Key {
			list[i].Values = append(list[i].Values, c.Values...)
			return list
		}
	}
	return append(list, c)
}

// sortConditions makes the order of a document independent of the order in which somebody wrote an object's keys.
func sortConditions(list []Condition) {
	slices.SortFunc(list, func(a, b Condition) int {
		return cmp.Or(cmp.Compare(a.Operator, b.Operator), cmp.Compare(a.Key, b.Key))
	})
}
