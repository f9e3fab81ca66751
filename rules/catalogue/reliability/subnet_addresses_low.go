package reliability

import (
	"fmt"
	"net/netip"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// AddressesParams are the thresholds of subnet-addresses-low.
type AddressesParams struct {
	FreeShare float64 `json:"free_share"` // of the addresses, below which they are too few
	Free      int     `json:"free"`       // the same as a number
}

// awsAddresses is how many addresses of each subnet AWS keeps for itself (VPC
// user guide, subnet CIDR blocks, 2026-11).
const awsAddresses = 5

const addressesFix = `# a block cannot grow: make a larger subnet, give it the same route table, and move the functions to it
aws ec2 create-subnet --vpc-id VPC_ID --cidr-block LARGER_BLOCK --availability-zone-id ZONE_ID --region REGION
aws lambda update-function-configuration --function-name FUNCTION --vpc-config SubnetIds=LARGER_SUBNETS,SecurityGroupIds=GROUP_IDS --region REGION
# functions that share their security groups share addresses too
# SAM: VpcConfig: {SubnetIds: [...]}      Terraform: resource "aws_subnet", vpc_config { subnet_ids = [...] }`

var _ = rules.Register(rules.Rule{
	ID: "subnet-addresses-low", Title: "a subnet it runs in has hardly an address left",
	Severity: rules.Medium, Pillar: rules.Reliability,
	Why: "Lambda takes an address for each pair of subnet and security groups, and more under load. Without one, a deployment that changes the network fails, and a function that has slept for weeks does not wake up.",
	Fix: addressesFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
		"https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
	},
	Kinds:    []audit.KindName{facts.KindSubnet},
	Requires: []audit.Dep{facts.Subnets},
	Params:   &AddressesParams{FreeShare: 0.1, Free: 16},
	Check:    checkAddresses,
	Examples: []rules.Example{
		{Name: "twelve of 251 are free", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheSubnet(), Given: subnetWith(12, "10.0.1.0/24")},
		{Name: "a large subnet with a few per cent left", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheSubnet(), Given: subnetWith(300, "10.0.0.0/20")},
		{Name: "a small subnet is low from the start", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheSubnet(), Given: subnetWith(11, "10.0.1.0/28")},
		{Name: "none is left", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheSubnet(), Given: subnetWith(0, "10.0.1.0/24")},
		{Name: "a tenth is free", Want: rules.Pass, Subject: sample.TheSubnet(), Given: subnetWith(26, "10.0.1.0/24")},
		{Name: "denied", Want: rules.Unknown, Subject: sample.TheSubnet(),
			Given: []audit.Given{sample.InVPC(nil), facts.Subnets.IsUnknown(sample.SubnetA, sample.Denied("ec2:DescribeSubnets"))}},
		{Name: "it is gone", Want: rules.Unknown, Subject: sample.TheSubnet(),
			Given: []audit.Given{sample.InVPC(nil), facts.Subnets.IsUnknown(sample.SubnetA, audit.Unknown{Reason: audit.Gone})}},
		{Name: "IPv6 only", Want: rules.NotApplicable, Subject: sample.TheSubnet(), Given: subnetWith(0, "")},
	},
})

// subnetWith is a subnet of that block with so many free addresses.
func subnetWith(free int, block string) []audit.Given {
	return []audit.Given{sample.InVPC(nil), facts.Subnets.Is(sample.SubnetA,
		facts.Subnet{ID: "subnet-a", VPC: "vpc-1", Zone: "euw1-az1", CIDR: block, Free: free, Owner: sample.Account})}
}

func checkAddresses(in *rules.Input) []rules.Finding {
	s, err := facts.Subnets.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if s.CIDR == "" {
		return rules.One(rules.Inapplicable("it has addresses of IPv6 only, which do not run out"))
	}
	block, err := netip.ParsePrefix(s.CIDR)
	if err != nil || !block.Addr().Is4() {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.Subnets.Name, Message: fmt.Sprintf("%q is no block of IPv4", s.CIDR)}))
	}
	p := rules.Params[AddressesParams](in)
	usable := 1<<(32-block.Bits()) - awsAddresses
	if s.Free >= p.Free && float64(s.Free) >= p.FreeShare*float64(usable) {
		return nil
	}
	f := rules.Failed(fmt.Sprintf("%s of its %s addresses are free, and %s attached to it", rules.Number(float64(s.Free)), rules.Number(float64(usable)), attachedTo(len(in.Subject.Functions))),
		rules.Configured("free addresses", s.Free, fmt.Sprintf("%d, and %s of all", p.Free, rules.Percent(p.FreeShare))),
		rules.Configured("block", s.CIDR, nil), rules.Configured("zone", s.Zone, nil))
	f.Fix = strings.NewReplacer("VPC_ID", rules.InCommand(s.VPC, "VPC_ID"), "ZONE_ID", rules.InCommand(s.Zone, "ZONE_ID")).Replace(addressesFix)
	return rules.One(f)
}

func attachedTo(functions int) string {
	if functions == 1 {
		return "one function is"
	}
	return fmt.Sprintf("%d functions are", functions)
}
