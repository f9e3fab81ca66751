package network

import (
	"errors"
	"strings"
	"testing"

	"lambda-audit/audit/facts"
)

func TestExit(t *testing.T) {
	tests := map[string]struct {
		routes []facts.Route
		ipv6   bool
		want   string
	}{
		"no route":                    {nil, false, "nowhere"},
		"a NAT gateway":               {[]facts.Route{{Destination: "0.0.0.0/0", Target: "nat-1"}}, false, "NAT gateway nat-1"},
		"a NAT gateway that is gone":  {[]facts.Route{{Destination: "0.0.0.0/0", Target: "nat-1", Blackhole: true}}, false, "nowhere nat-1"},
		"a public subnet":             {[]facts.Route{{Destination: "0.0.0.0/0", Target: "igw-1"}}, false, "internet gateway igw-1"},
		"a transit gateway":           {[]facts.Route{{Destination: "0.0.0.0/0", Target: "tgw-1"}}, false, "elsewhere tgw-1"},
		"a firewall's endpoint":       {[]facts.Route{{Destination: "0.0.0.0/0", Target: "vpce-1"}}, false, "elsewhere vpce-1"},
		"a NAT instance":              {[]facts.Route{{Destination: "0.0.0.0/0", Target: "i-1"}}, false, "elsewhere i-1"},
		"a core network":              {[]facts.Route{{Destination: "0.0.0.0/0", Target: "arn:aws:networkmanager::1:core-network/x"}}, false, "elsewhere arn:aws:networkmanager::1:core-network/x"},
		"a gateway endpoint":          {[]facts.Route{{Destination: "pl-1", Target: "vpce-1"}}, false, "nowhere"},
		"a narrow route, peered":      {[]facts.Route{{Destination: "10.1.0.0/16", Target: "pcx-1"}}, false, "elsewhere pcx-1"},
		"a narrow one, and NAT":       {[]facts.Route{{Destination: "10.1.0.0/16", Target: "pcx-1"}, {Destination: "0.0.0.0/0", Target: "nat-1"}}, false, "NAT gateway nat-1"},
		"a narrow one, and public":    {[]facts.Route{{Destination: "0.0.0.0/0", Target: "igw-1"}, {Destination: "10.1.0.0/16", Target: "pcx-1"}}, false, "elsewhere pcx-1"},
		"NAT for some blocks":         {[]facts.Route{{Destination: "52.94.0.0/16", Target: "nat-1"}}, false, "elsewhere nat-1"},
		"halves of the internet":      {[]facts.Route{{Destination: "0.0.0.0/1", Target: "eni-1"}, {Destination: "128.0.0.0/1", Target: "eni-1"}}, false, "elsewhere eni-1"},
		"IPv6, which it does not use": {[]facts.Route{{Destination: "::/0", Target: "eigw-1"}}, false, "nowhere"},
		"IPv6 egress":                 {[]facts.Route{{Destination: "::/0", Target: "eigw-1"}}, true, "elsewhere eigw-1"},
		"IPv6 by an internet gateway": {[]facts.Route{{Destination: "0.0.0.0/0", Target: "igw-1"}, {Destination: "::/0", Target: "igw-1"}}, true, "elsewhere igw-1"},
		"a narrow route that is gone": {[]facts.Route{{Destination: "10.1.0.0/16", Target: "pcx-1", Blackhole: true}}, false, "nowhere"},
	}
	for name, test := range tests {
		e := exit(&facts.RouteTable{Routes: test.routes}, test.ipv6)
		if got := strings.TrimSpace(string(e.Way) + " " + strings.Join(e.Targets, " ")); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestEffectiveRouteTable(t *testing.T) {
	tables := []facts.RouteTable{{ID: "rtb-main", Main: true}, {ID: "rtb-a", Subnets: []string{"subnet-a"}}}
	broken := errors.New("page 2 is missing")
	for _, test := range []struct {
		subnet     string
		tables     []facts.RouteTable
		incomplete error
		want       string
	}{
		{"subnet-a", tables, nil, "rtb-a"},
		{"subnet-b", tables, nil, "rtb-main"}, // implicitly
		{"subnet-a", tables, broken, "rtb-a"},
		{"subnet-b", tables, broken, ""}, // another table may name it
		{"subnet-b", tables[1:], nil, ""},
	} {
		exits := Exits(&facts.VPC{Subnets: []string{test.subnet}}, test.tables, test.incomplete)
		if got := exits[0]; got.Table != test.want || (got.Why == nil) != (test.want != "") {
			t.Errorf("%s: %+v, want %q", test.subnet, got, test.want)
		}
	}
}

func TestByEndpoint(t *testing.T) {
	gateway := facts.Endpoint{Service: "s3", Type: "Gateway", State: "available", RouteTables: []string{"rtb-a"}}
	named := facts.Endpoint{Service: "kinesis-streams", Type: "Interface", State: "available", PrivateDNS: true}
	nameless, pending, fips := named, named, named
	nameless.PrivateDNS, pending.State, fips.Service = false, "pending", "sqs-fips"
	for _, test := range []struct {
		endpoint       facts.Endpoint
		service, table string
		want           Reach
	}{
		{gateway, "s3", "rtb-a", Reached}, {gateway, "s3", "rtb-b", Unreached}, {gateway, "dynamodb", "rtb-a", Unreached},
		{named, "kinesis", "rtb-b", Reached}, {nameless, "kinesis", "rtb-b", OwnName}, {pending, "kinesis", "rtb-b", Unreached},
		{fips, "sqs", "rtb-b", Reached}, {named, "never-heard-of", "rtb-b", Unreached},
	} {
		if got := ByEndpoint([]facts.Endpoint{test.endpoint}, test.service, test.table); got != test.want {
			t.Errorf("%+v for %s on %s: %s, want %s", test.endpoint, test.service, test.table, got, test.want)
		}
	}
}

func TestServicesAreDated(t *testing.T) {
	known := services()
	if len(known.AsOf) != len("2026-11-23") || len(known.Sources) == 0 || len(known.Endpoints) < 40 {
		t.Errorf("%s, %v, %d services", known.AsOf, known.Sources, len(known.Endpoints))
	}
	for _, pattern := range append(Elsewhere(), Private()...) {
		if service, action, found := strings.Cut(pattern, ":"); !found || service == "" || action == "" {
			t.Errorf("%q is no action", pattern)
		}
	}
	for _, service := range Gateways() {
		if !Known(service) {
			t.Errorf("%s has no endpoint", service)
		}
	}
}
