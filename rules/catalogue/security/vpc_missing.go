package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "vpc-missing", Title: "runs outside any VPC",
	Severity: rules.Low, Pillar: rules.Security, When: rules.Off,
	Why: "Only for organisations whose policy it is: in a VPC the network decides what a function may reach. It makes nothing safer by itself, and one that reaches AWS's services only is better off without.",
	Fix: `aws lambda update-function-configuration --function-name NAME --vpc-config SubnetIds=SUBNET_1,SUBNET_2,SecurityGroupIds=GROUP --region REGION
# the role needs AWSLambdaVPCAccessExecutionRole, and the subnets a way to every service that the function calls
# SAM: VpcConfig: {SubnetIds: [...], SecurityGroupIds: [...]}      Terraform: vpc_config { ... }`,
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html", "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-3"},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, views.Edge},
	Check:    checkVPCMissing,
	Examples: []rules.Example{
		{Name: "in no VPC", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)}},
		{Name: "in a VPC (lambda_checker V4 flags that instead)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.VPC = &facts.VPC{ID: "vpc-1", Subnets: []string{"subnet-1"}} })}},
		{Name: "on managed instances, which lie in a VPC", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Capacity = "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:steady" })}},
		{Name: "a copy that Lambda@Edge made", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Master = "arn:aws:lambda:us-east-1:111122223333:function:edge:3" })}},
		{Name: "a master of Lambda@Edge: in us-east-1, under a role that edgelambda may take", Want: rules.NotApplicable, Subject: inVirginia,
			Given: []audit.Given{facts.Functions.Is(inVirginia.ID, facts.Config{Name: "edge", Role: sample.Role}), facts.Roles.Is(sample.Role,
				facts.Role{ARN: sample.Role, Trust: policyOf(`{"Effect":"Allow","Principal":{"Service":"edgelambda.amazonaws.com"},"Action":"sts:AssumeRole"}`)})}},
		{Name: "the version may not be read", Want: rules.Unknown, Subject: sample.TheVersion(),
			Given: []audit.Given{facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration"))}},
	},
})

// inVirginia is a function in the region of Lambda@Edge's masters.
var inVirginia = audit.Subject{Kind: facts.KindFunction, ID: "arn:aws:lambda:us-east-1:111122223333:function:edge",
	Account: sample.Account, Region: "us-east-1", Functions: []string{"arn:aws:lambda:us-east-1:111122223333:function:edge"}}

func checkVPCMissing(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.Capacity != "":
		return rules.One(rules.Inapplicable("it runs on managed instances, whose network is that of their capacity provider"))
	case c.VPC != nil:
		return nil
	}
	if edge, err := views.Edge.Of(in.Facts, in.Subject.ID); err != nil {
		return rules.One(rules.Undecided(err))
	} else if edge {
		return rules.One(rules.Inapplicable("a function of Lambda@Edge cannot be put into a VPC"))
	}
	return rules.One(rules.Failed("it runs in no VPC", rules.Configured("VPC", "none", "the subnets and security groups that the organisation asks for")))
}
