package iam

import (
	"slices"
	"strings"
	"testing"
)

const own = "111122223333"

func TestConditionOnTheRoleSide(t *testing.T) {
	tests := []struct {
		operator, key, value string
		want                 Class
	}{
		{"StringEquals", "iam:PassedToService", "lambda.amazonaws.com", Narrows},
		{"StringLikeIfExists", "iam:PassedToService", "lambda.amazonaws.com", Narrows},
		{"StringLike", "iam:PassedToService", "*", Open},
		{"ArnEquals", "iam:PolicyARN", "arn:aws:iam::aws:policy/ReadOnlyAccess", Narrows},
		{"StringEquals", "iam:PermissionsBoundary", "arn:aws:iam::111122223333:policy/b", Narrows},
		{"StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com", Narrows},
		{"StringEquals", "aws:sourcevpce", "vpce-1", Narrows},
		{"StringEquals", "aws:ResourceTag/team", "${aws:PrincipalTag/team}", Narrows},
		{"StringEquals", "ec2:ResourceTag/team", "a", Narrows},
		{"StringNotEquals", "aws:ResourceTag/team", "a", Open},
		{"StringEqualsIfExists", "aws:ResourceTag/team", "a", Open},
		{"ForAllValues:StringEquals", "dynamodb:LeadingKeys", "a", Open},
		{"ForAnyValue:StringEquals", "dynamodb:LeadingKeys", "a", Narrows},
		{"StringLike", "s3:prefix", "home/*", Narrows},
		{"StringEquals", "aws:RequestedRegion", "eu-west-1", Open},
		{"Bool", "aws:SecureTransport", "true", Open},
		{"StringEquals", "aws:ResourceAccount", own, Open},
		{"StringEquals", "aws:ResourceAccount", "${aws:PrincipalAccount}", Open},
		{"StringEquals", "aws:ResourceAccount", "999999999999", Narrows},
		{"StringNotEquals", "aws:ResourceAccount", "999999999999", Open},
		{"Bool", "aws:MultiFactorAuthPresent", "true", Never},
		{"BoolIfExists", "aws:MultiFactorAuthPresent", "true", Unknown},
		{"Bool", "aws:MultiFactorAuthPresent", "false", Unknown},
		{"StringEquals", "example:Something", "x", Unknown},
		{"StringEquals", "aws:SourceArn", "arn:aws:s3:::b", Unknown},
		{"Null", "aws:ResourceTag/team", "false", Unknown},
		{"IpAddress", "aws:SourceIp", "203.0.113.0/24", Narrows},
		{"IpAddress", "aws:SourceIp", "0.0.0.0/0", Open},
	}
	for _, test := range tests {
		got := Condition{test.operator, test.key, []string{test.value}}.Judge(RoleSide, own)
		if got.Class != test.want {
			t.Errorf("%s %s %s: %s (%s), want %s", test.operator, test.key, test.value, got.Class, got.Reason, test.want)
		}
		if !strings.Contains(got.Reason, test.key) {
			t.Errorf("reason %q does not name %s", got.Reason, test.key)
		}
	}
}

