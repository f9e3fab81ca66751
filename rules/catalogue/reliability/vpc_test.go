package reliability

import (
	"testing"

	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

func TestNoRouteSaysWhereAndWhat(t *testing.T) {
	f := found(t, "vpc-no-route", sample.TheFunction(), inNetwork(naming("API_URL", "https", secrets.HostPublic),
		sample.Tables(sample.MainTable(""), sample.OwnTable("subnet-b", "igw-1")), sample.RoleMay("sqs:SendMessage", "s3:GetObject", "kms:Decrypt"),
		sample.Activity(14, halfFailing(10_000), nil))...)
	says(t, f[0], []string{
		"subnet-a cannot send anything out of the VPC, for want of a default route, and subnet-b can only send to the internet through igw-1",
		"its role may call s3, sqs, for which vpc-1 has no endpoint there, and a public host is named by API_URL",
		"50 % of its invocations end in an error, and it met its timeout on 14 days",
		"subnet-a by rtb-main: no default route, subnet-b by rtb-subnet-b: to igw-1",
		"--vpc-id vpc-1 --vpc-endpoint-type Gateway", "--route-table-ids rtb-main rtb-subnet-b", "--subnet-ids subnet-a subnet-b", "lets port 443 in from the function's sg-1",
	}, "kms", "VPC_ID", "TABLE_IDS")
	if f[0].Confidence != rules.Likely {
		t.Errorf("confidence %s: a role that may call is no call", f[0].Confidence)
	}
}

func TestNoRouteLeavesTheDeadLetterQueueToLambda(t *testing.T) {
	given := inNetwork(func(c *facts.Config) { c.DeadLetter = sample.Failures }, sample.Tables(sample.MainTable("")), sample.RoleMay("sqs:SendMessage"))
	if f := found(t, "vpc-no-route", sample.TheFunction(), given...); len(f) != 0 {
		t.Errorf("Lambda itself sends there: %+v", f)
	}
}

func TestNoRouteTellsAGatewayThatIsGone(t *testing.T) {
	f := found(t, "vpc-no-route", sample.TheFunction(), inNetwork(nil, sample.RoleMay("sqs:SendMessage"),
		sample.Tables(facts.RouteTable{ID: "rtb-main", Main: true, Routes: []facts.Route{{Destination: "0.0.0.0/0", Target: "nat-1", Blackhole: true}}}))...)
	says(t, f[0], []string{"subnet-a and subnet-b would send everything through nat-1, which is gone"}, "public host", "timeout")
}

func TestSingleZoneCountsZones(t *testing.T) {
	f := found(t, "vpc-single-az", sample.TheFunction(), sample.InVPC(nil), sample.Subnet(sample.SubnetA, "euw1-az1", 9), sample.Subnet(sample.SubnetB, "euw1-az1", 9))
	says(t, f[0], []string{"it runs in euw1-az1 only, the zone of its 2 subnets in vpc-1", "zones euw1-az1 (wanted two or more)"})
}

func TestAddressesLeaveOutThoseOfAWS(t *testing.T) {
	f := found(t, "subnet-addresses-low", sample.TheSubnet(), subnetWith(12, "10.0.1.0/24")...)
	says(t, f[0], []string{"12 of its 251 addresses are free, and one function is attached to it", "(wanted 16, and 10 % of all)", "--vpc-id vpc-1", "--availability-zone-id euw1-az1"})
}
