package reliability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var noRouteExamples = []rules.Example{
	{Name: "no default route, and it names a public host", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: inNetwork(naming("API_URL", "https", secrets.HostPublic), sample.Tables(sample.MainTable("")))},
	{Name: "no default route, and runs that fail and meet the timeout", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"), sample.Activity(14, halfFailing(10_000), nil))},
	{Name: "no default route, and S3 notifies a function that may read it", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("s3:GetObject"), sample.InvokedBy("s3.amazonaws.com"))},
	{Name: "no default route, and its role may call a service: granted is not used", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"))},
	{Name: "a public subnet, which others take for exposure (Conformity function-private-subnet)", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("igw-1")), sample.RoleMay("secretsmanager:GetSecretValue"))},
	{Name: "one of two subnets is public: some environments reach nothing", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("nat-1"), sample.OwnTable("subnet-b", "igw-1")), sample.RoleMay("sqs:SendMessage"))},
	{Name: "the NAT gateway is gone", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(facts.RouteTable{ID: "rtb-main", Main: true, Routes: []facts.Route{{Destination: "0.0.0.0/0", Target: "nat-1", Blackhole: true}}}),
			sample.RoleMay("sqs:SendMessage"))},
	{Name: "the gateway endpoint is on another route table", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("s3:GetObject"), sample.Endpoints(sample.Gateway("s3", "rtb-other")))},
	{Name: "a NAT gateway by the main route table, implicitly (CloudQuery's pitfall)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.RoleMay("sqs:SendMessage"))},
	{Name: "endpoints for all it may call", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage", "s3:GetObject"),
			sample.Endpoints(sample.Interface("sqs", true), sample.Gateway("s3", "rtb-main")))},
	{Name: "it may do only what Lambda does for it, and connect to its database", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("logs:*", "xray:PutTraceSegments", "sqs:ReceiveMessage", "ec2:CreateNetworkInterface", "rds-db:connect"))},
	{Name: "Lambda sends its failed events on, from its own network", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage", "s3:PutObject", "sns:Publish"),
			sample.InvokedBy("sns.amazonaws.com"), settings(facts.Async{Qualifier: "$LATEST", OnFailure: sample.Failures, OnSuccess: "arn:aws:sns:eu-west-1:111122223333:done"}),
			sample.Mapped(sample.Queue, sample.Function, func(m *facts.Mapping) { m.OnFailure = "arn:aws:s3:::failed" }))},
	{Name: "no event ever comes to be sent on", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"), settings(facts.Async{Qualifier: "$LATEST", OnFailure: sample.Failures}))},
	{Name: "whether Lambda sends its failed events on is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"), sample.InvokedBy("sns.amazonaws.com"),
			facts.AsyncSettings.IsUnknown(sample.Function, sample.Denied("lambda:ListFunctionEventInvokeConfigs")))},
	{Name: "a public name that others use", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: inNetwork(naming("ALLOWED_ORIGIN", "https", secrets.HostPublic), sample.Tables(sample.MainTable("")))},
	{Name: "it may call a service out of reach, runs often, and does not fail", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"), sample.Activity(14, sample.Busy(500, 100, 900), nil))},
	{Name: "the same with few runs", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"), sample.Activity(3, sample.Busy(1, 100, 900), nil))},
	{Name: "a transit gateway", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("tgw-1")), sample.RoleMay("sqs:SendMessage"))},
	{Name: "route tables denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, facts.RouteTables.IsUnknown(sample.VPC, sample.Denied("ec2:DescribeRouteTables")), sample.RoleMay("sqs:SendMessage"))},
	{Name: "its role denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole")))},
	{Name: "a role that may call every service", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("*"))},
	{Name: "an endpoint without a private DNS name", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"), sample.Endpoints(sample.Interface("sqs", false)))},
	{Name: "a shared VPC, whose owner's endpoints are not seen", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"),
			facts.Subnets.Is(sample.SubnetA, facts.Subnet{ID: "subnet-a", VPC: "vpc-1", Zone: "euw1-az1", Owner: "444455556666"}))},
	{Name: "a service of which no source tells the endpoint", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: inNetwork(nil, sample.Tables(sample.MainTable("")), sample.RoleMay("braket:CreateQuantumTask"))},
	{Name: "a version is in the VPC, and $LATEST no more", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheVersion(),
		Given: inNetwork(func(c *facts.Config) { c.VPC = nil }, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"), sample.Serving("7"),
			facts.AliasPolicy.Is(sample.Alias, ""), sample.Activity(14, sample.Busy(500, 100, 900), nil),
			sample.VersionConfig("7", func(c *facts.Config) { c.VPC = &facts.VPC{ID: "vpc-1", Subnets: []string{"subnet-a"}} }))},
	{Name: "in no VPC", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: inNetwork(func(c *facts.Config) { c.VPC = nil })},
}

// inNetwork is an idle function in two subnets that go out by a NAT gateway;
// what is given later replaces it.
func inNetwork(change func(*facts.Config), more ...audit.Given) []audit.Given {
	return sample.Over(append(sample.Subnets(), sample.InVPC(change), sample.Tables(sample.MainTable("nat-1")), sample.Endpoints(), sample.RoleMay("logs:*"),
		sample.NoPolicy(), sample.NoAliases(), settings(), sample.Reads(sample.Queue, sample.Function), sample.Idle()), more...)
}

// naming adds a variable that holds a URL.
func naming(name, scheme string, host secrets.HostClass) func(*facts.Config) {
	return func(c *facts.Config) {
		c.Variables = append(c.Variables, secrets.Variable{Name: name, Class: secrets.ClassPlain,
			Traits: []secrets.Trait{{Kind: secrets.TraitHost, Value: string(host)}, {Kind: secrets.TraitScheme, Value: scheme}}})
	}
}

// halfFailing is a day on which half of the invocations failed.
func halfFailing(highest float64) facts.Day {
	d := sample.Busy(40, 900, highest)
	d.Errors = 20
	return d
}
