package facts

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"lambda-audit/audit"
)

// Endpoint is a VPC endpoint: a way to one service that needs no route out.
type Endpoint struct {
	ID          string   `json:"id"`
	Service     string   `json:"service"` // short, such as "s3"; the whole name of one that is not AWS's
	Type        string   `json:"type"`
	State       string   `json:"state,omitempty"`
	PrivateDNS  bool     `json:"private_dns,omitempty"`  // of an interface: in the VPC, the service's own name leads to it
	RouteTables []string `json:"route_tables,omitempty"` // of a gateway
	Subnets     []string `json:"subnets,omitempty"`      // of an interface
}

// Gateway reports whether route tables lead to the endpoint.
func (e *Endpoint) Gateway() bool { return e.Type == string(types.VpcEndpointTypeGateway) }

// Interface reports whether the endpoint has addresses of its own in the VPC.
func (e *Endpoint) Interface() bool { return e.Type == string(types.VpcEndpointTypeInterface) }

// Available reports whether the endpoint takes traffic.
func (e *Endpoint) Available() bool {
	return strings.EqualFold(e.State, string(types.StateAvailable)) // the model and the wire differ in case
}

// VPCEndpoints are the endpoints of the VPCs that functions are attached to.
var VPCEndpoints = audit.RegisterFact(audit.Fact[[]Endpoint]{
	Name: "vpc-endpoints", Doc: "the endpoints of the VPCs that functions are attached to; asked only where one is attached to any",
	Kind:       KindVPC,
	Operations: []string{"EC2.DescribeVpcEndpoints"},
	Actions:    []string{"ec2:DescribeVpcEndpoints"},
	Needs:      configurationSources,
	Batch:      filtersPerCall,
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, vpcs []audit.Subject, put audit.Put[[]Endpoint]) error {
		region := vpcs[0].Region
		client := audit.Client(s, region, ec2.NewFromConfig)
		in := ec2.DescribeVpcEndpointsInput{Filters: only("vpc-id", vpcs), MaxResults: aws.Int32(1000)}
		return listByVPC(ctx, vpcs, "endpoints", func(ctx context.Context, token *string) ([]inVPC[Endpoint], *string, error) {
			in.NextToken = token
			out, err := client.DescribeVpcEndpoints(ctx, &in)
			if err != nil {
				return nil, nil, err
			}
			rows := make([]inVPC[Endpoint], len(out.VpcEndpoints))
			for i := range out.VpcEndpoints {
				rows[i] = inVPC[Endpoint]{aws.ToString(out.VpcEndpoints[i].VpcId), endpoint(&out.VpcEndpoints[i], region)}
			}
			return rows, out.NextToken, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `<vpcEndpointSet><item><vpcEndpointId>vpce-0a1b2c3d</vpcEndpointId><vpcEndpointType>Gateway</vpcEndpointType><vpcId>vpc-0a1b2c3d</vpcId><serviceName>com.amazonaws.eu-west-1.s3</serviceName><state>available</state><routeTableIdSet><item>rtb-0a1b2c3d</item></routeTableIdSet></item></vpcEndpointSet>`,
		Source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html",
	},
})

func endpoint(e *types.VpcEndpoint, region string) Endpoint {
	return Endpoint{ID: aws.ToString(e.VpcEndpointId), Service: shortService(aws.ToString(e.ServiceName), region),
		Type: string(e.VpcEndpointType), State: strings.ToLower(string(e.State)), PrivateDNS: privateDNS(e),
		RouteTables: sorted(e.RouteTableIds), Subnets: sorted(e.SubnetIds)}
}

// privateDNS reports whether the service's own name leads to an endpoint for those
// who ask in its VPC. Of services that have gateway endpoints, too, it may do so
// only for those who ask from outside.
func privateDNS(e *types.VpcEndpoint) bool {
	inboundOnly := e.DnsOptions != nil && aws.ToBool(e.DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint)
	return aws.ToBool(e.PrivateDnsEnabled) && !inboundOnly
}

// shortService cuts a service's name down to what tells AWS's services apart:
// com.amazonaws.eu-west-1.sqs is sqs, and com.amazonaws.iam, which belongs to no
// region, is iam. Services of others keep their names.
func shortService(name, region string) string {
	if strings.Contains(name, ".vpce.") {
		return name
	}
	if _, short, found := strings.Cut(name, "."+region+"."); found {
		return short
	}
	return strings.TrimPrefix(name, "com.amazonaws.")
}
