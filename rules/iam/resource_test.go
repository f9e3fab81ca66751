package iam

import "testing"

func TestAnyResource(t *testing.T) {
	tests := []struct {
		pattern              string
		anyResource, account bool
	}{
		{"*", true, false},
		{"**", true, false},
		{"arn:*", true, false},
		{"arn:aws:dynamodb:*", true, false},
		{"arn:aws:dynamodb:*:*:table/*", true, false},
		{"arn:aws-cn:dynamodb:cn-north-1:111122223333:table/*", true, true},
		{"arn:aws:dynamodb:eu-west-1:111122223333:*", true, true},
		{"arn:aws:dynamodb:*:*:t*", true, false},
		{"arn:aws:dynamodb:*:*:table/*/index/*", true, false},
		{"arn:aws:dynamodb:*:*:table/orders", false, false},
		{"arn:aws:dynamodb:*:*:table/orders/*", false, false},
		{"arn:aws:dynamodb:*:*:table/o*", false, false},
		{"arn:aws:secretsmanager:*:*:secret:*", true, false},
		{"arn:aws:secretsmanager:*:111122223333:secret:*-??????", true, true},
		{"arn:aws:secretsmanager:*:*:secret:prod/*", false, false},
		{"arn:aws:ssm:*:*:parameter/*", true, false},
		{"arn:aws:ssm:*:*:parameter*", true, false},
		{"arn:aws:ssm:*:*:parameter/prod/*", false, false},
		{"arn:aws:s3:::*", true, false},
		{"arn:aws:s3:::*/*", true, false},
		{"arn:aws:s3:::bucket/*", false, false},
		{"arn:aws:s3:::bucket*", false, false},
		{"arn:*:s3:::*", true, false},
		{"arn:aws:iam::*:role/*", true, false},
		{"arn:aws:iam::111122223333:role/*", true, true},
		{"arn:aws:iam::111122223333:role/app-*", false, false},
		{"arn:aws:sqs:eu-west-1:111122223333:*", true, true},
		{"arn:aws:sqs:eu-west-1:111122223333:jobs-*", false, false},
		{"arn:aws:logs:*:*:log-group:*:*", true, false},
		{"arn:aws:logs:*:*:log-group:/aws/lambda/*", false, false},
		{"arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/*", true, false},
		{"arn:aws:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/web", false, false},
		{"arn:aws:iot:*:*:topic/*", true, false},
		{"arn:aws:iot:*:*:topic/plant/7/*", false, false},
		{"arn:aws:timestream:*:*:database/*/table/*", true, false},
		{"arn:aws:timestream:*:*:database/iot/table/*", false, false},
		{"arn:aws:wafv2:*:*:*/webacl/*/*", true, false},
		{"arn:aws:newservice:*:*:thing/*", true, false},
		{"arn:aws:newservice:*:*:thing/one", false, false},
		{"arn:aws:newservice:*:*:*/*", true, false},
		{"arn:aws:s3:::${aws:username}/*", false, false},
		{"arn:*:bucket/*", false, false},
		{"bucket*", false, false},
		{"", false, false},
	}
	for _, test := range tests {
		anyResource, account := AnyResource(test.pattern)
		if anyResource != test.anyResource || account != test.account {
			t.Errorf("AnyResource(%q) = %v, %v", test.pattern, anyResource, account)
		}
	}
}
