package network

import (
	_ "embed"
	"encoding/json"
	"slices"
	"sync"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

//go:embed services.json
var servicesJSON []byte

// table is what is known of AWS's services and networks.
type table struct {
	AsOf      string              `json:"as_of"`
	Sources   []string            `json:"sources"`
	Gateways  []string            `json:"gateways"`
	Endpoints map[string][]string `json:"endpoints"` // by the service's name in actions
	Elsewhere []group             `json:"elsewhere"`
	Private   []group             `json:"private"`
}

// group is a list of patterns of actions that have something in common.
type group struct {
	Why     string   `json:"why"`
	Actions []string `json:"actions"`
}

var services = sync.OnceValue(func() table {
	var t table
	if err := json.Unmarshal(servicesJSON, &t); err != nil {
		panic("services.json: " + err.Error()) // it is part of the program, and a test reads it
	}
	return t
})

// Gateways are the services, by their names in actions, that offer a gateway
// endpoint: it costs nothing.
func Gateways() []string { return services().Gateways }

// Elsewhere are the actions whose calls do not come out of the function's VPC:
// others make them on the function's behalf.
func Elsewhere() []string { return actions(services().Elsewhere) }

// Private are the actions on what has its addresses within a VPC.
func Private() []string { return actions(services().Private) }

func actions(groups []group) []string {
	var list []string
	for _, g := range groups {
		list = append(list, g.Actions...)
	}
	return list
}

// Known reports whether the table says by which endpoints a service is reached.
func Known(service string) bool { return services().Endpoints[service] != nil }

// A Reach says whether the endpoints of a VPC lead to a service.
type Reach string

// Whether endpoints lead to a service. OwnName means that an endpoint does for
// those who call it by a name of its own: the service's usual name leads elsewhere.
const (
	Reached   Reach = "reached"
	Unreached Reach = "not reached"
	OwnName   Reach = "reached by a name of its own"
)

// ByEndpoint says whether the endpoints lead from the subnets of a route table to
// a service. Policies and security groups of the endpoints are not looked at.
func ByEndpoint(endpoints []facts.Endpoint, service, routeTable string) Reach {
	reach := Unreached
	for i := range endpoints {
		e := &endpoints[i]
		switch {
		case !e.Available() || !serves(e.Service, service):
		case e.Gateway() && slices.Contains(e.RouteTables, routeTable), e.Interface() && e.PrivateDNS:
			return Reached
		case e.Interface():
			reach = OwnName
		}
	}
	return reach
}

// Unsaid says why it is not known whether a function reaches a service by
// endpoints that only do for those who call them by a name of their own.
func Unsaid(service string) error {
	return &audit.Unknown{Reason: audit.NoData, Fact: facts.VPCEndpoints.Name,
		Message: "the endpoint for " + service + " has no private DNS name in the VPC: only who calls it by its own name reaches it"}
}

// serves reports whether an endpoint of that name, or its twin with validated
// cryptography, is one of the service's.
func serves(endpoint, service string) bool {
	return slices.ContainsFunc(services().Endpoints[service], func(name string) bool {
		return endpoint == name || endpoint == name+"-fips"
	})
}
