package report

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/rules"
)

// A resource is what a finding is about, in the words of Security Hub:
// https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html
type resource struct {
	id, kind, name             string
	partition, region, account string
}

// otherResource is the kind of what Security Hub has no word for.
const otherResource = "Other"

// resourceKinds are the words for what findings are about, by the beginning of an
// ARN's service and resource.
var resourceKinds = []struct{ begins, kind string }{
	{"lambda:function:", "AwsLambdaFunction"},
	{"iam:role/", "AwsIamRole"},
	{"iam:policy/", "AwsIamPolicy"},
	{"sqs:", "AwsSqsQueue"},
	{"sns:", "AwsSnsTopic"},
	{"ec2:subnet/", "AwsEc2Subnet"},
	{"ec2:vpc/", "AwsEc2Vpc"},
	{"cloudwatch:alarm:", "AwsCloudWatchAlarm"},
}

// resourceOf is the finding's subject. What has no ARN, such as a region, is a
// part of its account.
func resourceOf(row *rules.FindingRow) resource {
	if arn, ok := audit.ParseARN(row.Subject); ok {
		return resourceNamed(row.Subject, arn, row)
	}
	return resource{
		id: "AWS::::Account:" + row.AccountID, kind: "AwsAccount", name: row.Subject,
		partition: audit.PartitionOf(row.Region), region: row.Region, account: row.AccountID,
	}
}

// resourcesOf are the subject and the functions that it concerns, at most limit of
// them, each once.
func resourcesOf(row *rules.FindingRow, limit int) []resource {
	list := []resource{resourceOf(row)}
	for _, id := range row.FunctionARNs {
		if arn, ok := audit.ParseARN(id); ok && id != row.Subject && len(list) < limit {
			list = append(list, resourceNamed(id, arn, row))
		}
	}
	return list
}

func resourceNamed(id string, arn audit.ARN, row *rules.FindingRow) resource {
	r := resource{id: id, kind: otherResource, name: arn.Name(), partition: arn.Partition, region: arn.Region, account: arn.Account}
	if r.region == "" {
		r.region = row.Region
	}
	for _, known := range resourceKinds {
		if strings.HasPrefix(arn.Service+":"+arn.Resource, known.begins) {
			r.kind = known.kind
		}
	}
	return r
}
