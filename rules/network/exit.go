// Package network says where the packets of a function in a VPC can go: out by
// a NAT gateway, to a service by an endpoint, or nowhere.
package network

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

// A Way is where a subnet sends what is meant for the internet.
type Way string

// The ways. A function has no public address, so an internet gateway takes
// nothing of it anywhere. What lies behind Other was not looked at.
const (
	NAT    Way = "NAT gateway" // taken to be a public one
	Public Way = "internet gateway"
	None   Way = "nowhere"
	Other  Way = "elsewhere"
)

// An Exit is where one subnet of a function sends what is meant for the
// internet, by which route table.
type Exit struct {
	Subnet  string
	Table   string
	Way     Way
	Targets []string // through which it goes; of None the default route's target that is gone
	Why     error    // the route table is not known; Way is empty then
}

// Closed reports whether nothing that is meant for the internet gets out.
func (e *Exit) Closed() bool { return e.Way == None || e.Way == Public }

// Unsure says why it is not known whether the subnet reaches the internet; nil
// where it is.
func (e *Exit) Unsure() error {
	switch {
	case e.Why != nil:
		return e.Why
	case e.Way == Other:
		return &audit.Unknown{Reason: audit.NoData, Fact: facts.RouteTables.Name,
			Message: fmt.Sprintf("what %s sends out goes through %s, which was not looked at", e.Subnet, strings.Join(e.Targets, " and "))}
	}
	return nil
}

// Exits are those of an attachment's subnets. The error, where it is not nil,
// says that there may be more route tables than these.
func Exits(v *facts.VPC, tables []facts.RouteTable, incomplete error) []Exit {
	list := make([]Exit, len(v.Subnets))
	for i, subnet := range v.Subnets {
		t, err := effective(subnet, tables, incomplete)
		if err != nil {
			list[i] = Exit{Subnet: subnet, Why: err}
			continue
		}
		list[i] = exit(t, v.IPv6)
		list[i].Subnet, list[i].Table = subnet, t.ID
	}
	return list
}

// effective is the route table that holds for a subnet: the one it names, or else
// the VPC's main one.
func effective(subnet string, tables []facts.RouteTable, incomplete error) (*facts.RouteTable, error) {
	named := slices.IndexFunc(tables, func(t facts.RouteTable) bool { return slices.Contains(t.Subnets, subnet) })
	if named >= 0 {
		return &tables[named], nil
	}
	if incomplete != nil {
		return nil, incomplete
	}
	main := slices.IndexFunc(tables, func(t facts.RouteTable) bool { return t.Main })
	if main < 0 {
		return nil, &audit.Unknown{Reason: audit.NoData, Fact: facts.RouteTables.Name, Message: "EC2 shows no route table of " + subnet}
	}
	return &tables[main], nil
}

// exit reads a table. Any route but a gateway endpoint's may lead to proxies or
// to endpoints of another network, so each that is no dead end counts. IPv6 says
// whether the function may use routes of IPv6.
func exit(t *facts.RouteTable, ipv6 bool) Exit {
	out := Exit{Way: None}
	var others []string
	for _, r := range t.Routes {
		kind, _, _ := strings.Cut(r.Target, "-")
		switch {
		case r.PrefixList() && kind == "vpce", r.IPv6() && !ipv6:
		case r.Blackhole && r.Default():
			out.Targets = append(out.Targets, r.Target)
		case r.Blackhole:
		case r.Default() && kind == "nat":
			return Exit{Way: NAT, Targets: []string{r.Target}}
		case r.Default() && kind == "igw" && !r.IPv6():
			out = Exit{Way: Public, Targets: []string{r.Target}}
		default:
			others = append(others, r.Target)
		}
	}
	if len(others) > 0 {
		slices.Sort(others)
		return Exit{Way: Other, Targets: slices.Compact(others)}
	}
	return out
}

// Shared says, of a subnet that another account shares, that the endpoints of its
// VPC are not seen; nil where it is the account's own.
func Shared(s *facts.Subnet, account string) error {
	if s.Owner == account {
		return nil
	}
	return &audit.Unknown{Reason: audit.NoData, Fact: facts.VPCEndpoints.Name,
		Message: fmt.Sprintf("%s is shared by the account %s, whose endpoints are not seen from here", s.ID, s.Owner)}
}
