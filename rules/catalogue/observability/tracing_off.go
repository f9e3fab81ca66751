package observability

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "tracing-off", Title: "leaves no traces",
	Severity: rules.Low, Pillar: rules.Observability,
	Why: "Without traces nobody sees which of the services that a request passed through was slow or failed, and every such question becomes a search through logs.",
	Fix: `aws lambda update-function-configuration --function-name NAME --tracing-config Mode=Active --region REGION
# the role needs xray:PutTraceSegments and xray:PutTelemetryRecords, as the policy AWSXRayDaemonWriteAccess has
# SAM: Tracing: Active      Terraform: tracing_config { mode = "Active" }`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
		"https://aws-otel.github.io/docs/getting-started/lambda",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, views.Watchers, views.Edge},
	Check:    checkTracing,
	Examples: []rules.Example{
		{Name: "traced only where a caller decides so", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: traced("PassThrough", nil)},
		{Name: "active", Want: rules.Pass, Subject: sample.TheFunction(), Given: traced("Active", nil)},
		{Name: "active, which LambdaChecker reports as a cost", Want: rules.Pass, Subject: sample.TheVersion(), Given: []audit.Given{sample.Config(nil), sample.VersionConfig("7", nil)}},
		{Name: "the version that an alias serves is not traced", Want: rules.Fail, Subject: sample.TheVersion(), Given: []audit.Given{sample.Config(nil),
			sample.VersionConfig("7", func(c *facts.Config) { c.Tracing = "PassThrough" })}},
		{Name: "AWS's distribution of OpenTelemetry (peers look at X-Ray's switch only)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: traced("PassThrough", func(c *facts.Config) {
				c.Layers = []string{"arn:aws:lambda:eu-west-1:615299751070:layer:AWSOpenTelemetryDistroPython:4"}
			})},
		{Name: "a vendor's tracer (peers look at X-Ray's switch only)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: traced("PassThrough", func(c *facts.Config) { c.Handler = "datadog_lambda.handler.handler" })},
		{Name: "a vendor's extension that ships logs only", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: traced("PassThrough", func(c *facts.Config) {
				c.Layers = []string{"arn:aws:lambda:eu-west-1:111122223333:layer:sumologic-extension-arm64:6"}
			})},
		{Name: "any other layer", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: traced("PassThrough", func(c *facts.Config) {
				c.Layers = []string{"arn:aws:lambda:eu-west-1:111122223333:layer:shared:6"}
			})},
		{Name: "an image, which may bring a tracer of its own", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: traced("PassThrough", func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" })},
		{Name: "AWS tells nothing of it (CloudSploit and Steampipe pass)", Want: rules.Unknown, Subject: sample.TheFunction(), Given: traced("", nil)},
		{Name: "a mode nobody has heard of", Want: rules.Unknown, Subject: sample.TheFunction(), Given: traced("Sampled", nil)},
		{Name: "a replica of Lambda@Edge, where X-Ray is not offered", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: traced("PassThrough", func(c *facts.Config) { c.Master = sample.Second })},
		{Name: "its configuration is not known", Want: rules.Unknown, Subject: sample.TheVersion(), Given: []audit.Given{sample.Config(nil),
			facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration"))}},
	},
})

func traced(mode string, change func(*facts.Config)) []audit.Given {
	return []audit.Given{sample.Config(func(c *facts.Config) {
		c.Tracing = mode
		if change != nil {
			change(c)
		}
	})}
}

func checkTracing(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.Tracing == "Active" {
		return nil
	}
	watchers, err := views.Watchers.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	for _, w := range watchers {
		if w.Traces {
			return nil
		}
	}
	edge, err := views.Edge.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case edge:
		return rules.One(rules.Inapplicable("X-Ray is not offered for Lambda@Edge"))
	case c.Tracing != "PassThrough":
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name,
			Message: "AWS tells no mode of tracing that this version knows"}))
	}
	f := rules.Failed("it passes traces through: a request is traced only where whoever calls it has decided so, and no tracer of another product shows in its layers, handler or variables",
		rules.Configured("tracing", c.Tracing, "Active, or a tracer of another product"))
	f.Confidence = rules.Likely
	return rules.One(f)
}
