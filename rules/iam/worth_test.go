package iam

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestWorthJudgingLeavesTheOpinion forms opinions of random roles from all that their policies allow, and from what is
// worth judging: they must be the same, and something must have been left out.
func TestWorthJudgingLeavesTheOpinion(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 8))
	left, judged, found := 0, 0, 0
	for range 3000 {
		role := Role{ARN: "arn:aws:iam::111122223333:role/own", Account: "111122223333", Policies: []Policy{{Name: "p", Document: plainDocument(rng)}, {Name: "q", Document: plainDocument(rng)}}}
		if rng.IntN(8) == 0 {
			boundary := plainDocument(rng)
			role.Boundary = &boundary
		}
		all, worth := role.remainders(), role.remaindersOf(role.worthJudging())
		want, got := role.opinion(all, nil, false), role.opinion(worth, nil, false)
		want.search, got.search = nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("the opinion is\n%+v\nand by all allowances\n%+v\nof %+v", got, want, role)
		}
		left, judged = left+len(all)-len(worth), judged+len(worth)
		if want.Verdict != VerdictClean {
			found++
		}
	}
	if left == 0 || judged == 0 || found == 0 {
		t.Errorf("%d allowances were left out and %d judged; %d roles had a fault", left, judged, found)
	}
}

// plainDocument has actions and resources as careful people write them, with some of the careless among them.
func plainDocument(rng *rand.Rand) Document {
	var d Document
	for i := range 1 + rng.IntN(4) {
		s := Statement{Index: i, Effect: Allow}
		s.Actions = pick(rng, "s3:GetObject", "S3:getobject", "dynamodb:PutItem", "logs:PutLogEvents", "lambda:InvokeFunction",
			"lambda:UpdateFunctionCode", "lambda:CreateFunction", "iam:PassRole", "sts:AssumeRole", "iam:PutRolePolicy", "s3:Get*", "iam:*", "xray:PutTraceSegments", "*")
		s.Resources = pick(rng, "arn:aws:s3:::b/*", "arn:aws:s3:::b", "arn:aws:s3:::*", "arn:aws:dynamodb:eu-west-1:111122223333:table/t",
			"arn:aws:lambda:eu-west-1:111122223333:function:f", "arn:aws:lambda:eu-west-1:111122223333:function:f*", "arn:aws:iam::111122223333:role/own",
			"arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:role/own*", "**", "*")
		if rng.IntN(4) == 0 {
			s.Conditions = []Condition{{Operator: "StringEquals", Key: "aws:PrincipalAccount", Values: []string{"111122223333"}}}
		}
		if rng.IntN(5) == 0 {
			s.Effect = Deny
		}
		if rng.IntN(12) == 0 {
			s.Actions, s.NotActions = nil, s.Actions
		}
		if rng.IntN(12) == 0 {
			s.Resources, s.NotResources = nil, s.Resources
		}
		d.Statements = append(d.Statements, s)
	}
	return d
}
