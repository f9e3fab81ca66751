package reliability

import (
	"slices"
	"strings"

	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/network"
)

var noRouteRefs = []string{
	"https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html",
	"https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-endpoints.html",
	"https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html",
}

const noRouteFix = `# for one AWS service: an endpoint (for s3 and dynamodb a gateway, which costs nothing)
aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Gateway --service-name com.amazonaws.REGION.s3 --route-table-ids TABLE_IDS --region REGION
# each other service: one subnet a zone, and a security group that lets port 443 in from the function's GROUP_IDS
aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.SERVICE --subnet-ids SUBNET_IDS --security-group-ids ENDPOINT_GROUP --private-dns-enabled --region REGION
# for everything: private subnets whose default route is a NAT gateway that stands in a public one (replace-route, where the table has one that leads nowhere)
aws ec2 create-route --route-table-id TABLE_ID --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT_ID --region REGION
# in a public subnet: move the function to private ones
aws lambda update-function-configuration --function-name NAME --vpc-config SubnetIds=PRIVATE_SUBNETS,SecurityGroupIds=GROUPS --region REGION
# or, if nothing private is called, out of the VPC
aws lambda update-function-configuration --function-name NAME --vpc-config SubnetIds=[],SecurityGroupIds=[] --region REGION
# SAM: VpcConfig: {SubnetIds: [...], SecurityGroupIds: [...]}      Terraform: vpc_config { subnet_ids = [...] }, aws_vpc_endpoint`

// noRouteFixFor names the VPC, its tables and its subnets in the fix, and of the
// services that are out of reach one that has a gateway.
func noRouteFixFor(c *facts.Config, closed []network.Exit, services []string) string {
	var tables, subnets []string
	for _, e := range closed {
		subnets = append(subnets, rules.InCommand(e.Subnet, "SUBNET_ID"))
		tables = append(tables, rules.InCommand(e.Table, "TABLE_ID"))
	}
	slices.Sort(tables)
	tables = slices.Compact(tables)
	return strings.NewReplacer(
		"REGION.s3", "REGION."+gatewayOf(services),
		"VPC_ID", rules.InCommand(c.VPC.ID, "VPC_ID"),
		"TABLE_IDS", strings.Join(tables, " "),
		"SUBNET_IDS", strings.Join(subnets, " "),
		"GROUP_IDS", groups(c.VPC.SecurityGroups),
	).Replace(noRouteFix)
}

// gatewayOf is the first of the services that has a gateway endpoint, or S3 as the
// example of one.
func gatewayOf(services []string) string {
	for _, service := range services {
		if slices.Contains(network.Gateways(), service) {
			return service
		}
	}
	return "s3"
}

func groups(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = rules.InCommand(id, "GROUP_ID")
	}
	if len(list) == 0 {
		return "GROUP_IDS"
	}
	return strings.Join(list, " ")
}
