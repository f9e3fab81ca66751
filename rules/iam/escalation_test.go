package iam

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const ownRole = "arn:aws:iam::111122223333:role/orders"

// all writes one Allow statement over several actions, with the statement's other elements after a comma.
func allAllowed(actions, resource, extra string) string {
	return fmt.Sprintf(`{"Statement":[{"Effect":"Allow","Action":["%s"],"Resource":%q%s}]}`, strings.ReplaceAll(actions, " ", `","`), resource, extra)
}

// openPaths are the ids of what is open, each with how many steps less severe than its level it is.
func openPaths(list []Escalation) string {
	var ids []string
	for _, e := range list {
		id := e.Path.ID
		if e.Lowered() > 0 {
			id += fmt.Sprintf("-%d", e.Lowered())
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func passedTo(operator, service string) string {
	return fmt.Sprintf(`,"Condition":{%q:{"iam:PassedToService":%s}}`, operator, service)
}

func TestEscalations(t *testing.T) {
	const starter = "lambda:CreateFunction lambda:InvokeFunction"
	make1 := allAllowed(starter, "*", "")
	tests := map[string]struct {
		role Role
		want string
	}{
		"write an inline policy of any role":         {roleOf(t, allow("iam:PutRolePolicy", "*", "")), "iam-005"},
		"in another case":                            {roleOf(t, allow("IAM:putrolepolicy", "*", "")), "iam-005"},
		"by a pattern":                               {roleOf(t, allow("iam:PutRole*", "*", "")), "iam-005"},
		"on every role of the account":               {roleOf(t, allow("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/*", "")), "iam-005"},
		"on everything of IAM":                       {roleOf(t, allow("iam:PutRolePolicy", "arn:aws:iam::*", "")), "iam-005"},
		"on things of another type":                  {roleOf(t, allow("iam:PutRolePolicy", "arn:aws:iam::*:user/*", "")), ""},
		"on one other role":                          {roleOf(t, allow("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/app", "")), ""},
		"on a role of any account by name":           {roleOf(t, allow("iam:PutRolePolicy", "arn:aws:iam::*:role/app", "")), ""},
		"on roles that begin alike":                  {roleOf(t, allow("iam:PutRolePolicy", "arn:aws:iam::*:role/app-*", "")), "iam-005-1"},
		"on the user that a variable names":          {roleOf(t, allow("iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}", "")), ""},
		"only of bucket resources":                   {roleOf(t, allow("iam:*", "arn:aws:s3:::*", "")), ""},
		"on its own ARN":                             {itself(roleOf(t, allow("iam:PutRolePolicy", ownRole, ""))), "iam-005"},
		"on a pattern of its own ARN":                {itself(roleOf(t, allow("iam:AttachRolePolicy", "arn:aws:iam::*:role/ord*", ""))), "iam-009"},
		"its own trust policy gives it nothing":      {itself(roleOf(t, allow("iam:UpdateAssumeRolePolicy", ownRole, ""))), ""},
		"a policy attached to it":                    {withPolicy(t, "iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/orders"), "iam-001"},
		"a policy attached to others":                {withPolicy(t, "iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/other"), ""},
		"which policy may be attached is limited":    {roleOf(t, allow("iam:AttachRolePolicy", "*", `,"Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}`)), "iam-009-2"},
		"a condition that does not narrow":           {roleOf(t, allow("iam:AttachRolePolicy", "*", `,"Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}}`)), "iam-009"},
		"a condition that nobody knows":              {roleOf(t, allow("iam:AttachRolePolicy", "*", `,"Condition":{"StringEquals":{"a:b":"c"}}`)), "iam-009-1"},
		"a condition that never holds":               {roleOf(t, allow("iam:AttachRolePolicy", "*", `,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`)), ""},
		"denied":                                     {roleOf(t, allow("iam:*", "*", ""), deny(`"Action":"iam:*","Resource":"*"`)), ""},
		"denied on one role":                         {roleOf(t, allow("iam:PutRolePolicy", "*", ""), deny(`"Action":"iam:*","Resource":"arn:aws:iam::*:role/admin"`)), "iam-005"},
		"fenced":                                     {roleOf(t, administrator, deny(`"NotAction":["s3:*","logs:*"],"Resource":"*"`)), ""},
		"outside the boundary":                       {roleOf(t, allow("iam:PutRolePolicy", "*", "")).under(t, allow("s3:*", "*", "")), ""},
		"in the boundary under a condition":          {roleOf(t, allow("iam:PutRolePolicy", "*", "")).under(t, allow("*", "*", `,"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`)), "iam-005-2"},
		"NotAction leaves it":                        {roleOf(t, `{"Statement":{"Effect":"Allow","NotAction":["iam:Create*","iam:Update*","iam:Attach*","iam:Add*","iam:PutUser*","iam:PutGroup*","iam:Pass*","iam:Set*","s*:*","l*:*","e*:*","a*:*","b*:*","c*:*","g*:*"],"Resource":"*"}}`), "iam-005"},
		"pass and make a function":                   {roleOf(t, make1, allow("iam:PassRole", "*", "")), "lambda-001"},
		"make it by name, pass any":                  {roleOf(t, allAllowed(starter, "arn:aws:lambda:*:*:function:orders", ""), allow("iam:PassRole", "*", "")), "lambda-001"},
		"pass one role":                              {roleOf(t, make1, allow("iam:PassRole", "arn:aws:iam::111122223333:role/worker", "")), ""},
		"pass roles that begin alike":                {roleOf(t, make1, allow("iam:PassRole", "arn:aws:iam::111122223333:role/app-*", "")), "lambda-001-1"},
		"pass a role, and nothing to do with it":     {roleOf(t, allow("iam:PassRole", "*", "")), ""},
		"make a function, and no way to start it":    {roleOf(t, allow("lambda:CreateFunction", "*", ""), allow("iam:PassRole", "*", "")), ""},
		"passed to this service":                     {roleOf(t, make1, allow("iam:PassRole", "*", passedTo("StringEquals", `"lambda.amazonaws.com"`))), "lambda-001"},
		"passed to a list of services":               {roleOf(t, make1, allow("iam:PassRole", "*", passedTo("ForAnyValue:StringEquals", `["glue.amazonaws.com","lambda.amazonaws.com"]`))), "lambda-001"},
		"passed to a pattern of services":            {roleOf(t, make1, allow("iam:PassRole", "*", passedTo("StringLikeIfExists", `"lam*.amazonaws.com"`))), "lambda-001"},
		"passed to another service":                  {roleOf(t, make1, allow("iam:PassRole", "*", passedTo("StringEquals", `"ecs-tasks.amazonaws.com"`))), ""},
		"passed to another service, if at all":       {roleOf(t, make1, allow("iam:PassRole", "*", passedTo("StringEqualsIfExists", `"ecs-tasks.amazonaws.com"`))), ""},
		"passed to all but this service":             {roleOf(t, make1, allow("iam:PassRole", "*", passedTo("StringNotEquals", `"lambda.amazonaws.com"`))), ""},
		"a star is no pattern in StringEquals":       {roleOf(t, make1, allow("iam:PassRole", "*", passedTo("StringEquals", `"*"`))), ""},
		"a Deny unless passed to another service":    {roleOf(t, make1, allow("iam:PassRole", "*", ""), deny(`"Action":"iam:PassRole","Resource":"*"`+passedTo("StringNotEquals", `"glue.amazonaws.com"`))), ""},
		"a Deny unless passed to this service":       {roleOf(t, make1, allow("iam:PassRole", "*", ""), deny(`"Action":"iam:PassRole","Resource":"*"`+passedTo("StringNotEquals", `"lambda.amazonaws.com"`))), "lambda-001"},
		"the boundary passes to another service":     {roleOf(t, make1, allow("iam:PassRole", "*", "")).under(t, `{"Statement":[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"`+passedTo("StringEquals", `"glue.amazonaws.com"`)+`}]}`), ""},
		"passed for tagged resources":                {roleOf(t, make1, allow("iam:PassRole", "*", `,"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`)), "lambda-001-1"},
		"an event source is a start too":             {roleOf(t, allAllowed("iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping", "*", "")), "lambda-002"},
		"replace any code":                           {roleOf(t, allow("lambda:UpdateFunctionCode", "*", "")), "lambda-003"},
		"replace the code of some":                   {roleOf(t, allow("lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:111122223333:function:app-*", "")), "lambda-003-1"},
		"replace the code of one":                    {roleOf(t, allow("lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:111122223333:function:app:*", "")), ""},
		"a longer path adds nothing":                 {roleOf(t, allAllowed("lambda:UpdateFunctionCode lambda:InvokeFunction", "*", "")), "lambda-003"},
		"command on any machine":                     {roleOf(t, allow("ssm:SendCommand", "*", "")), "ssm-002"},
		"command on documents alone":                 {roleOf(t, allow("ssm:SendCommand", "arn:aws:ssm:*:*:document/*", "")), ""},
		"command on machines, and no document":       {roleOf(t, allow("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*", "")), ""},
		"command on machines, any document":          {roleOf(t, allow("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*", ""), allow("ssm:SendCommand", "arn:aws:ssm:*:*:document/*", "")), "ssm-002"},
		"command on machines, some documents":        {roleOf(t, allow("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*", ""), allow("ssm:SendCommand", "arn:aws:ssm:*:*:document/app-*", "")), "ssm-002-1"},
		"command on machines, one document":          {roleOf(t, allow("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*", ""), allow("ssm:SendCommand", "arn:aws:ssm:*:*:document/AWSEC2-CreateVssSnapshot", "")), ""},
		"command on machines, one for any script":    {roleOf(t, allow("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*", ""), allow("ssm:SendCommand", "arn:aws:ssm:*::document/AWS-RunShellScript", "")), "ssm-002"},
		"command on machines, a document by tag":     {roleOf(t, allow("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*", ""), allow("ssm:SendCommand", "arn:aws:ssm:*:*:document/*", `,"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`)), "ssm-002-1"},
		"automation of one document":                 {roleOf(t, allow("iam:PassRole", "*", ""), allow("ssm:StartAutomationExecution", "arn:aws:ssm:*:*:automation-definition/AWS-RestartEC2Instance:*", "")), ""},
		"update one stack":                           {roleOf(t, allow("cloudformation:UpdateStack", "arn:aws:cloudformation:*:*:stack/orders/*", "")), ""},
		"a lookup of secrets is no path":             {roleOf(t, allow("secretsmanager:GetSecretValue", "*", "")), ""},
		"run a known task: two numbers for one deed": {roleOf(t, allAllowed("iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask", "*", "")), "ecs-004 ecs-901"},
	}
	for name, test := range tests {
		if got := openPaths(test.role.Escalations(nil, false)); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func itself(r Role) Role {
	r.ARN = ownRole
	return r
}

func withPolicy(t *testing.T, action, resource string) Role {
	r := roleOf(t, allow(action, resource, ""))
	r.Policies[0].Kind, r.Policies[0].ARN = CustomerManaged, "arn:aws:iam::111122223333:policy/orders"
	return r
}

func TestEscalationNeedsARoleToPass(t *testing.T) {
	trust := func(name, service string) Passable {
		return Passable{"arn:aws:iam::111122223333:role/" + name, parsed(t, `{"Statement":{"Effect":"Allow","Principal":{"Service":"`+service+`"},"Action":"sts:AssumeRole"}}`)}
	}
	role := func(resource string) Role {
		return itself(roleOf(t, allAllowed("lambda:CreateFunction lambda:InvokeFunction", "*", ""), allow("iam:PassRole", resource, "")))
	}
	const some = "arn:aws:iam::111122223333:role/app-*"
	tests := map[string]struct {
		resource string
		known    []Passable
		all      bool
		want     []string
		open     bool
	}{
		"one trusts the service":             {"*", []Passable{trust("app-a", "lambda.amazonaws.com"), trust("b", "ec2.amazonaws.com")}, true, []string{"app-a"}, true},
		"none trusts the service":            {"*", []Passable{trust("b", "ec2.amazonaws.com")}, true, nil, false},
		"none of those known":                {"*", []Passable{trust("b", "ec2.amazonaws.com")}, false, nil, true},
		"the service in another region":      {"*", []Passable{trust("a", "lambda.eu-west-1.amazonaws.com")}, true, []string{"a"}, true},
		"the pattern leaves it out":          {some, []Passable{trust("b", "lambda.amazonaws.com")}, true, nil, false},
		"the pattern takes it in":            {some, []Passable{trust("b", "lambda.amazonaws.com"), trust("app-c", "lambda.amazonaws.com")}, true, []string{"app-c"}, true},
		"another role is worth more":         {"*", []Passable{trust("orders", "lambda.amazonaws.com"), trust("b", "lambda.amazonaws.com")}, true, []string{"b"}, true},
		"no other role than its own to pass": {"*", []Passable{trust("orders", "lambda.amazonaws.com")}, true, []string{"orders"}, true},
	}
	for name, test := range tests {
		got := role(test.resource).Escalations(test.known, test.all)
		if (len(got) == 1) != test.open {
			t.Errorf("%s: %q", name, openPaths(got))
			continue
		}
		var roles []string
		for _, e := range got {
			for _, arn := range e.Roles {
				roles = append(roles, arn[strings.LastIndexByte(arn, '/')+1:])
			}
		}
		if !slices.Equal(roles, test.want) {
			t.Errorf("%s: passes %q, want %q", name, roles, test.want)
		}
	}
}

func TestEscalationTellsItsGrants(t *testing.T) {
	r := roleOf(t, allAllowed("lambda:Create* lambda:InvokeFunction lambda:AddPermission", "*", ""),
		allow("iam:PassRole", "arn:aws:iam::*:role/app-*", passedTo("StringEquals", `"lambda.amazonaws.com"`)))
	got := r.Escalations(nil, false)
	if len(got) < 2 {
		t.Fatalf("%q", openPaths(got))
	}
	e := got[0]
	if e.Path.ID != "lambda-001" || !e.Named || e.Own || e.Judgement.Class != Open || len(e.Grants()) != 3 {
		t.Errorf("%+v", e)
	}
	if g := e.Deciding()[0]; g.Policy != "p2" || g.Pattern != "iam:PassRole" || len(g.Conditions) != 1 || !slices.Equal(g.Resources, []string{"arn:aws:iam::*:role/app-*"}) {
		t.Errorf("%+v", g)
	}
	if g := e.Grants()[1]; g.Policy != "p1" || g.Pattern != "lambda:Create*" || !g.AnyResource {
		t.Errorf("%+v", g)
	}
	own := itself(roleOf(t, allow("iam:PutRolePolicy", ownRole, ""))).Escalations(nil, false)
	if len(own) != 1 || !own[0].Own || own[0].Named || own[0].Lowered() != 0 {
		t.Errorf("%+v", own)
	}
	both := roleOf(t, allAllowed("lambda:UpdateFunctionCode lambda:InvokeFunction", "*", "")).Escalations(nil, false)
	if len(both) != 1 || !slices.Equal(both[0].Also, []string{"lambda-004"}) {
		t.Errorf("%+v", both)
	}
}
