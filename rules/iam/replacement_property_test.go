package iam

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestReplacementIsNarrowAndClean holds the replacements of random roles to their promise: each allows only what the
// statement allowed, under its conditions, reads back as a policy, and leaves nothing for Wildcards and Admin to find.
func TestReplacementIsNarrowAndClean(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	replacements, named := 0, 0
	for range 400 {
		role, known := randomWideRole(rng), randomKnown(rng)
		list := replaced(role, known)
		if again := replaced(role, known); !reflect.DeepEqual(list, again) {
			t.Fatalf("asked twice: %+v, then %+v", list, again)
		}
		for _, r := range list {
			was := policyNamed(role, r).Document.Statements[r.Index]
			for _, s := range r.Statements {
				replacements++
				if problem := widerThan(s, was); problem != "" {
					t.Fatalf("%s: %+v\nwas %+v\nof %+v", problem, s, was, role)
				}
			}
			if len(r.Placeholders) == 0 {
				named++
			}
		}
		if mended := mend(t, role, list); len(replaced(mended, Known{})) > 0 {
			t.Fatalf("still too wide: %+v\nwas %+v\nby %+v\n%+v", mended.Policies, role.Policies, list, mended.Wildcards(KnownSensitive()))
		}
	}
	if replacements < 400 || named < 40 {
		t.Errorf("only %d replacements, %d of them filled", replacements, named)
	}
}

func TestReplacementOfAWSPoliciesIsNarrowAndClean(t *testing.T) {
	for name, document := range executionPolicies(t) {
		policy := Policy{Name: name, Kind: AWSManaged, ARN: "arn:aws:iam::aws:policy/service-role/" + name, Document: parsed(t, string(document))}
		role := Role{Policies: []Policy{policy}, Account: own}
		list := replaced(role, Known{})
		for _, r := range list {
			for _, s := range r.Statements {
				if problem := widerThan(s, policy.Document.Statements[r.Index]); problem != "" {
					t.Errorf("%s: %s: %+v", name, problem, s)
				}
			}
		}
		if mended := mend(t, role, list); len(replaced(mended, Known{})) > 0 {
			t.Errorf("%s is still too wide: %+v", name, mended.Policies)
		}
	}
}

// widerThan says what a statement allows that another one surely does not.
func widerThan(s, was Statement) string {
	for _, action := range s.Actions {
		if !was.actions().holds(&span{all: []string{action}, fold: true}) {
			return action + " was not allowed"
		}
	}
	for _, resource := range s.Resources {
		if !was.resources().holds(&span{all: []string{resource}}) {
			return resource + " was not reached"
		}
	}
	for _, c := range was.Conditions {
		if !slices.ContainsFunc(s.Conditions, func(d Condition) bool { return reflect.DeepEqual(c, d) }) {
			return "the condition on " + c.Key + " is gone"
		}
	}
	switch {
	case s.Effect != was.Effect || s.NotActions != nil || len(s.Actions) == 0:
		return "it allows something else"
	case s.Resources == nil && !reflect.DeepEqual(s.NotResources, was.NotResources):
		return "its exceptions differ"
	case s.Resources == nil && s.NotResources == nil && was.Resources != nil:
		return "it has lost its resources"
	}
	return ""
}

func policyNamed(role Role, r Replacement) Policy {
	return role.Policies[slices.IndexFunc(role.Policies, func(p Policy) bool { return p.Name == r.Policy && p.ARN == r.PolicyARN })]
}

// mend puts the replacements into the role, as somebody would who has filled them in.
func mend(t *testing.T, role Role, list []Replacement) Role {
	t.Helper()
	role = role.asOwn()
	for i, p := range role.Policies {
		text, err := json.Marshal(p.Rewritten(list))
		if err != nil {
			t.Fatal(err)
		}
		role.Policies[i].Document = parsed(t, regexp.MustCompile(`RESOURCE_ARN|SERVICE|[A-Z][A-Z0-9_]{2,}`).ReplaceAllStringFunc(string(text), fillIn))
	}
	return role
}

