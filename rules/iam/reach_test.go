package iam

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestReach(t *testing.T) {
	for name, c := range map[string]struct {
		statements, boundary, want string
	}{
		"named":                    {`{"Effect":"Allow","Action":["s3:GetObject","S3:Put*","sqs:SendMessage"],"Resource":"*"}`, "", "s3 sqs"},
		"all services are no name": {`{"Effect":"Allow","Action":["*","*:Get*"],"Resource":"*"}`, "", ""},
		"everything but":           {`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`, "", ""},
		"denied":                   {`{"Effect":"Allow","Action":["s3:*","sqs:*"],"Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"*"}`, "", "sqs"},
		"bounded":                  {`{"Effect":"Allow","Action":"*","Resource":"*"}`, `{"Effect":"Allow","Action":["s3:*","dynamodb:*"],"Resource":"*"}`, "dynamodb s3"},
		"a resource of another":    {`{"Effect":"Allow","Action":["s3:*","sqs:*"],"Resource":"arn:aws:s3:::orders"}`, "", "s3"},
		"denied only":              {`{"Effect":"Deny","Action":"s3:*","Resource":"*"}`, "", ""},
	} {
		role := Role{Policies: []Policy{{Name: "own", Document: reachDocument(t, c.statements)}}}
		if c.boundary != "" {
			boundary := reachDocument(t, c.boundary)
			role.Boundary = &boundary
		}
		if got := strings.Join(slices.Sorted(maps.Keys(role.Reach())), " "); got != c.want {
			t.Errorf("%s: reaches %q, want %q", name, got, c.want)
		}
	}
}

func reachDocument(t *testing.T, statements string) Document {
	t.Helper()
	doc, err := Parse(`{"Version":"2012-10-17","Statement":[` + statements + `]}`)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestServiceName(t *testing.T) {
	for principal, want := range map[string]string{
		"s3.amazonaws.com": "s3", "logs.eu-west-1.amazonaws.com": "logs", "events.amazonaws.com.cn": "events",
		"lambda.alarms.cloudwatch.amazonaws.com": "lambda.alarms.cloudwatch", "alexa-appkit.amazon.com": "alexa-appkit",
		"SNS.amazonaws.com": "sns", "cognito-idp.amazonaws.com": "cognito-idp", "": "", "vpc-lattice.amazonaws.com": "vpc-lattice",
	} {
		if got := ServiceName(principal); got != want {
			t.Errorf("%s is %q, want %q", principal, got, want)
		}
	}
}
