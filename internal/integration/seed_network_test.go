//go:build integration

package integration

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

// networks plants VPCs, and notes the ids that their subnets are given.
func (s *seeder) networks(list []network) error {
	for i, n := range list {
		if err := s.network(i+1, &n); err != nil {
			return fmt.Errorf("plant the VPC %s: %w", n.name, err)
		}
	}
	return nil
}

func (s *seeder) network(number int, n *network) error {
	made, err := s.ec2.CreateVpc(s.ctx, &ec2.CreateVpcInput{CidrBlock: aws.String(fmt.Sprintf("10.%d.0.0/16", number))})
	if err != nil {
		return err
	}
	vpc := made.Vpc.VpcId
	s.names[*vpc] = "VPC " + n.name
	for i, name := range slices.Sorted(maps.Keys(n.zones)) {
		bits := 24
		if strings.HasSuffix(name, tiny) {
			bits = 28
		}
		out, err := s.ec2.CreateSubnet(s.ctx, &ec2.CreateSubnetInput{VpcId: vpc, CidrBlock: aws.String(fmt.Sprintf("10.%d.%d.0/%d", number, i, bits)),
			AvailabilityZone: aws.String(s.region + n.zones[name])})
		if err != nil {
			return fmt.Errorf("create the subnet %s: %w", name, err)
		}
		s.names[name] = *out.Subnet.SubnetId
		s.names[*out.Subnet.SubnetId] = "subnet " + name
	}
	for _, t := range n.tables {
		if err := s.routes(vpc, &t); err != nil {
			return fmt.Errorf("make the route to %s: %w", t.target, err)
		}
	}
	return s.gateways(vpc, n.free)
}

func (s *seeder) routes(vpc *string, t *routeTable) error {
	made, err := s.ec2.CreateRouteTable(s.ctx, &ec2.CreateRouteTableInput{VpcId: vpc})
	if err != nil {
		return err
	}
	in := &ec2.CreateRouteInput{RouteTableId: made.RouteTable.RouteTableId, DestinationCidrBlock: aws.String("0.0.0.0/0")}
	switch kind, _, _ := strings.Cut(t.target, "-"); kind {
	case "nat":
		in.NatGatewayId = &t.target
	case "tgw":
		in.TransitGatewayId = &t.target
	default:
		in.GatewayId = &t.target
	}
	if _, err := s.ec2.CreateRoute(s.ctx, in); err != nil {
		return err
	}
	for _, name := range t.subnets {
		_, err := s.ec2.AssociateRouteTable(s.ctx, &ec2.AssociateRouteTableInput{RouteTableId: made.RouteTable.RouteTableId, SubnetId: aws.String(s.names[name])})
		if err != nil {
			return err
		}
	}
	return nil
}

// gateways makes gateway endpoints on all route tables of the VPC.
func (s *seeder) gateways(vpc *string, services []string) error {
	if len(services) == 0 {
		return nil
	}
	tables, err := s.ec2.DescribeRouteTables(s.ctx, &ec2.DescribeRouteTablesInput{Filters: []types.Filter{{Name: aws.String("vpc-id"), Values: []string{*vpc}}}})
	if err != nil {
		return err
	}
	var ids []string
	for _, t := range tables.RouteTables {
		ids = append(ids, *t.RouteTableId)
	}
	for _, service := range services {
		_, err := s.ec2.CreateVpcEndpoint(s.ctx, &ec2.CreateVpcEndpointInput{VpcId: vpc, VpcEndpointType: types.VpcEndpointTypeGateway,
			ServiceName: aws.String("com.amazonaws." + s.region + "." + service), RouteTableIds: ids})
		if err != nil {
			return err
		}
	}
	return nil
}
