package security

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "role-wildcard", Title: "runs under a role with wildcards where exact rights would do",
	Severity: rules.High, Pillar: rules.Security,
	Why: "A wildcard lets a flaw in one function read, change or delete what belongs to all others.",
	Fix: `# name the actions the function calls and the resources it calls them on, for example
# (SAM: Policies of the function; Terraform: policy of aws_iam_role_policy)
aws iam put-role-policy --role-name ROLE --policy-name POLICY --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:PutItem"],"Resource":"TABLE_ARN"}]}'`,
	Refs: []string{
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
		"https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
	},
	Kinds:    []audit.KindName{facts.KindRole},
	Requires: []audit.Dep{views.Role, views.RoleOpinion},
	Helps:    []audit.Dep{views.KnownOfRole},
	Check:    checkRoleWildcard,
	Examples: []rules.Example{
		{Name: "a whole service on any resource", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(),
			Given: roleWith(`{"Sid":"data","Effect":"Allow","Action":"dynamodb:*","Resource":"*"}`)},
		{Name: "a whole service, of which a queue that is read is known", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(),
			Given: append(roleWith(`{"Sid":"data","Effect":"Allow","Action":"sqs:*","Resource":"*"}`), sample.Config(nil), sample.Reads(sample.Queue, sample.Function))},
		{Name: "AWS's own policy for reading queues", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRole(),
			Given: append(attachedRole(queueReader, `{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes","logs:PutLogEvents"],"Resource":"*"}`),
				sample.Config(nil), sample.Reads(sample.Queue, sample.Function))},
		{Name: "a wild ARN is any resource too (cloudsplaining passes it)", Want: rules.Fail, Severity: rules.High, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/*"}`)},
		{Name: "a whole service on one bucket", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::orders","arn:aws:s3:::orders/*"]}`)},
		{Name: "all of logging", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":"logs:*","Resource":"*"}`)},
		{Name: "exact actions on an exact table", Want: rules.Pass, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:PutItem"],"Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders"}`)},
		{Name: "actions that know no resource (sls-mentor and parliament flag them)", Want: rules.Pass, Subject: sample.TheRole(),
			Given: roleWith(`{"Effect":"Allow","Action":["xray:PutTraceSegments","cloudwatch:PutMetricData"],"Resource":"*"}`)},
		{Name: "AWS's own policy for what runs in a VPC (Service Screener calls nearly every managed policy too permissive)", Want: rules.Pass, Subject: sample.TheRole(),
			Given: attachedRole(vpcAccess, `{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents","ec2:CreateNetworkInterface","ec2:DescribeNetworkInterfaces","ec2:DescribeSubnets","ec2:DeleteNetworkInterface","ec2:AssignPrivateIpAddresses","ec2:UnassignPrivateIpAddresses"],"Resource":"*"}`)},
		{Name: "a policy that may not be read", Want: rules.Unknown, Subject: sample.TheRole(), Given: unreadPolicy()},
		{Name: "the role is gone", Want: rules.NotApplicable, Subject: sample.TheRole(),
			Given: []audit.Given{facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Missing: true})}},
	},
})

func checkRoleWildcard(in *rules.Input) []rules.Finding {
	role, undecided := readRole(in)
	if undecided != nil {
		return undecided
	}
	grants := roleOpinion(in).Wildcards
	if role.Why != nil {
		return rules.One(unsure(role, grants))
	}
	var found []rules.Finding
	for _, g := range grouped(grants) {
		f := rules.Finding{Outcome: rules.Fail, Locus: g.locus}
		g.weigh(&f)
		f.Tell = func(f *rules.Finding) {
			f.Message = fmt.Sprintf("%s allows %s on %s", g.origin(), strings.Join(g.patterns(), ", "), g.scope()) + f.Message
			mended := mend(in, &role, grants)
			f.Evidence = append(g.evidence(), mended.instead(g.first()))
			f.Fix = mended.fix(g.first())
		}
		found = append(found, f)
	}
	return found
}
