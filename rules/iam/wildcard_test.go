package iam

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestWildcards(t *testing.T) {
	tests := map[string]struct {
		role Role
		want string // "shape service class" of each grant
	}{
		"service on star":                  {roleOf(t, allow("dynamodb:*", "*", "")), "service-wildcard-any-resource dynamodb does not narrow"},
		"service in another case":          {roleOf(t, allow("DynamoDB:*", "*", "")), "service-wildcard-any-resource dynamodb does not narrow"},
		"service with ?*":                  {roleOf(t, allow("dynamodb:?*", "*", "")), "service-wildcard-any-resource dynamodb does not narrow"},
		"service on a wild ARN":            {roleOf(t, allow("dynamodb:*", "arn:aws:dynamodb:*:*:table/*", "")), "service-wildcard-any-resource dynamodb does not narrow"},
		"service on one table":             {roleOf(t, allow("dynamodb:*", "arn:aws:dynamodb:*:*:table/a", "")), "service-wildcard-named-resource dynamodb does not narrow"},
		"a star beside a table":            {roleOf(t, `{"Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":["arn:aws:dynamodb:*:*:table/a","*"]}}`), "service-wildcard-any-resource dynamodb does not narrow"},
		"all services on one bucket":       {roleOf(t, allow("*", "arn:aws:s3:::b/*", "")), "service-wildcard-named-resource s3 does not narrow"},
		"all services on every bucket":     {roleOf(t, allow("*", "arn:aws:s3:::*", "")), "service-wildcard-any-resource s3 does not narrow"},
		"logs":                             {roleOf(t, allow("logs:*", "*", "")), "log-or-trace logs does not narrow"},
		"traces":                           {roleOf(t, allow("xray:*", "*", "")), "log-or-trace xray does not narrow"},
		"tags":                             {roleOf(t, allow("tag:*", "*", "")), "log-or-trace tag does not narrow"},
		"sensitive on star":                {roleOf(t, allow("s3:GetObject", "*", "")), "sensitive-any-resource s3 does not narrow"},
		"part of a service":                {roleOf(t, allow("s3:Get*", "*", "")), "sensitive-any-resource s3 does not narrow"},
		"part of every service":            {roleOf(t, allow("*:Get*", "*", "")), "sensitive-any-resource * does not narrow"},
		"part on one bucket":               {roleOf(t, allow("s3:Get*", "arn:aws:s3:::b/*", "")), ""},
		"ARN of another service":           {roleOf(t, allow("s3:GetObject", "arn:aws:dynamodb:*:*:table/*", "")), ""},
		"harmless action":                  {roleOf(t, allow("s3:GetBucketLocation", "*", "")), ""},
		"no resource level: metrics":       {roleOf(t, allow("cloudwatch:PutMetricData", "*", "")), ""},
		"no resource level: traces":        {roleOf(t, allow("xray:Put*", "*", "")), ""},
		"no resource level: ECR token":     {roleOf(t, allow("ecr:GetAuthorizationToken", "*", "")), ""},
		"no resource level: describe":      {roleOf(t, allow("ec2:Describe*", "*", "")), ""},
		"no resource level: list":          {roleOf(t, allow("lambda:List*", "*", "")), ""},
		"no resource level: network":       {roleOf(t, allow("ec2:CreateNetworkInterface", "*", "")), ""},
		"messages to anybody":              {roleOf(t, allow("sns:Publish", "*", "")), "minor-any-resource sns does not narrow"},
		"calls by a pattern":               {roleOf(t, allow("lambda:*nvokeFunction*", "*", "")), "minor-any-resource lambda does not narrow"},
		"something new, with no role":      {roleOf(t, allow("ec2:RunInstances", "*", "")), ""},
		"role to assume":                   {roleOf(t, allow("sts:AssumeRole", "arn:aws:iam::*:role/*", "")), "sensitive-any-resource sts does not narrow"},
		"narrowing condition":              {roleOf(t, allow("iam:PassRole", "*", `,"Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}`)), "sensitive-any-resource iam narrows"},
		"condition that never holds":       {roleOf(t, allow("s3:*", "*", `,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`)), ""},
		"NotAction":                        {roleOf(t, powerUser), "service-wildcard-any-resource * does not narrow"},
		"NotResource":                      {roleOf(t, `{"Statement":{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::b"}}`), "service-wildcard-any-resource s3 does not narrow"},
		"NotResource is the service":       {roleOf(t, `{"Statement":{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::*"}}`), ""},
		"Deny covers it":                   {roleOf(t, allow("s3:Get*", "*", ""), deny(`"Action":"s3:*","Resource":"*"`)), ""},
		"Deny with ? covers it":            {roleOf(t, allow("s3:GetObject", "*", ""), deny(`"Action":"s3:GetObjec?","Resource":"*"`)), ""},
		"Deny of one bucket":               {roleOf(t, allow("s3:GetObject", "*", ""), deny(`"Action":"s3:*","Resource":"arn:aws:s3:::b/*"`)), "sensitive-any-resource s3 does not narrow"},
		"Deny with a variable":             {roleOf(t, allow("s3:GetObject", "*", ""), deny(`"Action":"s3:*","Resource":"${aws:PrincipalTag/x}"`)), "sensitive-any-resource s3 does not narrow"},
		"Deny under a condition":           {roleOf(t, allow("s3:GetObject", "*", ""), deny(`"Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}`)), "sensitive-any-resource s3 does not narrow"},
		"fence leaves logs":                {roleOf(t, administrator, deny(`"NotAction":"logs:*","Resource":"*"`)), "log-or-trace logs does not narrow"},
		"fence leaves nothing":             {roleOf(t, allow("s3:*", "*", ""), deny(`"NotAction":["logs:*"],"Resource":"*"`)), ""},
		"Deny outside one bucket":          {roleOf(t, allow("s3:*", "*", ""), deny(`"Action":"s3:*","NotResource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]`)), "service-wildcard-named-resource s3 does not narrow"},
		"boundary narrows the service":     {roleOf(t, administrator).under(t, allow("s3:*", "*", "")), "service-wildcard-any-resource s3 does not narrow"},
		"boundary narrows the resource":    {roleOf(t, allow("s3:*", "*", "")).under(t, allow("*", "arn:aws:s3:::b/*", "")), "service-wildcard-named-resource s3 does not narrow"},
		"boundary leaves harmless actions": {roleOf(t, allow("s3:*", "*", "")).under(t, allow("s3:GetBucketLocation", "*", "")), ""},
		"boundary under a condition":       {roleOf(t, allow("s3:*", "*", "")).under(t, allow("*", "*", `,"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`)), "service-wildcard-any-resource s3 narrows"},
		"boundary adds to a condition":     {roleOf(t, allow("s3:*", "*", `,"Condition":{"StringEquals":{"a:b":"c"}}`)).under(t, allow("*", "*", `,"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`)), "service-wildcard-any-resource s3 narrows"},
		"boundary adds another condition":  {roleOf(t, allow("s3:*", "*", `,"Condition":{"StringEquals":{"aws:ResourceTag/c":"d"}}`)).under(t, allow("*", "*", `,"Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}`)), "service-wildcard-any-resource s3 narrows"},
		"fence leaves two services":        {roleOf(t, administrator, deny(`"NotAction":["s3:*","sqs:*"],"Resource":"*"`)), "service-wildcard-any-resource * does not narrow"},
		"boundary allows it twice": {roleOf(t, allow("s3:*", "*", "")).under(t, `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
			{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}}]}`), "service-wildcard-any-resource s3 does not narrow"},
		"a pattern written twice": {roleOf(t, `{"Statement":{"Effect":"Allow","Action":["s3:*","s3:*"],"Resource":"*"}}`), "service-wildcard-any-resource s3 does not narrow"},
	}
	for name, test := range tests {
		var got []string
		for _, g := range test.role.Wildcards(KnownSensitive()) {
			got = append(got, fmt.Sprint(g.Shape, " ", g.Service, " ", g.Judgement.Class))
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s:\ngot  %q\nwant %q", name, got, test.want)
		}
	}
}

