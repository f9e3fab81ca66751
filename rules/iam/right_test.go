package iam

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestEffectiveLosesNothing holds the rights that are left of random roles against Allows, which evaluates one action on
// one resource directly: what is surely allowed must be in some right, and what is in a right must not be surely denied
// unless a Deny on named resources was left standing.
func TestEffectiveLosesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	actions := []string{"s3:GetObject", "s3:PutObject", "s3:GetBucketAcl", "logs:PutLogEvents", "iam:PassRole"}
	resources := []string{"arn:aws:s3:::b", "arn:aws:s3:::b/k", "arn:aws:s3:::c", "arn:aws:iam::1:role/r"}
	wider, answers := 0, 0
	for range 400 {
		role := randomRole(rng)
		rights := role.allRights()
		for _, action := range actions {
			for _, resource := range resources {
				held := slices.ContainsFunc(rights, func(r right) bool { return r.allows(action) && r.resources.covers(resource) })
				allowed := role.Allows(action, resource) == Yes
				if allowed && !held {
					t.Fatalf("%s on %s is allowed but lost: %+v", action, resource, role)
				}
				answers++
				if held && !allowed {
					wider++
				}
			}
		}
	}
	if wider*10 > answers {
		t.Errorf("%d of %d answers are wider than the truth", wider, answers)
	}
}

func (r Role) allRights() []right {
	var all []right
	for _, a := range r.remainders() {
		all = append(all, a.rights...)
	}
	return all
}

func randomRole(rng *rand.Rand) Role {
	document := randomDocument(rng, rng.IntN(4))
	role := Role{Policies: []Policy{{Name: "p", Document: document}}}
	if rng.IntN(2) == 0 {
		boundary := randomDocument(rng, rng.IntN(2))
		role.Boundary = &boundary
	}
	return role
}

func randomDocument(rng *rand.Rand, denies int) Document {
	var d Document
	for range 1 + rng.IntN(3) {
		d.Statements = append(d.Statements, randomStatement(rng, Allow))
	}
	for range denies {
		d.Statements = append(d.Statements, randomStatement(rng, Deny))
	}
	return d
}

func randomStatement(rng *rand.Rand, effect Effect) Statement {
	s := Statement{Effect: effect}
	names := pick(rng, "*", "s3:*", "s3:Get*", "s3:GetObject", "logs:*", "s3:*Object", "iam:*")
	places := pick(rng, "*", "arn:aws:s3:::*", "arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::c*")
	if s.Actions = names; rng.IntN(4) == 0 {
		s.Actions, s.NotActions = nil, names
	}
	if s.Resources = places; rng.IntN(4) == 0 {
		s.Resources, s.NotResources = nil, places
	}
	return s
}

// pick takes one or two of the choices.
func pick(rng *rand.Rand, choices ...string) []string {
	var list []string
	for range 1 + rng.IntN(2) {
		list = append(list, choices[rng.IntN(len(choices))])
	}
	return list
}
