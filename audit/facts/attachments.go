package facts

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"

	"lambda-audit/audit"
)

// KindVPC is the kind of the VPCs that functions are attached to.
const KindVPC audit.KindName = "vpc"

// VPCKind is the kind of the VPCs of the functions in the run's scope.
var VPCKind = audit.RegisterKind(audit.Kind{
	Name: KindVPC, Doc: "a VPC with all functions that are attached to it, as $LATEST or as a version that an alias serves",
	From: configurationSources,
	List: func(r audit.Reader) ([]audit.Subject, error) {
		return attached(r, KindVPC, func(function string, v *VPC) []string {
			if v.ID == "" {
				return nil
			}
			return []string{VPCARN(function, v.ID)}
		})
	},
})

// VPCARN names a VPC that a function is attached to. The account in it is the
// function's, also where another one shares the VPC.
func VPCARN(function, id string) string { return ec2ARN(function, "vpc/"+id) }

// SubnetARN names a subnet that a function is attached to, as VPCARN does a VPC.
func SubnetARN(function, id string) string { return ec2ARN(function, "subnet/"+id) }

func ec2ARN(function, resource string) string {
	a, _ := audit.ParseARN(function)
	return "arn:" + a.Partition + ":ec2:" + a.Region + ":" + a.Account + ":" + resource
}

// attached lists what functions are attached to, each with its functions; name
// gives the ARNs of one attachment.
func attached(r audit.Reader, kind audit.KindName, name func(function string, v *VPC) []string) ([]audit.Subject, error) {
	users := map[string][]string{}
	incomplete := eachConfiguration(r, func(function string, c Config) {
		if c.VPC == nil {
			return
		}
		for _, arn := range name(function, c.VPC) {
			users[arn] = append(users[arn], function)
		}
	})
	list := make([]audit.Subject, 0, len(users))
	for _, arn := range slices.Sorted(maps.Keys(users)) {
		a, _ := audit.ParseARN(arn)
		list = append(list, audit.Subject{Kind: kind, ID: arn, Account: a.Account, Region: a.Region,
			Functions: sorted(users[arn]), Open: incomplete != nil})
	}
	return list, incomplete
}

// filtersPerCall is how many values EC2 takes in a filter (EC2 user guide,
// filtering, 2026-11): so many subjects one call covers.
const filtersPerCall = 200

// only filters a listing of EC2 by the ids of subjects, which end their ARNs.
func only(name string, subjects []audit.Subject) []types.Filter {
	ids := make([]string, len(subjects))
	for i := range subjects {
		ids[i] = idOf(subjects[i].ID)
	}
	return []types.Filter{{Name: aws.String(name), Values: ids}}
}
