package observability

import (
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// insightsLayer is the name that the layers of Lambda Insights begin with, on
// either architecture and in every region (CloudWatch guide, available versions of
// the Lambda Insights extension, 2026-11).
const insightsLayer = "LambdaInsightsExtension"

var _ = rules.Register(rules.Rule{
	ID: "insights-missing", Title: "has no Lambda Insights",
	Severity: rules.Low, Pillar: rules.Observability, When: rules.Off,
	Why: "Without it nobody measures how much memory, processor and network a run takes, only how long it lasts. It costs: metrics and logs of its own, and some time at each cold start.",
	Fix: `# ARN: the newest version for the region and the architecture, from the page of available versions
aws lambda update-function-configuration --function-name NAME --layers EXISTING_LAYERS ARN --region REGION
# the role needs the policy CloudWatchLambdaInsightsExecutionRolePolicy; --layers replaces all layers, so name those that are there
# SAM: Layers: [ARN]      Terraform: layers = [ARN]`,
	Refs: []string{
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights.html",
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Lambda-Insights-extension-versions.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration},
	Check:    checkInsights,
	Examples: []rules.Example{
		{Name: "no layers", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)}},
		{Name: "any other layer is no proof (CloudSploit takes it for one)", Want: rules.Fail, Subject: sample.TheFunction(), Given: layered("arn:aws:lambda:eu-west-1:111122223333:layer:shared:6")},
		{Name: "the extension", Want: rules.Pass, Subject: sample.TheFunction(), Given: layered("arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53")},
		{Name: "the extension for arm64", Want: rules.Pass, Subject: sample.TheFunction(), Given: layered("arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension-Arm64:20")},
		{Name: "an image bundles it, if it has it", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.PackageType = "Image" })}},
		{Name: "its configuration is not known", Want: rules.Unknown, Subject: sample.TheVersion(), Given: []audit.Given{sample.Config(nil),
			facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration"))}},
	},
})

func layered(arn string) []audit.Given {
	return []audit.Given{sample.Config(func(c *facts.Config) { c.Layers = []string{arn} })}
}

func checkInsights(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.Image() {
		return rules.One(rules.Inapplicable("a container image bundles the extension, and does not show it"))
	}
	if slices.ContainsFunc(c.Layers, func(arn string) bool { return strings.HasPrefix(views.LayerName(arn), insightsLayer) }) {
		return nil
	}
	if len(c.Layers) == 0 {
		return rules.One(rules.Failed("it has no layers, and so no Lambda Insights", rules.Configured("layers", "none", insightsLayer)))
	}
	return rules.One(rules.Failed("none of its layers is Lambda Insights", rules.Configured("layers", c.Layers, insightsLayer)))
}
