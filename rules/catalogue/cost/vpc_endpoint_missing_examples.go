package cost

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var endpointExamples = []rules.Example{
	{Name: "S3 through NAT", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheVPC(), Given: behind(nil, sample.RoleMay("s3:GetObject"))},
	{Name: "DynamoDB through NAT, and an endpoint for S3", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject", "dynamodb:*"), sample.Endpoints(sample.Gateway("s3", "rtb-main")))},
	{Name: "the endpoint is on one of two route tables", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject"), sample.Tables(sample.MainTable("nat-1"), sample.OwnTable("subnet-b", "nat-2")),
			sample.Endpoints(sample.Gateway("s3", "rtb-main")))},
	{Name: "only the served version is in the VPC", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheVPC(),
		Given: behind(func(c *facts.Config) { c.VPC = nil }, sample.RoleMay("s3:GetObject"), sample.Serving("7"),
			sample.VersionConfig("7", func(c *facts.Config) { c.VPC = &facts.VPC{ID: "vpc-1", Subnets: []string{"subnet-a"}} }))},
	{Name: "the endpoint is there", Want: rules.Pass, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject"), sample.Endpoints(sample.Gateway("s3", "rtb-main")))},
	{Name: "an interface endpoint takes the traffic", Want: rules.Pass, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject"), sample.Endpoints(sample.Interface("s3", true)))},
	{Name: "it calls neither; Lambda reads the stream for it", Want: rules.Pass, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("sqs:SendMessage", "dynamodb:GetRecords", "dynamodb:GetShardIterator"))},
	{Name: "an interface endpoint that does for those who call it by its own name", Want: rules.Unknown, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject"), sample.Endpoints(sample.Interface("s3", false)))},
	{Name: "endpoints denied", Want: rules.Unknown, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject"), facts.VPCEndpoints.IsUnknown(sample.VPC, sample.Denied("ec2:DescribeVpcEndpoints")))},
	{Name: "its role denied", Want: rules.Unknown, Subject: sample.TheVPC(),
		Given: behind(nil, facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole")))},
	{Name: "a role that may call every service", Want: rules.Unknown, Subject: sample.TheVPC(), Given: behind(nil, sample.RoleMay("*"))},
	{Name: "a VPC that another account shares", Want: rules.Unknown, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject"),
			facts.Subnets.Is(sample.SubnetA, facts.Subnet{ID: "subnet-a", VPC: "vpc-1", Zone: "euw1-az1", Owner: "444455556666"}))},
	{Name: "no NAT gateway: nothing is paid for", Want: rules.NotApplicable, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject"), sample.Tables(sample.MainTable("tgw-1")))},
	{Name: "never invoked: nothing goes through", Want: rules.NotApplicable, Subject: sample.TheVPC(),
		Given: behind(nil, sample.RoleMay("s3:GetObject"), sample.Idle())},
}

// behind is a busy function in two subnets behind a NAT gateway; what is given
// later replaces it.
func behind(change func(*facts.Config), more ...audit.Given) []audit.Given {
	return sample.Over(append(sample.Subnets(), sample.InVPC(change), sample.Tables(sample.MainTable("nat-1")), sample.Endpoints(), sample.NoAliases(),
		sample.Activity(14, sample.Busy(5000, 100, 900), nil)), more...)
}
