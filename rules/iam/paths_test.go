package iam

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestPathsAreWellFormed(t *testing.T) {
	paths, asOf := EscalationPaths()
	seen := map[string]bool{}
	for _, p := range paths {
		passes := slices.Contains(p.Actions, passRole)
		switch {
		case p.ID == "" || seen[p.ID] || p.Title == "" || p.Story == "" || !slices.Contains(escalationLevels, p.Level):
			t.Errorf("%+v", p)
		case !strings.HasPrefix(p.Source, "https://") || p.house() == strings.HasPrefix(p.Source, "https://pathfinding.cloud/"):
			t.Errorf("%s: source %q", p.ID, p.Source)
		case len(p.Decides) == 0 || passes != (p.Level == LevelPassRole) || passes != (len(p.PassTo) > 0):
			t.Errorf("%s: decided by %q, passes to %q", p.ID, p.Decides, p.PassTo)
		}
		seen[p.ID] = true
		for _, action := range p.Actions {
			if strings.Count(action, ":") != 1 || wild(action) {
				t.Errorf("%s: %q is no action", p.ID, action)
			}
		}
		for _, action := range p.Decides {
			if !slices.Contains(p.Actions, action) || len(knownPaths().Reach[action]) == 0 {
				t.Errorf("%s: %s decides nothing", p.ID, action)
			}
		}
	}
	cited := slices.DeleteFunc(slices.Clone(paths), func(p Path) bool { return p.house() })
	if len(paths) < 100 || len(cited) < 65 || len(asOf) != len("2026-11-23") {
		t.Errorf("%d paths, %d of them cited, as of %q", len(paths), len(cited), asOf)
	}
}

// Every path is open to a role that may do just what it takes, and closed once one action of it is missing.
func TestEveryPathOpensAndCloses(t *testing.T) {
	paths, _ := EscalationPaths()
	for _, p := range paths {
		if !slices.Contains(pathIDs(roleOf(t, allAllowed(strings.Join(p.Actions, " "), "*", ""))), p.ID) {
			t.Errorf("%s is not open", p.ID)
		}
		for _, action := range p.Actions {
			r := roleOf(t, allAllowed(strings.Join(p.Actions, " "), "*", ""), deny(`"Action":"`+action+`","Resource":"*"`))
			if slices.Contains(pathIDs(r), p.ID) {
				t.Errorf("%s is open without %s", p.ID, action)
			}
		}
	}
}

// An administrator's role goes every path.
func TestAdministratorGoesEveryPath(t *testing.T) {
	paths, _ := EscalationPaths()
	for _, text := range []string{administrator, allow("*:*", "*", ""), `{"Statement":{"Effect":"Allow","NotAction":["a:b"],"Resource":"arn:aws:*"}}`} {
		if got := pathIDs(roleOf(t, text)); len(got) != len(paths) {
			t.Errorf("%s: %d of %d", text, len(got), len(paths))
		}
	}
}

func pathIDs(r Role) []string {
	var list []string
	for _, e := range r.Escalations(nil, false) {
		list = append(append(list, e.Path.ID), e.Also...)
	}
	return list
}

// More that is allowed never closes a path, and more that is denied never opens one.
func TestEscalationsAreMonotone(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	opened, closed := 0, 0
	for range 250 {
		role := Role{Account: own, ARN: ownRole, Policies: []Policy{{Name: "p", Document: escalating(rng, 1+rng.IntN(4), rng.IntN(2))}}}
		if rng.IntN(3) == 0 {
			boundary := escalating(rng, 2, rng.IntN(2))
			role.Boundary = &boundary
		}
		before := pathIDs(role)
		more := role
		more.Policies = append(slices.Clone(role.Policies), Policy{Name: "q", Document: escalating(rng, 1, 0)})
		less := role
		denied := escalating(rng, 0, 1)
		denied.Statements[0].Conditions = nil
		less.Policies = append(slices.Clone(role.Policies), Policy{Name: "q", Document: denied})
		if got := lacking(before, pathIDs(more)); len(got) > 0 {
			t.Fatalf("%q closed by an Allow: %+v", got, more)
		}
		if got := lacking(pathIDs(less), before); len(got) > 0 {
			t.Fatalf("%q opened by a Deny: %+v", got, less)
		}
		opened, closed = opened+len(lacking(pathIDs(more), before)), closed+len(lacking(before, pathIDs(less)))
	}
	if opened < 30 || closed < 30 {
		t.Errorf("%d opened and %d closed: the roles try too little", opened, closed)
	}
}

// lacking gives those of the ids that the others lack.
func lacking(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(others, id) })
}

// escalating draws statements around the actions of a few paths.
func escalating(rng *rand.Rand, allows, denies int) Document {
	one := func(list ...string) string { return list[rng.IntN(len(list))] }
	var d Document
	for i := range allows + denies {
		s := Statement{Index: i, Effect: Allow}
		if i >= allows {
			s.Effect = Deny
		}
		actions := []string{one("iam:*", "iam:Put*", "iam:PassRole", "*", "iam:PutRolePolicy"), one("lambda:*", "lambda:Create*", "lambda:UpdateFunctionCode", "lambda:InvokeFunction"), one("glue:*", "ssm:*", "s3:*", "iam:PassRole")}
		resources := []string{one("*", "arn:aws:iam::*:role/*", "arn:aws:iam::*:role/app-*", ownRole, "arn:aws:lambda:*:*:function:*", "arn:aws:lambda:*:*:*")}
		if s.Actions = actions; rng.IntN(4) == 0 {
			s.Actions, s.NotActions = nil, actions
		}
		if s.Resources = resources; rng.IntN(5) == 0 {
			s.Resources, s.NotResources = nil, resources
		}
		if rng.IntN(2) == 0 {
			key := one(passedToKey, "aws:ResourceTag/a", "a:b", "aws:RequestedRegion")
			s.Conditions = []Condition{{one("StringEquals", "StringLike", "StringNotEquals"), key, []string{one("lambda.amazonaws.com", "glue.amazonaws.com", "*")}}}
		}
		d.Statements = append(d.Statements, s)
	}
	return d
}

func TestPassedToService(t *testing.T) {
	for text, want := range map[string]Answer{
		`StringEquals lambda.amazonaws.com`:                 Yes,
		`StringEquals LAMBDA.amazonaws.com`:                 Yes,
		`StringEquals lambda.amazonaws.com.cn`:              Yes,
		`StringEquals lambda.eu-west-1.amazonaws.com`:       Yes,
		`StringEquals ec2.amazonaws.com`:                    No,
		`StringEquals *`:                                    No,
		`StringLike *`:                                      Yes,
		`StringLike lambda.*`:                               Yes,
		`StringLike ec2.*`:                                  No,
		`StringNotLike ec2.*`:                               Yes,
		`ForAllValues:StringNotEquals lambda.amazonaws.com`: No,
		`Null false`:                                        Yes,
		`Null true`:                                         No,
		`StringEquals ${aws:userid}`:                        Maybe,
		`ArnEquals lambda.amazonaws.com`:                    Maybe,
	} {
		operator, value, _ := strings.Cut(text, " ")
		if got := (Condition{operator, "IAM:passedToService", []string{value}}).passes("lambda.amazonaws.com"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
