package views

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules/iam"
	"lambda-audit/rules/network"
)

// Exits are where the subnets of a function, or of a version that an alias
// serves, send what is meant for the internet; none where it is in no VPC.
var Exits = audit.RegisterView(audit.View[[]network.Exit]{
	Name: "exits", From: []audit.Dep{Configuration, facts.RouteTables},
	Compute: func(r audit.Reader, id string) ([]network.Exit, error) {
		c, err := Configuration.Of(r, id)
		if err != nil || c.VPC == nil {
			return nil, err
		}
		function, _ := audit.FunctionARN(id)
		tables, incomplete := facts.RouteTables.Of(r, facts.VPCARN(function, c.VPC.ID))
		return network.Exits(c.VPC, tables, incomplete), nil
	},
})

// EndpointsAt are the endpoints that serve the subnets of a VPC's exits. Where
// another account shares a subnet, they are not seen, and the error says so.
func EndpointsAt(r audit.Reader, function, vpc string, exits []network.Exit) ([]facts.Endpoint, error) {
	endpoints, err := facts.VPCEndpoints.Of(r, facts.VPCARN(function, vpc))
	if err != nil {
		return nil, err
	}
	a, _ := audit.ParseARN(function)
	for _, e := range exits {
		subnet, err := facts.Subnets.Of(r, facts.SubnetARN(function, e.Subnet))
		if err := first(err, network.Shared(&subnet, a.Account)); err != nil {
			return nil, err
		}
	}
	return endpoints, nil
}

// An Attachment is a function, or a version that an alias serves, in a VPC.
type Attachment struct {
	ID       string // ARN, of a version with its number
	Function string // ARN
	Role     string // ARN
	VPC      facts.VPC
}

// Attachments are what is attached to a VPC, by its ARN. The error says that
// there may be more.
var Attachments = audit.RegisterView(audit.View[[]Attachment]{
	Name: "attachments", From: []audit.Dep{attachmentIndex},
	Compute: func(r audit.Reader, vpc string) ([]Attachment, error) {
		index, err := attachmentIndex.Of(r, "")
		a, _ := audit.ParseARN(vpc)
		return index.to[vpc], first(err, index.unsure[a.Region])
	},
})

// attachments are what is attached to each VPC, by its ARN, and why there may be
// more, by region: a VPC lies in one, with all that is attached to it.
type attachments struct {
	to     map[string][]Attachment
	unsure map[string]error
}

var attachmentIndex = audit.RegisterView(audit.View[attachments]{
	Name: "attachment-index", From: []audit.Dep{Configuration},
	Compute: func(r audit.Reader, _ string) (attachments, error) {
		functions, unlisted := r.Subjects(facts.KindFunction)
		versions, more := r.Subjects(facts.KindVersion)
		index := attachments{map[string][]Attachment{}, map[string]error{}}
		for _, list := range [][]audit.Subject{functions, versions} {
			for _, s := range list {
				c, err := Configuration.Of(r, s.ID)
				if reasonOf(err) != audit.Gone {
					index.unsure[s.Region] = first(index.unsure[s.Region], err)
				}
				if c.VPC == nil {
					continue
				}
				vpc := facts.VPCARN(s.Functions[0], c.VPC.ID)
				index.to[vpc] = append(index.to[vpc], Attachment{s.ID, s.Functions[0], c.Role, *c.VPC})
			}
		}
		return index, first(unlisted, more)
	},
})

// Calls are the services that the role may call, but for what the patterns of
// actions cover. The error says why they do not show what is called: a policy
// could not be read, and may take away again, or the role may call everything.
func (e *ExecutionRole) Calls(but []string) ([]iam.Use, error) {
	switch {
	case e.Why != nil:
		return nil, e.Why
	case e.Missing:
		return nil, &audit.Unknown{Reason: audit.NoData, Fact: facts.Roles.Name, Message: "its role does not exist, so what it calls is not known"}
	}
	uses, every := e.Uses(but)
	if every {
		return uses, &audit.Unknown{Reason: audit.NoData, Fact: facts.Roles.Name, Message: "its role may call every service, which does not show what it calls"}
	}
	return uses, nil
}
