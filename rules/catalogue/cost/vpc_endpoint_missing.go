package cost

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/network"
	"lambda-audit/rules/views"
)

const (
	makeEndpoint = `aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Gateway --service-name com.amazonaws.REGION.SERVICE --route-table-ids TABLE_IDS --region REGION
`
	extendEndpoint = `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --add-route-table-ids TABLE_IDS --region REGION
`
	afterEndpoint = `# Terraform: aws_vpc_endpoint with vpc_endpoint_type = "Gateway" and route_table_ids      SAM: Type: AWS::EC2::VPCEndpoint, with RouteTableIds
# open connections to the service break once when the route appears`
	endpointFix = makeEndpoint + `# or, where the VPC has that endpoint for other route tables
` + extendEndpoint + afterEndpoint
)

var _ = rules.Register(rules.Rule{
	ID: "vpc-endpoint-missing", Title: "it reaches S3 or DynamoDB through a NAT gateway",
	Severity: rules.Low, Pillar: rules.Cost,
	Why: "A NAT gateway charges for each gigabyte that passes it. The gateway endpoints of S3 and DynamoDB cost nothing, and their traffic no longer shares the NAT gateway's connections and its fate.",
	Fix: endpointFix,
	Refs: []string{
		"https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
		"https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
	},
	Kinds:    []audit.KindName{facts.KindVPC},
	Requires: []audit.Dep{views.Attachments, views.Exits, facts.Subnets, facts.VPCEndpoints, views.Role, facts.Metrics},
	Check:    checkEndpoints,
	Examples: endpointExamples,
})

// through is how the functions of a VPC reach one service through a NAT gateway.
type through struct {
	tables, subnets, functions []string
	unsure                     error // why there may be more
}

func checkEndpoints(in *rules.Input) []rules.Finding {
	attached, unsure := views.Attachments.Of(in.Facts, in.Subject.ID)
	behind, more := behindNAT(in, attached)
	if unsure = cmp.Or(unsure, more); len(behind) == 0 {
		if unsure != nil {
			return rules.One(rules.Undecided(unsure))
		}
		return rules.One(rules.Inapplicable("no function that was invoked in the window goes out of it through a NAT gateway"))
	}
	endpoints, err := endpointsFor(in, behind)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	var findings []rules.Finding
	for _, service := range network.Gateways() {
		t := reachedBy(behind, endpoints, service)
		switch err := cmp.Or(t.unsure, unsure); {
		case len(t.tables) > 0:
			findings = append(findings, missingEndpoint(in, service, &t, endpoints))
		case err != nil:
			f := rules.Undecided(err)
			f.Locus = service
			findings = append(findings, f)
		}
	}
	return findings
}

// natUser is a function, or a version of one, with those of its subnets that go
// out through a NAT gateway, and the services that its role may call.
type natUser struct {
	views.Attachment
	exits  []network.Exit
	uses   []iam.Use
	unsure error // why there may be more uses
}

// behindNAT are the functions that go out through a NAT gateway and were invoked
// in the window. The error says why there may be more.
func behindNAT(in *rules.Input, attached []views.Attachment) (users []natUser, unsure error) {
	for _, a := range attached {
		activity, err := facts.Metrics.Of(in.Facts, a.Function)
		idle := activity.Invocations() == 0
		if err == nil && idle {
			continue
		}
		exits, unread := views.Exits.Of(in.Facts, a.ID)
		unsure = cmp.Or(unsure, unread)
		u := natUser{Attachment: a}
		for _, e := range exits {
			unsure = cmp.Or(unsure, e.Why)
			if e.Way == network.NAT {
				u.exits = append(u.exits, e)
			}
		}
		switch {
		case len(u.exits) == 0:
		case idle:
			unsure = cmp.Or(unsure, err)
		default:
			u.uses, u.unsure = mayCall(in, a.Role)
			users = append(users, u)
		}
	}
	return users, unsure
}

func mayCall(in *rules.Input, role string) ([]iam.Use, error) {
	r, err := views.Role.Of(in.Facts, role)
	if err != nil {
		return nil, err
	}
	return r.Calls(network.Elsewhere())
}

func endpointsFor(in *rules.Input, users []natUser) ([]facts.Endpoint, error) {
	var exits []network.Exit
	for _, u := range users {
		exits = append(exits, u.exits...)
	}
	return views.EndpointsAt(in.Facts, users[0].Function, users[0].VPC.ID, exits)
}

// reachedBy finds the users whose role may call the service, and their route
// tables that no endpoint spares the NAT gateway.
func reachedBy(users []natUser, endpoints []facts.Endpoint, service string) through {
	var t through
	for _, u := range users {
		if !slices.ContainsFunc(u.uses, func(use iam.Use) bool { return use.Service == service }) {
			t.unsure = cmp.Or(t.unsure, u.unsure)
			continue
		}
		for _, e := range u.exits {
			switch network.ByEndpoint(endpoints, service, e.Table) {
			case network.OwnName:
				t.unsure = cmp.Or(t.unsure, network.Unsaid(service))
			case network.Unreached:
				a, _ := audit.ParseARN(u.Function)
				t.tables, t.subnets, t.functions = append(t.tables, e.Table), append(t.subnets, e.Subnet), append(t.functions, a.Name())
			}
		}
	}
	for _, list := range []*[]string{&t.tables, &t.subnets, &t.functions} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return t
}

func missingEndpoint(in *rules.Input, service string, t *through, endpoints []facts.Endpoint) rules.Finding {
	f := rules.Failed(fmt.Sprintf("%s may call %s, and by %s that goes through a NAT gateway, although a gateway endpoint costs nothing: %s",
		rules.Plural(len(t.functions), "function"), service, strings.Join(t.tables, " and "), rules.Some(t.functions)),
		rules.Configured("functions", t.functions, nil), rules.Configured("route tables without the endpoint", t.tables, nil), rules.Configured("subnets", t.subnets, nil))
	f.Locus, f.Confidence = service, rules.Likely
	f.Fix = endpointFixFor(in.Subject.ID, service, t.tables, endpoints)
	return f
}

// endpointFixFor makes the endpoint, or extends the one that there is.
func endpointFixFor(vpc, service string, tables []string, endpoints []facts.Endpoint) string {
	ids := make([]string, len(tables))
	for i, id := range tables {
		ids[i] = rules.InCommand(id, "TABLE_ID")
	}
	fix, endpoint := makeEndpoint, "ENDPOINT_ID"
	for _, e := range endpoints {
		if e.Gateway() && e.Service == service && e.Available() {
			fix, endpoint = extendEndpoint, rules.InCommand(e.ID, endpoint)
		}
	}
	return strings.NewReplacer("VPC_ID", rules.InCommand(vpc[strings.LastIndexByte(vpc, '/')+1:], "VPC_ID"), "SERVICE", service,
		"TABLE_IDS", strings.Join(ids, " "), "ENDPOINT_ID", endpoint).Replace(fix + afterEndpoint)
}
