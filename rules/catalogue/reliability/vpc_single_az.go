package reliability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "vpc-single-az", Title: "all its subnets are in one zone",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "Lambda runs a function of a VPC only in the zones of its subnets. When that one zone has trouble, or its subnet has no address left, the function does not run at all.",
	Fix: `aws lambda update-function-configuration --function-name NAME --vpc-config SubnetIds=SUBNETS_IN_TWO_ZONES,SecurityGroupIds=GROUP_IDS --region REGION
# SAM: VpcConfig: {SubnetIds: [!Ref SubnetA, !Ref SubnetB], SecurityGroupIds: [...]}      Terraform: vpc_config { subnet_ids = [...] }
# the new subnet needs the same way out, and file systems a mount target in its zone`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, facts.Subnets},
	Check:    checkSingleZone,
	Examples: []rules.Example{
		{Name: "two subnets of one zone (Steampipe counts subnets)", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.InVPC(nil), sample.Subnet(sample.SubnetA, "euw1-az1", 200), sample.Subnet(sample.SubnetB, "euw1-az1", 200)}},
		{Name: "one subnet", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: append(sample.Subnets(), sample.InVPC(func(c *facts.Config) { c.VPC.Subnets = []string{"subnet-b"} }))},
		{Name: "a version in one zone, $LATEST in two", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheVersion(),
			Given: append(sample.Subnets(), sample.InVPC(nil), sample.Serving("7"),
				sample.VersionConfig("7", func(c *facts.Config) { c.VPC = &facts.VPC{ID: "vpc-1", Subnets: []string{"subnet-a"}} }))},
		{Name: "two zones", Want: rules.Pass, Subject: sample.TheFunction(), Given: append(sample.Subnets(), sample.InVPC(nil))},
		{Name: "two zones, and a third subnet that is gone", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: append(sample.Subnets(), sample.InVPC(func(c *facts.Config) { c.VPC.Subnets = append(c.VPC.Subnets, "subnet-c") }),
				facts.Subnets.IsUnknown(strings.Replace(sample.SubnetA, "subnet-a", "subnet-c", 1), audit.Unknown{Reason: audit.Gone}))},
		{Name: "one of two subnets is gone", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.InVPC(nil), sample.Subnet(sample.SubnetA, "euw1-az1", 200), facts.Subnets.IsUnknown(sample.SubnetB, audit.Unknown{Reason: audit.Gone})}},
		{Name: "subnets denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.InVPC(nil), facts.Subnets.IsUnknown(sample.SubnetA, sample.Denied("ec2:DescribeSubnets")),
				facts.Subnets.IsUnknown(sample.SubnetB, sample.Denied("ec2:DescribeSubnets"))}},
		{Name: "in no VPC (Prowler reports it as failing)", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(sample.Subnets(), sample.Config(nil))},
	},
})

func checkSingleZone(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.VPC == nil {
		return rules.One(rules.Inapplicable("it is attached to no VPC: Lambda spreads it over all zones"))
	}
	var zones []string
	var unsure error
	for _, id := range c.VPC.Subnets {
		subnet, err := facts.Subnets.Of(in.Facts, facts.SubnetARN(in.Subject.Functions[0], id))
		if err == nil && subnet.Zone == "" {
			err = &audit.Unknown{Reason: audit.NoData, Fact: facts.Subnets.Name, Message: "EC2 tells no zone of " + id}
		}
		if unsure = cmp.Or(unsure, err); err == nil && !slices.Contains(zones, subnet.Zone) {
			zones = append(zones, subnet.Zone)
		}
	}
	switch {
	case len(zones) > 1:
		return nil
	case unsure != nil:
		return rules.One(rules.Undecided(unsure))
	}
	return rules.One(rules.Failed(fmt.Sprintf("it runs in %s only, the zone of its %s in %s", zones[0], rules.Plural(len(c.VPC.Subnets), "subnet"), c.VPC.ID),
		rules.Configured("zones", zones, "two or more"), rules.Configured("subnets", c.VPC.Subnets, nil)))
}
