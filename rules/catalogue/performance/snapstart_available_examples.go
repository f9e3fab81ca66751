package performance

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

const apiGateway = "apigateway.amazonaws.com"

var snapStartAvailableExamples = []rules.Example{
	{Name: "Java behind API Gateway", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: started(apiGateway, nil)},
	{Name: ".NET behind API Gateway, which pays for it", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: started(apiGateway, func(c *facts.Config) { c.Runtime = "dotnet10" })},
	{Name: "the version that runs was published without it", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheVersion(),
		Given: append(started("", on), aliased()...)},
	{Name: "API Gateway calls $LATEST, and not the version", Want: rules.NotApplicable, Subject: sample.TheVersion(),
		Given: append(started(apiGateway, on), sample.Serving("7"), facts.AliasPolicy.Is(sample.Alias, ""), javaVersion())},
	{Name: "API Gateway calls a version, and not $LATEST", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: append(started("", nil), aliased()...)},
	{Name: "it is on (cfn-lint I2530)", Want: rules.Pass, Subject: sample.TheFunction(), Given: started(apiGateway, on)},
	{Name: "only events come: nobody waits", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: started("s3.amazonaws.com", nil)},
	{Name: "Python starts fast enough, as far as is known", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: started(apiGateway, func(c *facts.Config) { c.Runtime = "python3.13" })},
	{Name: "a runtime without SnapStart", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: started(apiGateway, func(c *facts.Config) { c.Runtime = "java8.al2" })},
	{Name: "a container image (cfn-lint E2530)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: started(apiGateway, func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" })},
	{Name: "a file system is mounted (cfn-lint E2530)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: started(apiGateway, func(c *facts.Config) {
			c.FileSystems = []string{"arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-1"}
		})},
	{Name: "1 GB of /tmp (cfn-lint E2530)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: started(apiGateway, func(c *facts.Config) { c.StorageMB = 1024 })},
	{Name: "it keeps provisioned concurrency (cfn-lint E2530)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: append(started(apiGateway, nil), facts.ProvisionedConcurrency.Is(sample.Function, []facts.Provisioned{{Qualifier: "live", Allocated: 5}}))},
	{Name: "on managed instances", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: started(apiGateway, func(c *facts.Config) { c.Capacity = "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool" })},
	{Name: "in a region that does not offer it", Want: rules.NotApplicable, Subject: inRegion("ap-east-2", "aws"), Given: startedIn("ap-east-2", "aws")},
	{Name: "in China, of which no source tells", Want: rules.Unknown, Subject: inRegion("cn-north-1", "aws-cn"), Given: startedIn("cn-north-1", "aws-cn")},
	{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: append(started(apiGateway, nil), sample.Idle())},
	{Name: "a runtime nobody has heard of", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: started(apiGateway, func(c *facts.Config) { c.Runtime = "cobol85" })},
	{Name: "its policy is denied: somebody may wait", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(started("s3.amazonaws.com", nil), facts.ResourcePolicy.IsUnknown(sample.Function, sample.Denied("lambda:GetPolicy")))},
	{Name: "its provisioned concurrency is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: append(started(apiGateway, nil), facts.ProvisionedConcurrency.IsUnknown(sample.Function, sample.Denied("lambda:ListProvisionedConcurrencyConfigs")))},
}

// started is a busy function in Java, changed as the example needs it, that a
// service invokes, or nobody; what is given later replaces it.
func started(service string, change func(*facts.Config)) []audit.Given {
	invoked := sample.NoPolicy()
	if service != "" {
		invoked = sample.InvokedBy(service)
	}
	return []audit.Given{
		sample.Config(func(c *facts.Config) {
			c.Runtime = "java21"
			if change != nil {
				change(c)
			}
		}),
		sample.Activity(14, sample.Busy(5000, 900, 2000), nil), invoked, sample.NoAliases(), sample.NotProvisioned(),
	}
}

// aliased is a version in Java without SnapStart, by an alias that API Gateway
// invokes.
func aliased() []audit.Given {
	return []audit.Given{sample.Serving("7"), javaVersion(), facts.AliasPolicy.Is(sample.Alias, sample.Allows(apiGateway))}
}

func javaVersion() audit.Given {
	return sample.VersionConfig("7", func(c *facts.Config) { c.Runtime = "java21" })
}

// inRegion is the examples' function in another region.
func inRegion(region, partition string) audit.Subject {
	s := sample.TheFunction()
	s.ID, s.Region = "arn:"+partition+":lambda:"+region+":111122223333:function:orders", region
	s.Functions = []string{s.ID}
	return s
}

// startedIn is a busy function in Java there, behind API Gateway.
func startedIn(region, partition string) []audit.Given {
	arn := inRegion(region, partition).ID
	return []audit.Given{facts.Functions.Is(arn, facts.Config{Name: "orders", ARN: arn, Runtime: "java21", MemoryMB: 512, StorageMB: 512}),
		facts.Metrics.Is(arn, facts.Activity{Days: []facts.Day{sample.Busy(5000, 900, 2000)}}), facts.ResourcePolicy.Is(arn, sample.Allows(apiGateway)),
		facts.Aliases.Is(arn, nil), facts.ProvisionedConcurrency.Is(arn, nil)}
}

func on(c *facts.Config) { c.Runtime, c.SnapStart = "java21", "PublishedVersions" }