func fillIn(word string) string {
	switch word {
	case "RESOURCE_ARN":
		return "arn:aws:sqs:eu-west-1:111122223333:filled"
	case "SERVICE":
		return "sqs"
	}
	return strings.ToLower(word)
}

func randomWideRole(rng *rand.Rand) Role {
	var d Document
	for i := range 1 + rng.IntN(4) {
		s := randomWideStatement(rng)
		if s.Index = i; rng.IntN(5) == 0 {
			s.Effect = Deny
		}
		d.Statements = append(d.Statements, s)
	}
	role := Role{Policies: []Policy{{Name: "p", Kind: Inline, Document: d}}}
	if rng.IntN(2) == 0 {
		role.Account = own
	}
	if rng.IntN(4) == 0 {
		boundary := randomDocument(rng, rng.IntN(2))
		role.Boundary = &boundary
	}
	if rng.IntN(4) == 0 {
		role.Policies[0].Kind, role.Policies[0].ARN = AWSManaged, "arn:aws:iam::aws:policy/Anything"
	}
	return role
}

func randomWideStatement(rng *rand.Rand) Statement {
	services := pick(rng, "s3", "S3", "sqs", "dynamodb", "logs", "xray", "iam", "kms", "lambda", "glue", "ec2", "kafka", "sts", "ssm", "*", "?*", "s*")
	actions := pick(rng, "*", "?*", "s3", "*:*", "iam:PassRole", "IAM:PutRolePolicy", "sqs:ReceiveMessage", "s3:ListBucket", "kms:Decrypt", "lambda:UpdateFunctionCode")
	for _, service := range services {
		actions = append(actions, service+":"+pick(rng, "*", "?*", "Get*", "*Object", "Put?*", "Delete*", "Describe*", "Receive*", "Pass*", "GetObject", "Create*")[0])
	}
	actions = pick(rng, actions...)
	resources := pick(rng, "*", "**", "arn:aws:*", "arn:*:s3:::*", "arn:aws:s3:::*/*", "arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:sqs:*:*:*", ownQueue,
		"arn:aws:dynamodb:eu-*:111122223333:table/*", "arn:aws:dynamodb:*:*:table/*/stream/*", ownTable, "arn:aws:logs:*:*:*", "arn:aws-cn:kms:*:*:key/*",
		"arn:aws:iam::*:role/*", "arn:aws:iam::*:role/app-*", "arn:aws:lambda:*:*:layer:*", "arn:aws:lambda:*:*:function:${aws:PrincipalTag/f}",
		"arn:aws:ssm:*:*:parameter/?*", "arn:aws:*:*:*:*", "not an arn", "*end")
	s := Statement{Effect: Allow, Actions: actions, Resources: resources}
	if rng.IntN(6) == 0 {
		s.Actions, s.NotActions = nil, actions
	}
	switch rng.IntN(8) {
	case 0:
		s.Resources, s.NotResources = nil, resources
	case 1:
		s.Conditions = []Condition{{"Bool", "aws:SecureTransport", []string{"true"}}}
	}
	return s
}

func randomKnown(rng *rand.Rand) Known {
	if rng.IntN(3) == 0 {
		return Known{}
	}
	known := Known{
		LogGroups: []string{ownGroup}, EventSources: pick(rng, ownQueue, ownStream), Failures: pick(rng, deadQueue, "arn:aws:s3:::lost"),
		Keys: []string{ownKey}, Named: map[string][]string{"dynamodb": {ownTable}, "s3": {"arn:aws:s3:::orders"}},
	}
	if rng.IntN(4) == 0 {
		known.Used = map[string][]string{"s3": {"GetObject"}, "logs": nil, "iam": {"PassRole"}}
	}
	return known
}