func TestGrantSaysWhatItIs(t *testing.T) {
	r := roleOf(t, `{"Statement":[{"Sid":"Read","Effect":"Allow","Action":"sqs:*","Resource":["arn:aws:sqs:*:111122223333:*"]}]}`,
		deny(`"Sid":"NoPurge","Action":["sqs:Purge*","sqs:Delete*"],"Resource":"*"`))
	grants := r.under(t, administrator).Wildcards(KnownSensitive())
	if len(grants) != 1 {
		t.Fatalf("%+v", grants)
	}
	g := grants[0]
	if g.Policy != "p1" || g.Kind != Inline || g.Statement != "Read" || g.Pattern != "sqs:*" || !g.AnyResource || !g.InAccount {
		t.Errorf("%+v", g)
	}
	if !slices.Contains(g.Sensitive, "sqs:ReceiveMessage") || slices.Contains(g.Sensitive, "sqs:PurgeQueue") || !slices.IsSorted(g.Sensitive) {
		t.Errorf("sensitive %q", g.Sensitive)
	}
	if want := []string{`Deny "NoPurge" in p2 takes a part away`}; !slices.Equal(g.Limits, want) {
		t.Errorf("limits %q", g.Limits)
	}
}

func TestWildcardsTakesAnotherList(t *testing.T) {
	list := Sensitive{Groups: map[string][]string{"ours": {"s3:GetBucketLocation"}}}
	if got := roleOf(t, allow("s3:GetBucketLocation", "*", "")).Wildcards(list); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}
