package cost

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var unneededExamples = []rules.Example{
	{Name: "nothing private in sight", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: placed(nil)},
	{Name: "it calls AWS and the internet only", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: placed(naming("API_URL", "https", secrets.HostPublic), sample.RoleMay("sqs:SendMessage", "s3:GetObject"))},
	{Name: "it reads from a bucket: its name is no host", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: placed(naming("SOURCE", "s3", secrets.HostPrivate))},
	{Name: "a database", Want: rules.Pass, Subject: sample.TheFunction(), Given: placed(naming("DATABASE_URL", "postgres", secrets.HostAWSService))},
	{Name: "a host of AWS's without a scheme, such as a database's", Want: rules.Pass, Subject: sample.TheFunction(), Given: placed(naming("DB_HOST", "", secrets.HostAWSService))},
	{Name: "a private host", Want: rules.Pass, Subject: sample.TheFunction(), Given: placed(naming("API_URL", "https", secrets.HostPrivate))},
	{Name: "a file system", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: placed(func(c *facts.Config) {
			c.FileSystems = []string{"arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-1"}
		})},
	{Name: "its role may connect to a database", Want: rules.Pass, Subject: sample.TheFunction(), Given: placed(nil, sample.RoleMay("rds-db:connect"))},
	{Name: "it reads from Kafka", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: placed(nil, sample.Mapped("arn:aws:kafka:eu-west-1:111122223333:cluster/events/1", sample.Function, nil))},
	{Name: "a route into another network", Want: rules.Pass, Subject: sample.TheFunction(), Given: placed(nil, sample.Tables(sample.MainTable("tgw-1")))},
	{Name: "what it calls may stand in a secret", Want: rules.Unknown, Subject: sample.TheFunction(), Given: placed(nil, sample.RoleMay("secretsmanager:GetSecretValue"))},
	{Name: "a role that may call every service", Want: rules.Unknown, Subject: sample.TheFunction(), Given: placed(nil, sample.RoleMay("*"))},
	{Name: "variables that cannot be decrypted", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: placed(func(c *facts.Config) { c.EnvironmentError = "AccessDeniedException" })},
	{Name: "route tables denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: placed(nil, facts.RouteTables.IsUnknown(sample.VPC, sample.Denied("ec2:DescribeRouteTables")))},
	{Name: "in no VPC (checkov CKV_AWS_117 and Lambda.3 want it in one)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: placed(func(c *facts.Config) { c.VPC = nil })},
}

// placed is a function in a VPC that goes out by a NAT gateway; what is given
// later replaces it.
func placed(change func(*facts.Config), more ...audit.Given) []audit.Given {
	return sample.Over([]audit.Given{sample.InVPC(change), sample.Tables(sample.MainTable("nat-1")), sample.RoleMay("logs:*"), sample.Reads(sample.Queue, sample.Function)}, more...)
}

// naming adds a variable that holds a host, in a URL where a scheme is given.
func naming(name, scheme string, host secrets.HostClass) func(*facts.Config) {
	return func(c *facts.Config) {
		traits := []secrets.Trait{{Kind: secrets.TraitHost, Value: string(host)}}
		if scheme != "" {
			traits = append(traits, secrets.Trait{Kind: secrets.TraitScheme, Value: scheme})
		}
		c.Variables = append(c.Variables, secrets.Variable{Name: name, Class: secrets.ClassPlain, Traits: traits})
	}
}
