package facts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"lambda-audit/audit"
)

// RouteTable is a route table of a VPC, without its local routes.
type RouteTable struct {
	ID      string   `json:"id"`
	Main    bool     `json:"main,omitempty"`    // it holds for subnets that no table names
	Subnets []string `json:"subnets,omitempty"` // that name it
	Routes  []Route  `json:"routes,omitempty"`  // by destination
}

// Route sends what goes to a destination to a target.
type Route struct {
	Destination string `json:"destination"` // a block, or the id of a prefix list
	Target      string `json:"target"`
	Blackhole   bool   `json:"blackhole,omitempty"` // its target is gone
}

// RouteTables are the route tables of the VPCs that functions are attached to.
// Of a table's narrower routes to one target one stands for all: a VPN may
// announce a hundred of them.
var RouteTables = audit.RegisterFact(audit.Fact[[]RouteTable]{
	Name: "route-tables", Doc: "the route tables of the VPCs that functions are attached to; asked only where one is attached to any",
	Kind:       KindVPC,
	Operations: []string{"EC2.DescribeRouteTables"},
	Actions:    []string{"ec2:DescribeRouteTables"},
	Needs:      configurationSources,
	Batch:      filtersPerCall,
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, vpcs []audit.Subject, put audit.Put[[]RouteTable]) error {
		client := audit.Client(s, vpcs[0].Region, ec2.NewFromConfig)
		in := ec2.DescribeRouteTablesInput{Filters: only("vpc-id", vpcs), MaxResults: aws.Int32(100)}
		return listByVPC(ctx, vpcs, "route tables", func(ctx context.Context, token *string) ([]inVPC[RouteTable], *string, error) {
			in.NextToken = token
			out, err := client.DescribeRouteTables(ctx, &in)
			if err != nil {
				return nil, nil, err
			}
			rows := make([]inVPC[RouteTable], len(out.RouteTables))
			for i := range out.RouteTables {
				rows[i] = inVPC[RouteTable]{aws.ToString(out.RouteTables[i].VpcId), routeTable(&out.RouteTables[i])}
			}
			return rows, out.NextToken, nil
		}, put)
	},
	Example: audit.Example{
		Reply:  `<routeTableSet><item><routeTableId>rtb-0a1b2c3d</routeTableId><vpcId>vpc-0a1b2c3d</vpcId><routeSet><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><natGatewayId>nat-0a1b2c3d</natGatewayId><state>active</state></item></routeSet><associationSet><item><subnetId>subnet-0a1b2c3d</subnetId><main>false</main></item></associationSet></item></routeTableSet>`,
		Source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html",
	},
})

// inVPC is something that lies in a VPC.
type inVPC[Item any] struct {
	vpc  string
	item Item
}

// listByVPC puts, of each VPC, what the pages tell of it. Where a page breaks,
// what came before is put as part of the truth.
func listByVPC[Item any](ctx context.Context, vpcs []audit.Subject, what string, pages page[inVPC[Item]], put audit.Put[[]Item]) error {
	lists := map[string][]Item{}
	broken := pages.each(ctx, func(rows []inVPC[Item]) {
		for _, row := range rows {
			lists[row.vpc] = append(lists[row.vpc], row.item)
		}
	})
	if broken != nil {
		broken = fmt.Errorf("describe the %s of %d VPCs in %s: %w", what, len(vpcs), vpcs[0].Region, broken)
	}
	if broken != nil && len(lists) == 0 {
		return broken
	}
	for _, vpc := range vpcs {
		put(vpc.ID, slices.Concat([]Item{}, lists[idOf(vpc.ID)]), audit.AtLeast(broken))
	}
	return broken
}

func routeTable(t *types.RouteTable) RouteTable {
	out := RouteTable{ID: aws.ToString(t.RouteTableId)}
	for _, a := range t.Associations {
		switch {
		case aws.ToBool(a.Main):
			out.Main = true
		case a.SubnetId != nil:
			out.Subnets = append(out.Subnets, *a.SubnetId)
		}
	}
	out.Subnets = sorted(out.Subnets)
	for i := range t.Routes {
		if r := route(&t.Routes[i]); r.Target != "local" && !slices.ContainsFunc(out.Routes, r.alike) {
			out.Routes = append(out.Routes, r)
		}
	}
	slices.SortFunc(out.Routes, func(a, b Route) int { return cmp.Compare(a.Destination, b.Destination) })
	return out
}

func route(r *types.Route) Route {
	first := func(texts ...*string) string {
		i := slices.IndexFunc(texts, func(t *string) bool { return aws.ToString(t) != "" })
		if i < 0 {
			return ""
		}
		return *texts[i]
	}
	return Route{
		Destination: first(r.DestinationCidrBlock, r.DestinationIpv6CidrBlock, r.DestinationPrefixListId),
		Target: first(r.GatewayId, r.NatGatewayId, r.TransitGatewayId, r.VpcPeeringConnectionId, r.EgressOnlyInternetGatewayId, r.InstanceId,
			r.NetworkInterfaceId, r.CarrierGatewayId, r.LocalGatewayId, r.CoreNetworkArn, r.OdbNetworkArn, r.IpAddress),
		Blackhole: r.State == types.RouteStateBlackhole,
	}
}

// Default reports whether the route is for all addresses of IPv4 or of IPv6.
func (r Route) Default() bool {
	return r.Destination == "0.0.0.0/0" || r.IPv6() && r.Destination == "::/0"
}

// IPv6 reports whether the route is for addresses of IPv6.
func (r Route) IPv6() bool { return strings.Contains(r.Destination, ":") }

// PrefixList reports whether the route is for a list of blocks, such as those of
// S3 that a gateway endpoint takes.
func (r Route) PrefixList() bool { return strings.HasPrefix(r.Destination, "pl-") }

// alike reports whether one of two narrower routes can stand for both.
func (r Route) alike(other Route) bool {
	return r.Target == other.Target && r.Blackhole == other.Blackhole && !r.Default() && !other.Default() &&
		r.IPv6() == other.IPv6() && r.PrefixList() == other.PrefixList()
}
