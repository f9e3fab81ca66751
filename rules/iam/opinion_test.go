package iam

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestJudgeByWildcards(t *testing.T) {
	unread := func(r Role) Role { r.Unreadable = []string{"gone"}; return r }
	for name, c := range map[string]struct {
		role Role
		want string
	}{
		"nothing at all":                  {Role{}, "clean"},
		"exact rights":                    {roleOf(t, allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/a", "")), "clean"},
		"no resource level":               {roleOf(t, allow("xray:PutTraceSegments", "*", "")), "clean"},
		"a whole service":                 {roleOf(t, allow("sqs:*", "*", "")), "wildcard-action wildcard-resource"},
		"a whole service on one queue":    {roleOf(t, allow("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:a", "")), "wildcard-action"},
		"all of logging":                  {roleOf(t, allow("logs:*", "*", "")), "wildcard-action"},
		"part of a service":               {roleOf(t, allow("s3:Get*", "*", "")), "wildcard-resource"},
		"part of a service on one bucket": {roleOf(t, allow("s3:Get*", "arn:aws:s3:::b/*", "")), "clean"},
		"both in two policies":            {roleOf(t, allow("sqs:*", "arn:aws:sqs:eu-west-1:111122223333:a", ""), allow("s3:GetObject", "*", "")), "wildcard-action wildcard-resource"},
		"a Deny takes it back":            {roleOf(t, allow("s3:GetObject", "*", ""), deny(`"Action":"s3:*","Resource":"*"`)), "clean"},
		"unread, and nothing in the rest": {unread(roleOf(t, allow("xray:PutTraceSegments", "*", ""))), "unknown"},
		"unread, and certain by the rest": {unread(roleOf(t, allow("s3:GetObject", "*", ""))), "wildcard-resource"},
		"a boundary takes it away":        {roleOf(t, allow("s3:GetObject", "*", "")).under(t, allow("logs:*", "*", "")), "clean bounded"},
		"a boundary takes a part":         {roleOf(t, allow("s3:*", "*", "")).under(t, allow("*", "arn:aws:s3:::b/*", "")), "wildcard-action bounded"},
		"a boundary of everything":        {roleOf(t, allow("s3:GetObject", "*", "")).under(t, administrator), "wildcard-resource"},
		"everything allowed piece by piece": {roleOf(t, allow("s3:GetObject", "*", "")).under(t,
			`{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"},{"Effect":"Allow","Action":"*","Resource":"*"}]}`), "wildcard-resource"},
		"a boundary that denies":            {roleOf(t, allow("s3:*", "*", "")).under(t, `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:Put*","Resource":"*"}]}`), "wildcard-action wildcard-resource bounded"},
		"a boundary that denies the absent": {roleOf(t, allow("s3:GetObject", "*", "")).under(t, `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}`), "wildcard-resource"},
		"a boundary under a condition":      {roleOf(t, allow("s3:GetObject", "*", "")).under(t, allow("*", "*", `,"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`)), "wildcard-resource bounded"},
		"an empty boundary":                 {roleOf(t, allow("s3:GetObject", "*", "")).under(t, `{}`), "clean bounded"},
	} {
		if got := c.role.Judge(nil, false).text(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// text is the verdicts, and whether the boundary binds.
func (o Opinion) text() string {
	text := strings.Trim(fmt.Sprint(o.Verdicts), "[]")
	if o.Bounded {
		text += " bounded"
	}
	return text
}

func TestJudgeAdministrators(t *testing.T) {
	for name, role := range map[string]Role{
		"everything":               roleOf(t, administrator),
		"everything, but one name": roleOf(t, `{"Statement":{"Effect":"Allow","NotAction":"organizations:*","Resource":"*"}}`),
	} {
		if o := role.Judge(nil, false); o.Verdict != VerdictAdmin || len(o.Admin) != 1 || o.Admin[0].Verdict() != VerdictAdmin {
			t.Errorf("%s: %s", name, o.text())
		}
	}
}

// TestEscalationsAmongAreThoseLookedForAnew takes random roles of which some may pass roles: what an opinion that knew no
// roles comes to among known ones is what is found by looking for all paths.
func TestEscalationsAmongAreThoseLookedForAnew(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 11))
	trust := Document{Statements: []Statement{{Effect: Allow, Principals: []Principal{{ServicePrincipal, "lambda.amazonaws.com"}}}}}
	known := []Passable{{"arn:aws:iam::111122223333:role/own", trust}, {"arn:aws:iam::111122223333:role/owner", trust}}
	passing := 0
	for range 500 {
		role := Role{ARN: known[0].ARN, Account: "111122223333", Policies: []Policy{{Name: "p", Document: plainDocument(rng)}, {Name: "q", Document: plainDocument(rng)}}}
		list, all := known[:rng.IntN(3)], rng.IntN(2) == 0
		opinion := role.Judge(nil, false)
		before := slices.Clone(opinion.Escalations)
		want, got := role.Escalations(list, all), opinion.EscalationsAmong(func() ([]Passable, bool) { return list, all })
		if len(want)+len(got) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("among %d roles (all: %t) are open\n%+v\nand anew\n%+v\nof %+v", len(list), all, got, want, role)
		}
		if len(before) > 0 && !reflect.DeepEqual(before, opinion.Escalations) {
			t.Fatalf("the opinion has changed to %+v", opinion.Escalations)
		}
		if slices.ContainsFunc(want, Escalation.needsRole) != slices.ContainsFunc(before, Escalation.needsRole) {
			passing++
		}
	}
	if passing == 0 {
		t.Error("of no role do the known roles change what is open")
	}
}