func TestConditionOnThePolicySide(t *testing.T) {
	tests := []struct {
		operator, key, value string
		want                 Class
	}{
		{"StringEquals", "aws:SourceAccount", own, Narrows},
		{"StringEquals", "aws:SourceAccount", "*", Narrows}, // compared as it stands: it holds for nobody
		{"StringLike", "aws:SourceAccount", "*", Open},
		{"StringLike", "aws:SourceAccount", "1111*", Open},
		{"StringEqualsIfExists", "aws:SourceAccount", own, Open},
		{"StringEquals", "AWS:SourceOwner", own, Narrows},
		{"ArnLike", "aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:topic", Narrows},
		{"ArnLike", "aws:SourceArn", "arn:aws:sns:*:111122223333:*", Narrows},
		{"ArnEquals", "aws:SourceArn", "arn:aws:sns:eu-west-1:*:topic", Open},
		{"ArnLike", "aws:SourceArn", "arn:aws:s3:::bucket", Narrows},
		{"ArnLike", "aws:SourceArn", "arn:aws:s3:::*", Open},
		{"ArnLike", "aws:SourceArn", "arn:aws:s3:*", Open},
		{"StringLike", "aws:SourceArn", "*", Open},
		{"ArnNotLike", "aws:SourceArn", "arn:aws:s3:::bucket", Open},
		{"StringEquals", "aws:PrincipalOrgID", "o-abc", Narrows},
		{"StringLike", "aws:PrincipalOrgID", "o-*", Open},
		{"ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-abc/*", Open},
		{"ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-abc/*", Narrows},
		{"StringEquals", "aws:PrincipalAccount", own, Narrows},
		{"StringEquals", "aws:SourceVpc", "vpc-1", Narrows},
		{"StringLike", "aws:SourceVpce", "vpce-*", Open},
		{"ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", Narrows},
		{"ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deploy", Open},
		{"StringEquals", "aws:PrincipalTag/team", "a", Open},
		{"IpAddress", "aws:SourceIp", "0.0.0.0/0", Open},
		{"IpAddress", "aws:SourceIp", "::/0", Open},
		{"IpAddress", "aws:SourceIp", "0.0.0.0/1", Open},
		{"IpAddress", "aws:SourceIp", "203.0.113.7", Narrows},
		{"NotIpAddress", "aws:SourceIp", "203.0.113.7/32", Open},
		{"StringEquals", "lambda:EventSourceToken", "amzn1.ask.skill.x", Narrows},
		{"StringEquals", "sts:ExternalId", "x", Narrows},
		{"StringLike", "token.actions.githubusercontent.com:sub", "repo:org/*", Narrows},
		{"StringLike", "token.actions.githubusercontent.com:sub", "*", Open},
		{"StringEquals", "aws:SourceAccount", "${aws:PrincipalAccount}", Unknown},
		{"StringEquals", "example:Something", "x", Unknown},
		{"Null", "aws:SourceArn", "false", Unknown},
	}
	for _, test := range tests {
		got := Condition{test.operator, test.key, []string{test.value}}.Judge(PolicySide, own)
		if got.Class != test.want {
			t.Errorf("%s %s %s: %s (%s), want %s", test.operator, test.key, test.value, got.Class, got.Reason, test.want)
		}
	}
}

func TestOneWideValueUndoesTheOthers(t *testing.T) {
	c := Condition{"IpAddress", "aws:SourceIp", []string{"203.0.113.7/32", "0.0.0.0/0"}}
	if got := c.Judge(PolicySide, own); got.Class != Open {
		t.Errorf("class %s", got.Class)
	}
}

func TestConditionsTogether(t *testing.T) {
	region := Condition{"StringEquals", "aws:RequestedRegion", []string{"eu-west-1"}}
	strange := Condition{"StringEquals", "example:Key", []string{"x"}}
	tag := Condition{"StringEquals", "aws:ResourceTag/a", []string{"b"}}
	mfa := Condition{"Bool", "aws:MultiFactorAuthPresent", []string{"true"}}
	tests := []struct {
		list []Condition
		want Class
	}{
		{nil, Open}, {[]Condition{region}, Open}, {[]Condition{region, strange}, Unknown},
		{[]Condition{strange, tag, region}, Narrows}, {[]Condition{tag, mfa}, Never},
	}
	for _, test := range tests {
		if got := judgeAll(test.list, RoleSide, own); got.Class != test.want {
			t.Errorf("%v: %s, want %s", test.list, got.Class, test.want)
		}
	}
}

func TestConditionKeysAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, key := range conditionKeys().Keys {
		for _, class := range []string{key.Role, key.Policy} {
			if class != "open" && class != "narrows" && class != "unknown" {
				t.Errorf("%s: class %q", key.Key, class)
			}
		}
		if !slices.Contains(strings.Fields("arn account id name network repository subject text"), key.Form) || key.About == "" || seen[key.Key] {
			t.Errorf("%s: form %q, about %q, twice %v", key.Key, key.Form, key.About, seen[key.Key])
		}
		seen[key.Key] = true
	}
}
