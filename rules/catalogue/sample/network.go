package sample

import (
	"encoding/json"
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// The network of the examples: a VPC with a subnet in each of two zones.
const (
	VPC     = "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1"
	SubnetA = "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-a"
	SubnetB = "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-b"
)

// TheVPC is the examples' VPC as a subject.
func TheVPC() audit.Subject {
	return audit.Subject{Kind: facts.KindVPC, ID: VPC, Account: Account, Region: Region, Functions: []string{Function}}
}

// TheSubnet is the first of the VPC's subnets as a subject.
func TheSubnet() audit.Subject {
	return audit.Subject{Kind: facts.KindSubnet, ID: SubnetA, Account: Account, Region: Region, Functions: []string{Function}}
}

// InVPC is an ordinary function in both subnets, changed as the example needs it.
func InVPC(change func(*facts.Config)) audit.Given {
	return Config(func(c *facts.Config) {
		c.VPC = &facts.VPC{ID: "vpc-1", Subnets: []string{"subnet-a", "subnet-b"}, SecurityGroups: []string{"sg-1"}}
		if change != nil {
			change(c)
		}
	})
}

// Subnet is a subnet of the VPC with 251 addresses.
func Subnet(arn, zone string, free int) audit.Given {
	return facts.Subnets.Is(arn, facts.Subnet{ID: arn[len(arn)-len("subnet-a"):], VPC: "vpc-1", Zone: zone, CIDR: "10.0.1.0/24", Free: free, Owner: Account})
}

// Subnets are both subnets, in two zones and with much room.
func Subnets() []audit.Given {
	return []audit.Given{Subnet(SubnetA, "euw1-az1", 200), Subnet(SubnetB, "euw1-az2", 200)}
}

// Tables are the route tables of the VPC.
func Tables(tables ...facts.RouteTable) audit.Given { return facts.RouteTables.Is(VPC, tables) }

// MainTable is a main route table whose default route leads to the target; "" is
// one without.
func MainTable(target string) facts.RouteTable {
	return facts.RouteTable{ID: "rtb-main", Main: true, Routes: defaultRoute(target)}
}

// OwnTable is a route table that a subnet names.
func OwnTable(subnet, target string) facts.RouteTable {
	return facts.RouteTable{ID: "rtb-" + subnet, Subnets: []string{subnet}, Routes: defaultRoute(target)}
}

func defaultRoute(target string) []facts.Route {
	if target == "" {
		return nil
	}
	return []facts.Route{{Destination: "0.0.0.0/0", Target: target}}
}

// Endpoints are the endpoints of the VPC.
func Endpoints(list ...facts.Endpoint) audit.Given { return facts.VPCEndpoints.Is(VPC, list) }

// Gateway is a gateway endpoint on these route tables.
func Gateway(service string, tables ...string) facts.Endpoint {
	return facts.Endpoint{ID: "vpce-" + service, Service: service, Type: "Gateway", State: "available", RouteTables: tables}
}

// Interface is an interface endpoint in the first subnet.
func Interface(service string, privateDNS bool) facts.Endpoint {
	return facts.Endpoint{ID: "vpce-" + service, Service: service, Type: "Interface", State: "available", PrivateDNS: privateDNS, Subnets: []string{"subnet-a"}}
}

// RoleMay is a role that may do these actions on anything.
func RoleMay(actions ...string) audit.Given {
	type statement struct {
		Effect   string
		Action   []string
		Resource string
	}
	text, _ := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []statement{{"Allow", actions, "*"}}}) // texts always marshal
	return facts.Roles.Is(Role, facts.Role{ARN: Role, Inline: []facts.InlinePolicy{{Name: "own", Document: facts.Policy(text)}}})
}

// Over is what is given, less the facts that more gives otherwise.
func Over(given []audit.Given, more ...audit.Given) []audit.Given {
	return append(slices.DeleteFunc(given, func(g audit.Given) bool {
		return slices.ContainsFunc(more, func(m audit.Given) bool { return m.Fact == g.Fact })
	}), more...)
}
