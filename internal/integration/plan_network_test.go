//go:build integration

package integration

// A network is a VPC of the plan. Its main route table is that of every subnet
// that no other names.
type network struct {
	name   string
	zones  map[string]string // of the subnets, by their names: a letter
	tables []routeTable
	free   []string // the services with a gateway endpoint on every table
	want   []string
	// wantTiny is found of each subnet whose name ends in "-tiny"; it has 16
	// addresses, and all others 256.
	wantTiny []string
}

const tiny = "-tiny"

// A routeTable sends what its subnets send out of the VPC to a target, whose
// member the kind of target decides.
type routeTable struct {
	subnets []string
	target  string
}

// networks are the VPCs of the plan. ministack counts 251 free addresses in each
// subnet, whatever its size, and shows no private names of interface endpoints:
// what depends on these is left to moto, or out.
var networks = []network{
	{
		name:  "shop",
		zones: map[string]string{"nat-a": "a", "nat-a2": "a", "nat-b": "b", "closed-a": "a", "closed-b": "b", "public-a": "a", "public-b": "b", "transit-a": "a", "transit-b": "b"},
		tables: []routeTable{
			{[]string{"nat-a", "nat-a2", "nat-b"}, "nat-0123456789abcdef0"},
			{[]string{"public-a", "public-b"}, "igw-0123456789abcdef0"},
			{[]string{"transit-a", "transit-b"}, "tgw-0123456789abcdef0"},
		},
		want: says("vpc-endpoint-missing low dynamodb"),
	},
	{
		name:   "kept",
		zones:  map[string]string{"kept-a": "a", "kept-b": "b", "kept-nat-a": "a", "kept-nat-b": "b"},
		tables: []routeTable{{[]string{"kept-nat-a", "kept-nat-b"}, "nat-0fedcba9876543210"}},
		free:   []string{"dynamodb"},
	},
}

// networkPlan are functions in these VPCs. The role "exact" may read a table, and
// nothing else that a call of the function's would need a way to.
var networkPlan = []planted{
	{name: "in-no-vpc", role: "exact", with: works(load{calls: 10, typical: 900})},
	{name: "in-two-zones", role: "exact", subnets: []string{"nat-a", "nat-b"}, with: works(load{calls: 10, typical: 900})},
	{name: "in-one-zone", role: "aws-vpc", subnets: []string{"nat-a", "nat-a2"}, want: says("vpc-single-az medium")},
	{name: "in-one-subnet", role: "aws-vpc", subnets: []string{"nat-b"}, want: says("vpc-single-az medium")},
	{name: "closed", role: "exact", subnets: []string{"closed-a", "closed-b"}, want: says("vpc-no-route medium")},
	{name: "closed-and-failing", role: "exact", subnets: []string{"closed-a", "closed-b"}, with: works(load{calls: 100, typical: 10_000, errors: 100}),
		want: says("vpc-no-route high", "timeout-near-p99 high", "error-rate high")},
	{name: "closed-and-well", role: "exact", subnets: []string{"closed-a", "closed-b"}, with: works(load{calls: 100, typical: 900})},
	{name: "closed-and-content", role: "aws-vpc", subnets: []string{"closed-a", "closed-b"}},
	{name: "public", role: "exact", subnets: []string{"public-a", "public-b"}, want: says("vpc-no-route medium")},
	{name: "by-transit", role: "exact", subnets: []string{"transit-a", "transit-b"}}, // where that leads was not looked at
	{name: "closed-with-endpoint", role: "exact", subnets: []string{"kept-a", "kept-b"}},
	{name: "nat-with-endpoint", role: "exact", subnets: []string{"kept-nat-a", "kept-nat-b"}, with: works(load{calls: 10, typical: 900})},
}
