package iam

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// BenchmarkRole judges a role of ten statements in every way, as a large function's is: some wildcards, a Deny, and
// the rights to pass roles on and to start something with them.
func BenchmarkRole(b *testing.B) {
	var statements []string
	for _, service := range strings.Fields("s3 sqs dynamodb kms ssm lambda iam") {
		statements = append(statements, `{"Effect":"Allow","Action":["`+service+`:Get*","`+service+`:Put*"],
			"Resource":"arn:aws:`+service+`:*:*:*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}`)
	}
	statements = append(statements, `{"Effect":"Allow","Action":["lambda:*","ecs:*","iam:PassRole"],"Resource":"*"}`,
		`{"Effect":"Allow","NotAction":["iam:*","organizations:*"],"Resource":"*"}`,
		`{"Effect":"Deny","Action":["s3:DeleteBucket","kms:*"],"Resource":"*"}`)
	role := roleOf(b, `{"Statement":[`+strings.Join(statements, ",")+`]}`)
	for b.Loop() {
		if role.Wildcards(KnownSensitive()) == nil || role.Admin() == nil || role.Escalations(nil, false) == nil {
			b.Fatal("found nothing")
		}
	}
}

// BenchmarkRolePlain judges a role of ten statements as it should be: exact actions on exact resources.
func BenchmarkRolePlain(b *testing.B) {
	var statements []string
	for _, actions := range []string{
		`"logs:CreateLogStream","logs:PutLogEvents"`, `"dynamodb:GetItem","dynamodb:PutItem","dynamodb:Query"`, `"sqs:SendMessage"`,
		`"s3:GetObject"`, `"kms:Decrypt"`, `"ssm:GetParameter"`, `"events:PutEvents"`, `"secretsmanager:GetSecretValue"`,
		`"sns:Publish"`, `"lambda:InvokeFunction"`,
	} {
		service, _, _ := strings.Cut(strings.Trim(actions, `"`), ":")
		statements = append(statements, `{"Effect":"Allow","Action":[`+actions+`],"Resource":"arn:aws:`+service+`:eu-west-1:111122223333:orders"}`)
	}
	role := roleOf(b, `{"Statement":[`+strings.Join(statements, ",")+`]}`)
	for b.Loop() {
		if role.Judge(nil, false).Verdict != VerdictClean {
			b.Fatal("found something")
		}
	}
}

// BenchmarkJudge judges a role of ten statements, parsed before, as the budget of 1 ms has it.
func BenchmarkJudge(b *testing.B) {
	var statements []string
	for _, service := range strings.Fields("s3 sqs sns dynamodb kms logs ssm lambda events iam") {
		statements = append(statements, `{"Effect":"Allow","Action":["`+service+`:Get*","`+service+`:Put*","`+service+`:Create*"],
			"Resource":["arn:aws:`+service+`:eu-west-1:111122223333:*","arn:aws:`+service+`:::*"],"Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}`)
	}
	role := roleOf(b, `{"Statement":[`+strings.Join(statements, ",")+`]}`)
	for b.Loop() {
		role.Judge(nil, false)
	}
}

// BenchmarkJudgeBounded judges the same under Deny statements and a boundary.
func BenchmarkJudgeBounded(b *testing.B) {
	text := `{"Statement":[{"Effect":"Allow","Action":["s3:*","sqs:*","dynamodb:*","lambda:*"],"Resource":"*"},
		{"Effect":"Allow","Action":["iam:PassRole","iam:Get*"],"Resource":"arn:aws:iam::*:role/app-*"},
		{"Effect":"Allow","NotAction":["iam:*","organizations:*"],"Resource":"*"},
		{"Effect":"Deny","Action":["s3:Delete*","dynamodb:Delete*"],"Resource":"*"},
		{"Effect":"Deny","NotAction":["s3:*","sqs:*","dynamodb:*","lambda:*","iam:*","logs:*"],"Resource":"*"},
		{"Effect":"Deny","Action":"*","NotResource":["arn:aws:s3:::a","arn:aws:s3:::a/*","arn:aws:sqs:*:*:*","arn:aws:dynamodb:*:*:*"]}]}`
	boundary := `{"Statement":[{"Effect":"Allow","Action":["s3:*","sqs:*"],"Resource":"*"},{"Effect":"Allow","Action":"dynamodb:*","Resource":"arn:aws:dynamodb:*:*:table/a"},
		{"Effect":"Allow","Action":["iam:Get*","lambda:Get*"],"Resource":"*"},{"Effect":"Deny","Action":"sqs:Purge*","Resource":"*"}]}`
	d := parsed(b, boundary)
	role := roleOf(b, text)
	role.Boundary = &d
	for b.Loop() {
		role.Judge(nil, false)
	}
}

// hugePolicies are policies of up to 60 kB, far beyond what IAM accepts, each of which is much work in another way.
func hugePolicies() map[string]string {
	repeat := func(n int, format string) string {
		var list []string
		for i := range n {
			list = append(list, strings.ReplaceAll(format, "%d", fmt.Sprint(i)))
		}
		return strings.Join(list, ",")
	}
	return map[string]string{
		"patterns on resources": `{"Effect":"Allow","Action":[` + repeat(1500, `"iam:Pa*%d*"`) + `],"Resource":[` + repeat(1200, `"arn:aws:iam::*:role/a%d*"`) + `]}`,
		"statements":            repeat(500, `{"Effect":"Allow","Action":["s3:*","iam:P*%d"],"Resource":"*","Condition":{"StringLike":{"aws:RequestedRegion":"eu-%d"}}}`),
		"a Deny of names": `{"Effect":"Allow","Action":[` + repeat(1000, `"s3:Get%d*"`) + `],"Resource":[` + repeat(800, `"arn:aws:s3:::b%d*"`) + `]},
			{"Effect":"Deny","Action":"*","Resource":[` + repeat(800, `"arn:aws:s3:::*%d/*"`) + `]}`,
		"many of Deny": repeat(450, `{"Effect":"Deny","Action":"s3:*A%d*","NotResource":"arn:aws:s3:::*%d"},{"Effect":"Allow","Action":"s3:*%d","Resource":"*"}`),
		"long patterns": `{"Effect":"Allow","Action":"s3:` + strings.Repeat("*a", 7000) + `","Resource":"arn:aws:s3:::` + strings.Repeat("*a", 7000) + `"},
			{"Effect":"Deny","Action":"s3:` + strings.Repeat("*b", 7000) + `","Resource":"arn:aws:s3:::` + strings.Repeat("*b", 7000) + `"}`,
	}
}

// BenchmarkHuge judges policies that nobody's IAM would take.
func BenchmarkHuge(b *testing.B) {
	for name, statements := range hugePolicies() {
		role := roleOf(b, `{"Statement":[`+statements+`]}`)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				role.Judge(nil, false)
			}
		})
	}
}

// TestHugePoliciesAreBounded holds the worst of them to a time that leaves room for a machine that does other things.
func TestHugePoliciesAreBounded(t *testing.T) {
	for name, statements := range hugePolicies() {
		role := roleOf(t, `{"Statement":[`+statements+`]}`)
		began := time.Now()
		role.Judge(nil, false)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: %s", name, took)
		}
	}
}
