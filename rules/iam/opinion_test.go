package iam

import (
	"fmt"
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
