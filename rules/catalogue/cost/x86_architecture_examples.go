package cost

import (
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var x86Examples = []rules.Example{
	{Name: "busy on x86", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(nil), sample.Quiet(), sample.Activity(14, sample.Busy(900_000, 800, 1200), nil)}},
	{Name: "busy, with a layer that must be had for arm64", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(func(c *facts.Config) { c.Layers = []string{"arn:aws:lambda:eu-west-1:111122223333:layer:imaging:4"} }),
			sample.Quiet(), sample.Activity(14, sample.Busy(900_000, 800, 1200), nil)}},
	{Name: "busy, and other versions may have run: the saving is unknown", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(nil), sample.Activity(14, sample.Busy(900_000, 800, 1200), nil),
			facts.Presence.IsUnknown(sample.Function, sample.Denied("cloudwatch:ListMetrics")), facts.Aliases.IsUnknown(sample.Function, sample.Denied("lambda:ListAliases"))}},
	{Name: "the saving is below five dollars", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(nil), sample.Quiet(), sample.Activity(14, sample.Busy(500, 800, 1200), nil)}},
	{Name: "metrics denied: the saving is unknown", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(nil), facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData"))}},
	{Name: "invoked, and CloudWatch tells no duration: the saving is unknown", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(nil), sample.Activity(14, facts.Day{Invocations: 900_000}, nil)}},
	{Name: "a runtime of which no source says whether it has arm64", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime = "dotnet10" }), sample.Idle()}},
	{Name: "runs on arm64 (thrifty lambda_function_with_graviton)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(nil), sample.Idle()}},
	{Name: "a runtime that has no arm64", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime = "go1.x" }), sample.Idle()}},
	{Name: "a container image (Service Screener flags it blindly)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" }), sample.Idle()}},
	{Name: "on managed instances", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(func(c *facts.Config) { c.Capacity = "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool" }), sample.Idle()}},
	{Name: "a replica of Lambda@Edge", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(func(c *facts.Config) { c.Master = sample.Second }), sample.Idle()}},
	{Name: "a master of Lambda@Edge: in us-east-1, under a role that edgelambda may take", Want: rules.NotApplicable, Subject: inVirginia(),
		Given: []audit.Given{virginian(), trusting("edgelambda.amazonaws.com")}},
	{Name: "in us-east-1, and no business of Lambda@Edge", Want: rules.Fail, Severity: rules.Low, Subject: inVirginia(),
		Given: []audit.Given{virginian(), trusting("lambda.amazonaws.com")}},
	{Name: "in us-east-1, and its role is denied: it may be Lambda@Edge's", Want: rules.Unknown, Subject: inVirginia(),
		Given: []audit.Given{virginian(), facts.Roles.IsUnknown(sample.Role, sample.Denied("iam:GetRole"))}},
	{Name: "a runtime of long ago", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime = "python2.7" }), sample.Idle()}},
	{Name: "a runtime nobody has heard of", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime = "cobol85" }), sample.Idle()}},
}

// onX86 is an ordinary function on x86.
func onX86(change func(*facts.Config)) audit.Given {
	return sample.Config(func(c *facts.Config) {
		c.Architecture = rules.X86
		if change != nil {
			change(c)
		}
	})
}

// virginia is the examples' function in the region of Lambda@Edge's masters.
var virginia = strings.Replace(sample.Function, sample.Region, "us-east-1", 1)

func inVirginia() audit.Subject {
	s := sample.TheFunction()
	s.ID, s.Region, s.Functions = virginia, "us-east-1", []string{virginia}
	return s
}

// virginian is an ordinary function on x86 in us-east-1.
func virginian() audit.Given {
	return facts.Functions.Is(virginia, facts.Config{Name: "orders", ARN: virginia, Runtime: "python3.13", Role: sample.Role,
		Architecture: rules.X86, PackageType: "Zip", TimeoutS: 10, MemoryMB: 512})
}

func trusting(service string) audit.Given {
	return facts.Roles.Is(sample.Role, facts.Role{ARN: sample.Role, Trust: facts.Policy(
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"` + service + `"},"Action":"sts:AssumeRole"}]}`)})
}
