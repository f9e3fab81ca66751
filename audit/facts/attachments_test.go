package facts_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/fixtures"
)

// networked has one function in two subnets of a VPC, a version in a third one,
// a function in a subnet that is gone, and one in no VPC.
const networked = `{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"r"}],"regions":[{"name":"eu-west-1",
 "functions":[
  {"name":"orders","role":"r","vpc":{"subnets":["subnet-b","subnet-a"]},"versions":[{"version":"1","config":{"vpc":{"subnets":["subnet-c"]}}}],"aliases":[{"name":"live","version":"1"}]},
  {"name":"lost","role":"r","vpc":{"id":"vpc-1","subnets":["subnet-gone"]}}, {"name":"free","role":"r"}],
 "subnets":[{"id":"subnet-a","vpc":"vpc-1","zone":"eu-west-1a","cidr":"10.0.1.0/24","free":12}, {"id":"subnet-b","vpc":"vpc-1","zone":"eu-west-1b","cidr":"10.0.2.0/24"},
  {"id":"subnet-c","vpc":"vpc-2","zone":"eu-west-1a","cidr":"10.1.0.0/28","owner":"444455556666"}],
 "route_tables":[{"id":"rtb-m","vpc":"vpc-1","main":true,"routes":[{"destination":"0.0.0.0/0","target":"igw-1"}]},
  {"id":"rtb-a","vpc":"vpc-1","subnets":["subnet-a"],"routes":[{"destination":"0.0.0.0/0","target":"nat-1","state":"blackhole"},
   {"destination":"10.8.0.0/16","target":"tgw-1"},{"destination":"10.9.0.0/16","target":"tgw-1"},{"destination":"::/0","target":"eigw-1"}]}],
 "endpoints":[{"id":"vpce-1","vpc":"vpc-1","service":"s3","type":"Gateway","route_tables":["rtb-a"]},{"id":"vpce-2","vpc":"vpc-1","service":"sqs","subnets":["subnet-b"]},
  {"id":"vpce-3","vpc":"vpc-1","service":"s3","subnets":["subnet-b"],"inbound_only":true}]}]}`

const ec2Prefix = "arn:aws:ec2:eu-west-1:111122223333:"

func network(t *testing.T, text string, faults ...fixtures.Fault) (*audit.Known, *fixtures.Server) {
	t.Helper()
	account, err := fixtures.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	server := serve(account)
	for _, f := range faults {
		if err := server.AddFault(f); err != nil {
			t.Fatal(err)
		}
	}
	return collect(t, open(t, server, account, nil), audit.NewSet(facts.Subnets, facts.RouteTables, facts.VPCEndpoints)), server
}

func TestSubnetsOfFunctionsAndServedVersions(t *testing.T) {
	known, server := network(t, networked)
	r := known.Reader()
	a, err := facts.Subnets.Of(r, ec2Prefix+"subnet/subnet-a")
	if err != nil || a.Free != 12 || a.CIDR != "10.0.1.0/24" || !strings.HasPrefix(a.Zone, "euw1-az") || a.VPC != "vpc-1" || a.Owner != "111122223333" {
		t.Errorf("%+v, %v", a, err)
	}
	b, _ := facts.Subnets.Of(r, ec2Prefix+"subnet/subnet-b")
	c, _ := facts.Subnets.Of(r, ec2Prefix+"subnet/subnet-c")
	if c.Owner != "444455556666" || a.Zone == b.Zone || a.Zone != c.Zone {
		t.Errorf("%+v %+v %+v", a, b, c)
	}
	var why *audit.Unknown
	if _, err := facts.Subnets.Of(r, ec2Prefix+"subnet/subnet-gone"); !errors.As(err, &why) || why.Reason != audit.Gone {
		t.Errorf("a subnet that is gone: %v", err)
	}
	var users []string
	subnets, err := known.Subjects(facts.KindSubnet)
	for _, s := range subnets {
		users = append(users, fmt.Sprint(strings.TrimPrefix(s.ID, ec2Prefix), len(s.Functions)))
	}
	if want := []string{"subnet/subnet-a1", "subnet/subnet-b1", "subnet/subnet-c1", "subnet/subnet-gone1"}; err != nil || !reflect.DeepEqual(users, want) {
		t.Errorf("%v, %v", users, err)
	}
	if n := callsOf(server, "ec2"); n != 3 {
		t.Errorf("%d calls of EC2, want one each", n)
	}
}

