package iam

import (
	"encoding/json"
	"fmt"
)

// Document is one policy. It holds what was written, in the order it was written.
type Document struct {
	Version    string
	Statements []Statement
}

// Effect says what a statement does. A statement without one, which IAM would refuse, does nothing.
type Effect string

// Allow and Deny are the two effects IAM knows.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// Statement is one statement of a policy. A list is nil where the element is missing and empty where it is written as
// an empty list: NotAction [] means every action, no NotAction means nothing.
type Statement struct {
	Sid           string
	Index         int // from 0, in the order written
	Effect        Effect
	Principals    []Principal
	NotPrincipals []Principal
	Actions       []string
	NotActions    []string
	Resources     []string
	NotResources  []string
	Conditions    []Condition

	archived *verbs // what an archive knows of Actions as they were read; nil where none read them
}

// Principal is one entry of a Principal element.
type Principal struct {
	Kind PrincipalKind
	ID   string // an ARN, an account id, a service name, or "*"
}

// PrincipalKind says how a principal's ID is to be read.
type PrincipalKind string

// The kinds of principals that IAM knows. AnyPrincipal is the bare "*".
const (
	AnyPrincipal       PrincipalKind = "*"
	AWSPrincipal       PrincipalKind = "AWS"
	ServicePrincipal   PrincipalKind = "Service"
	FederatedPrincipal PrincipalKind = "Federated"
	CanonicalPrincipal PrincipalKind = "CanonicalUser"
)

// Condition is one operator on one key. All conditions of a statement must hold; of the values, one must.
type Condition struct {
	Operator string
	Key      string
	Values   []string
}

// Name gives the statement's Sid, or "statement N" counted from 1: a name that people can find again in the policy.
func (s Statement) Name() string {
	if s.Sid != "" {
		return s.Sid
	}
	return fmt.Sprintf("statement %d", s.Index+1)
}

// MarshalJSON writes the document as IAM's policy grammar, which Parse reads back to an equal document.
func (d Document) MarshalJSON() ([]byte, error) {
	statements := d.Statements
	if statements == nil {
		statements = []Statement{}
	}
	return json.Marshal(struct {
		Version    string      `json:",omitempty"`
		Statements []Statement `json:"Statement"`
	}{d.Version, statements})
}

// MarshalJSON writes the statement as IAM's policy grammar, every list as a list.
func (s Statement) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Sid          string                         `json:",omitempty"`
		Effect       Effect                         `json:",omitempty"`
		Principal    any                            `json:",omitzero"`
		NotPrincipal any                            `json:",omitzero"`
		Action       []string                       `json:",omitzero"`
		NotAction    []string                       `json:",omitzero"`
		Resource     []string                       `json:",omitzero"`
		NotResource  []string                       `json:",omitzero"`
		Condition    map[string]map[string][]string `json:",omitempty"`
	}{
		s.Sid, s.Effect, principalElement(s.Principals), principalElement(s.NotPrincipals),
		s.Actions, s.NotActions, s.Resources, s.NotResources, conditionElement(s.Conditions),
	})
}

func principalElement(list []Principal) any {
	if list == nil {
		return nil
	}
	byKind := map[PrincipalKind][]string{}
	for _, p := range list {
		if p == (Principal{AnyPrincipal, "*"}) && len(list) == 1 {
			return p.ID
		}
		byKind[p.Kind] = append(byKind[p.Kind], p.ID)
	}
	return byKind
}

func conditionElement(list []Condition) map[string]map[string][]string {
	element := map[string]map[string][]string{}
	for _, c := range list {
		if element[c.Operator] == nil {
			element[c.Operator] = map[string][]string{}
		}
		element[c.Operator][c.Key] = c.Values
	}
	return element
}
