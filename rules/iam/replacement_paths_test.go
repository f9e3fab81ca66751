package iam

import (
	"slices"
	"strings"
	"testing"
)

// Of a statement of which a part is narrowed, or goes, the rest stays, on what it is about.
func TestReplaceLeavesOtherPatternsAlone(t *testing.T) {
	mixed := roleOf(t, `{"Statement":{"Effect":"Allow","Action":["s3:Get*","sqs:ReceiveMessage","iam:PutRolePolicy"],"Resource":["arn:aws:s3:::*","`+ownQueue+`","arn:aws:iam::111122223333:role/*"]}}`)
	queue := slices.DeleteFunc(mixed.Granted(nil), func(g Grant) bool { return g.Service != "sqs" })
	if got := written(mixed.Replace(queue, Known{Used: map[string][]string{"s3": nil, "iam": nil}})); got !=
		`{"Action":["s3:Get*"],"Resource":["arn:aws:s3:::*"]}`+"\n"+`{"Action":["iam:PutRolePolicy"],"Resource":["arn:aws:iam::111122223333:role/*"]}` {
		t.Error(got)
	}
	list := mixed.under(t, allow("sqs:*", "*", "")).Replace(queue, Known{})
	if got := written(list); got != `{"Action":["sqs:ReceiveMessage"],"Resource":["`+strings.ReplaceAll(ownQueue, "eu-west-1:111122223333", "HERE")+`"]}` {
		t.Error(got)
	}
	if note := list[0].Note; !strings.Contains(note, "iam:PutRolePolicy is left out: the permissions boundary") {
		t.Error(note)
	}
}

// TestReplacementsCloseThePaths replaces what decides each path, on any resource and on those of a name.
func TestReplacementsCloseThePaths(t *testing.T) {
	paths, _ := EscalationPaths()
	for _, p := range paths {
		for _, resources := range [][]string{{"*"}, p.someOfAName()} {
			var d Document
			for i, action := range p.Actions {
				on := []string{"*"}
				if slices.Contains(p.Decides, action) {
					on = resources
				}
				d.Statements = append(d.Statements, Statement{Effect: Allow, Actions: []string{strings.ToUpper(action[:1]) + action[1:]}, Resources: on, Index: i})
			}
			role := Role{Account: own, ARN: "arn:aws:iam::111122223333:role/orders", Policies: []Policy{{Name: "p", Kind: Inline, Document: d}}}
			open := role.Escalations(nil, false)
			var deciding []Grant
			for _, e := range open {
				deciding = append(deciding, e.Deciding()...)
			}
			if left := mend(t, role, role.Replace(deciding, Known{})).Escalations(nil, false); len(open) == 0 || len(left) > 0 {
				t.Errorf("%s on %s: %d open, and then %+v", p.ID, resources, len(open), left)
			}
		}
	}
}

// someOfAName are resources of the path's deciding actions whose names begin alike.
func (p Path) someOfAName() []string {
	var list []string
	for _, action := range p.Decides {
		service := actionService(action)
		if names := arnServices[service]; len(names) > 0 {
			service = names[0]
		}
		for _, kind := range slices.Concat(knownPaths().Reach[action], knownPaths().Along[action]) {
			list = append(list, "arn:aws:"+service+":*:111122223333:"+strings.ReplaceAll(kind, "?*", "app-*"))
		}
	}
	return list
}
