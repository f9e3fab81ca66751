package facts

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"

	"lambda-audit/audit"
)

// KindSubnet is the kind of the subnets that functions are attached to.
const KindSubnet audit.KindName = "subnet"

// Subnet is a subnet as EC2 describes it.
type Subnet struct {
	ID    string `json:"id"`
	VPC   string `json:"vpc"`
	Zone  string `json:"zone"`           // its id, such as euw1-az2: the same in every account
	CIDR  string `json:"cidr,omitempty"` // of IPv4; empty where it has IPv6 only
	Free  int    `json:"free"`           // addresses of IPv4
	Owner string `json:"owner"`          // the account that may share it
}

// Subnets are the subnets that functions are attached to.
var Subnets = audit.RegisterFact(audit.Fact[Subnet]{
	Name: "subnets", Doc: "zone, size and free addresses of the subnets that functions are attached to; asked only where one is attached to any",
	Kind:       KindSubnet,
	Operations: []string{"EC2.DescribeSubnets"},
	Actions:    []string{"ec2:DescribeSubnets"},
	Needs:      configurationSources,
	Batch:      filtersPerCall,
	Collect:    collectSubnets,
	Example: audit.Example{
		Reply:  `<subnetSet><item><subnetId>subnet-0a1b2c3d</subnetId><vpcId>vpc-0a1b2c3d</vpcId><cidrBlock>10.0.1.0/24</cidrBlock><availableIpAddressCount>241</availableIpAddressCount><availabilityZoneId>euw1-az2</availabilityZoneId><ownerId>111122223333</ownerId></item></subnetSet>`,
		Source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html",
	},
})

// SubnetKind is the kind of the subnets of the functions in the run's scope.
var SubnetKind = audit.RegisterKind(audit.Kind{
	Name: KindSubnet, Doc: "a subnet with all functions that are attached to it, as $LATEST or as a version that an alias serves",
	From: configurationSources,
	List: func(r audit.Reader) ([]audit.Subject, error) {
		return attached(r, KindSubnet, func(function string, v *VPC) []string {
			list := make([]string, len(v.Subnets))
			for i, id := range v.Subnets {
				list[i] = SubnetARN(function, id)
			}
			return list
		})
	},
})

// collectSubnets filters by the ids, so that one that is gone spoils no answer:
// it is just not among them.
func collectSubnets(ctx context.Context, s *audit.Session, _ audit.Reader, subnets []audit.Subject, put audit.Put[Subnet]) error {
	region := subnets[0].Region
	found := map[string]bool{}
	client := audit.Client(s, region, ec2.NewFromConfig)
	in := ec2.DescribeSubnetsInput{Filters: only("subnet-id", subnets), MaxResults: aws.Int32(1000)}
	err := audit.Walk(ctx, func(ctx context.Context, token *string) (int, *string, error) {
		in.NextToken = token
		out, err := client.DescribeSubnets(ctx, &in)
		if err != nil {
			return 0, nil, err
		}
		for _, row := range out.Subnets {
			id := aws.ToString(row.SubnetId)
			arn := strings.TrimSuffix(subnets[0].ID, idOf(subnets[0].ID)) + id
			found[arn] = true
			put(arn, Subnet{ID: id, VPC: aws.ToString(row.VpcId), Zone: aws.ToString(row.AvailabilityZoneId),
				CIDR: aws.ToString(row.CidrBlock), Free: int(aws.ToInt32(row.AvailableIpAddressCount)), Owner: aws.ToString(row.OwnerId)}, nil)
		}
		return len(out.Subnets), out.NextToken, nil
	})
	if err != nil {
		return fmt.Errorf("describe subnets in %s: %w", region, err)
	}
	for _, subnet := range subnets {
		if !found[subnet.ID] {
			put(subnet.ID, Subnet{}, &audit.Unknown{Reason: audit.Gone, Message: "EC2 knows no subnet " + idOf(subnet.ID) + " in " + region})
		}
	}
	return nil
}

// idOf returns the id that ends the ARN of a subnet or VPC.
func idOf(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }
