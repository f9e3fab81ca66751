"""The part of boto3_test.py about VPCs: subnets, route tables and endpoints."""

import boto3

# The member of a route that holds a target, by how the target's id begins; all
# other gateways share one.
TARGETS = {"nat": "NatGatewayId", "tgw": "TransitGatewayId", "pcx": "VpcPeeringConnectionId", "eigw": "EgressOnlyInternetGatewayId",
           "eni": "NetworkInterfaceId", "i": "InstanceId"}


def read(account, same, refused, pages):
    region = account["regions"][0]
    ec2 = boto3.client("ec2", region_name=region["name"])
    read_subnets(ec2, account, region, same, pages)
    read_tables(ec2, account, region, same, pages)
    read_endpoints(ec2, region, same, pages)
    refused("DescribeSubnets of nothing", "InvalidSubnetID.NotFound", ec2.describe_subnets, SubnetIds=["subnet-gone"])
    refused("DescribeRouteTables of nothing", "InvalidRouteTableID.NotFound", ec2.describe_route_tables, RouteTableIds=["rtb-gone"])
    refused("DescribeVpcEndpoints of nothing", "InvalidVpcEndpointId.NotFound", ec2.describe_vpc_endpoints, VpcEndpointIds=["vpce-gone"])
    refused("DescribeSubnets by 201 ids", "FilterLimitExceeded", ec2.describe_subnets, Filters=[{"Name": "subnet-id", "Values": [f"subnet-{n}" for n in range(201)]}])


def listed(ec2, operation, member, key, want, same, pages):
    """The rows of a listing, which must be the same by fives and all at once."""
    for pagination, number in (({}, 1), ({"PageSize": 5}, -(-len(want) // 5))):
        got, count = pages(ec2, operation, member, PaginationConfig=pagination)
        same(f"{operation} {pagination}", [row[key] for row in got], [row["id"] for row in want])
        same(f"{operation} {pagination}, pages", count, number)
    return zip(got, want)


def filtered(ec2, operation, member, key, cases, same, pages):
    for name, (values, want) in cases.items():
        got, _ = pages(ec2, operation, member, Filters=[{"Name": name, "Values": values}])
        same(f"{operation} by {name}", [row[key] for row in got], want)


def read_subnets(ec2, account, region, same, pages):
    for got, want in listed(ec2, "describe_subnets", "Subnets", "SubnetId", region["subnets"], same, pages):
        owner = want.get("owner", account["id"])
        same(f"DescribeSubnets {want['id']}",
             [got["VpcId"], got["AvailabilityZone"], got["CidrBlock"], got["AvailableIpAddressCount"], got["OwnerId"], got["SubnetArn"], got["State"],
              [b["Ipv6CidrBlockState"]["State"] for b in got.get("Ipv6CidrBlockAssociationSet", [])]],
             [want["vpc"], want["zone"], want["cidr"], want["free"], owner, f"arn:aws:ec2:{region['name']}:{owner}:subnet/{want['id']}", "available",
              ["associated"] if want.get("has_ipv6") else []])
        same(f"DescribeSubnets {want['id']} zone id", got["AvailabilityZoneId"][:-1], "euw1-az")
    zones = {s["AvailabilityZone"]: s["AvailabilityZoneId"] for s in ec2.describe_subnets()["Subnets"]}
    same("DescribeSubnets, ids of zones", len(set(zones.values())), len(zones))
    filtered(ec2, "describe_subnets", "Subnets", "SubnetId", {
        "subnet-id": (["subnet-02", "subnet-gone", "subnet-06"], ["subnet-02", "subnet-06"]), "vpc-id": (["vpc-99999999"], ["subnet-06"]),
    }, same, pages)


def read_tables(ec2, account, region, same, pages):
    gateways = [e for e in region["endpoints"] if e["type"] == "Gateway"]
    for got, want in listed(ec2, "describe_route_tables", "RouteTables", "RouteTableId", region["route_tables"], same, pages):
        same(f"DescribeRouteTables {want['id']} associations",
             [(a["Main"], a.get("SubnetId"), a["RouteTableId"], a["AssociationState"]["State"]) for a in got["Associations"]],
             [(not subnet, subnet, want["id"], "associated") for subnet in [None] * want.get("main", False) + want.get("subnets", [])])
        local, *routes = got["Routes"]
        same(f"DescribeRouteTables {want['id']} VPC", [got["VpcId"], got["OwnerId"], local["GatewayId"]], [want["vpc"], account["id"], "local"])
        own = [route(r) for r in want.get("routes", [])]
        same(f"DescribeRouteTables {want['id']} routes", [{key: r.get(key) for key in w} for r, w in zip(routes, own)], own)
        same(f"DescribeRouteTables {want['id']} gateways", [(r["GatewayId"], r["DestinationPrefixListId"][:3], r["State"]) for r in routes[len(own):]],
             [(e["id"], "pl-", "active") for e in gateways if want["id"] in e["route_tables"]])
    filtered(ec2, "describe_route_tables", "RouteTables", "RouteTableId", {
        "vpc-id": (["vpc-99999999"], ["rtb-06"]), "association.subnet-id": (["subnet-03", "subnet-04"], ["rtb-03", "rtb-04"]),
    }, same, pages)


def route(r):
    """A route of the account's file in the API's words."""
    destination = next(member for mark, member in (("pl-", "DestinationPrefixListId"), (":", "DestinationIpv6CidrBlock"), ("", "DestinationCidrBlock")) if mark in r["destination"])
    return {destination: r["destination"], TARGETS.get(r["target"].split("-")[0], "GatewayId"): r["target"], "State": r.get("state", "active")}


def read_endpoints(ec2, region, same, pages):
    for got, want in listed(ec2, "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", region["endpoints"], same, pages):
        service = want["service"] if "." in want["service"] else f"com.amazonaws.{region['name']}.{want['service']}"
        same(f"DescribeVpcEndpoints {want['id']}",
             [got["VpcEndpointType"], got["VpcId"], got["ServiceName"], got["State"], got["RouteTableIds"], got["SubnetIds"], got["PrivateDnsEnabled"]],
             [want["type"], want["vpc"], service, want.get("state", "available"), want.get("route_tables", []), want.get("subnets", []), want.get("private_dns", False)])
    filtered(ec2, "describe_vpc_endpoints", "VpcEndpoints", "VpcEndpointId", {
        "vpc-id": (["vpc-99999999"], ["vpce-05", "vpce-06"]), "vpc-endpoint-type": (["Gateway"], ["vpce-01", "vpce-05"]),
        "service-name": (["com.amazonaws.eu-west-1.sqs"], ["vpce-03"]), "vpc-endpoint-state": (["pending"], ["vpce-04"]),
    }, same, pages)