func TestRouteTablesKeepWhatDecides(t *testing.T) {
	known, _ := network(t, networked)
	tables, err := facts.RouteTables.Of(known.Reader(), ec2Prefix+"vpc/vpc-1")
	if err != nil {
		t.Fatal(err)
	}
	want := []facts.RouteTable{
		{ID: "rtb-m", Main: true, Routes: []facts.Route{{Destination: "0.0.0.0/0", Target: "igw-1"}}},
		{ID: "rtb-a", Subnets: []string{"subnet-a"}, Routes: []facts.Route{{Destination: "0.0.0.0/0", Target: "nat-1", Blackhole: true},
			{Destination: "10.8.0.0/16", Target: "tgw-1"}, {Destination: "::/0", Target: "eigw-1"}, {Destination: "pl-", Target: "vpce-1"}}},
	}
	for i := range tables[1].Routes {
		if r := &tables[1].Routes[i]; r.PrefixList() {
			r.Destination = "pl-"
		}
	}
	if !reflect.DeepEqual(tables, want) {
		t.Errorf("%+v\nwant %+v", tables, want)
	}
	if tables, err = facts.RouteTables.Of(known.Reader(), ec2Prefix+"vpc/vpc-2"); err != nil || len(tables) != 1 || !tables[0].Main {
		t.Errorf("every VPC has a main table: %+v, %v", tables, err)
	}
}

func TestEndpoints(t *testing.T) {
	known, _ := network(t, networked)
	list, err := facts.VPCEndpoints.Of(known.Reader(), ec2Prefix+"vpc/vpc-1")
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	if outer := list[2]; !outer.Interface() || outer.PrivateDNS {
		t.Errorf("its private DNS is not for the VPC itself: %+v", outer)
	}
	if s3 := list[0]; s3.Service != "s3" || !s3.Gateway() || !s3.Available() || !reflect.DeepEqual(s3.RouteTables, []string{"rtb-a"}) {
		t.Errorf("%+v", s3)
	}
	if sqs := list[1]; sqs.Service != "sqs" || !sqs.Interface() || !sqs.PrivateDNS || !reflect.DeepEqual(sqs.Subnets, []string{"subnet-b"}) {
		t.Errorf("%+v", sqs)
	}
	if list, err := facts.VPCEndpoints.Of(known.Reader(), ec2Prefix+"vpc/vpc-2"); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestNobodyInAVPCMeansNoCall(t *testing.T) {
	_, server := network(t, `{"id":"111122223333","now":"2026-11-23T06:30:00Z","roles":[{"name":"r"}],"regions":[{"name":"eu-west-1","functions":[{"name":"free","role":"r"}]}]}`)
	if n := callsOf(server, "ec2"); n != 0 {
		t.Errorf("%d calls of EC2", n)
	}
}

func TestNetworkOfANamedFunction(t *testing.T) {
	account, err := fixtures.Parse([]byte(networked))
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, serve(account), account, func(o *audit.Options) { o.Scope.Functions = []string{"orders"} })
	known := collect(t, s, audit.NewSet(facts.Subnets, facts.RouteTables))
	subnets, err := known.Subjects(facts.KindSubnet)
	if err != nil || len(subnets) != 3 {
		t.Errorf("%d subnets, %v: want those of $LATEST and of the served version", len(subnets), err)
	}
	if c, err := facts.Subnets.Of(known.Reader(), ec2Prefix+"subnet/subnet-c"); err != nil || c.VPC != "vpc-2" {
		t.Errorf("%+v, %v", c, err)
	}
}

// manyTables is a VPC with more tables than a page holds.
func manyTables() string {
	var b strings.Builder
	for i := range 150 {
		fmt.Fprintf(&b, `{"id":"rtb-%d","vpc":"vpc-1"},`, i)
	}
	return strings.Replace(networked, `"route_tables":[`, `"route_tables":[`+b.String(), 1)
}

func TestRouteTablesPage(t *testing.T) {
	known, _ := network(t, manyTables())
	if tables, err := facts.RouteTables.Of(known.Reader(), ec2Prefix+"vpc/vpc-1"); err != nil || len(tables) != 152 {
		t.Errorf("%d tables, %v", len(tables), err)
	}
	known, _ = network(t, manyTables(), fixtures.Fault{Service: "ec2", Operation: "DescribeRouteTables", Code: fixtures.FaultAccessDenied, After: 2})
	if tables, err := facts.RouteTables.Of(known.Reader(), ec2Prefix+"vpc/vpc-1"); err == nil || len(tables) != 100 {
		t.Errorf("%d tables and %v, want the first page's, and that there may be more", len(tables), err)
	}
}

func TestEC2IsDenied(t *testing.T) {
	known, _ := network(t, networked, fixtures.Fault{Service: "ec2", Code: fixtures.FaultAccessDenied})
	r := known.Reader()
	_, subnets := facts.Subnets.Of(r, ec2Prefix+"subnet/subnet-a")
	_, tables := facts.RouteTables.Of(r, ec2Prefix+"vpc/vpc-1")
	_, endpoints := facts.VPCEndpoints.Of(r, ec2Prefix+"vpc/vpc-1")
	for action, err := range map[string]error{"ec2:DescribeSubnets": subnets, "ec2:DescribeRouteTables": tables, "ec2:DescribeVpcEndpoints": endpoints} {
		var why *audit.Unknown
		if !errors.As(err, &why) || why.Reason != audit.Denied || why.Action != action {
			t.Errorf("%s: %v", action, err)
		}
	}
}

// callsOf counts the calls of one service.
func callsOf(server *fixtures.Server, service string) int {
	n := 0
	for _, c := range server.Calls() {
		if c.Service == service {
			n++
		}
	}
	return n
}
