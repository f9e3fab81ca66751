package iam

import (
	"fmt"
	"testing"
)

func TestUses(t *testing.T) {
	but := []string{"logs:*", "sqs:ReceiveMessage", "ec2:*NetworkInterface*"}
	tests := map[string]struct {
		role  Role
		want  string
		every bool
	}{
		"nothing":                      {roleOf(t), "[]", false},
		"two actions of one":           {roleOf(t, `{"Statement":{"Effect":"Allow","Action":["s3:GetObject","S3:Put*"],"Resource":"*"}}`), "[{s3 [s3:GetObject S3:Put*]}]", false},
		"what does not count":          {roleOf(t, `{"Statement":{"Effect":"Allow","Action":["logs:PutLogEvents","SQS:receivemessage","ec2:CreateNetworkInterface"],"Resource":"*"}}`), "[]", false},
		"more than does not count":     {roleOf(t, allow("sqs:*", "*", "")), "[{sqs [sqs:*]}]", false},
		"every service":                {roleOf(t, administrator), "[]", true},
		"all but some":                 {roleOf(t, powerUser), "[]", true},
		"every action on a bucket":     {roleOf(t, allow("*", "arn:aws:s3:::b/*", "")), "[{s3 [*]}]", false},
		"taken away again":             {roleOf(t, allow("s3:*", "*", ""), deny(`"Action":"s3:*","Resource":"*"`)), "[]", false},
		"outside the boundary":         {roleOf(t, allow("s3:*", "*", ""), allow("sqs:SendMessage", "*", "")).under(t, allow("sqs:*", "*", "")), "[{sqs [sqs:SendMessage]}]", false},
		"every service, bounded":       {roleOf(t, administrator).under(t, allow("sqs:*", "*", "")), "[{sqs [*]}]", false},
		"a condition that never holds": {roleOf(t, allow("s3:*", "*", `,"Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}`)), "[]", false},
	}
	for name, test := range tests {
		uses, every := test.role.Uses(but)
		if got := fmt.Sprint(uses); got != test.want || every != test.every {
			t.Errorf("%s: %s, every service %v; want %s, %v", name, got, every, test.want, test.every)
		}
	}
}
