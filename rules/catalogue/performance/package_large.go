package performance

import (
	"fmt"
	"math"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// PackageLargeParams are the thresholds of package-large.
type PackageLargeParams struct {
	MaxMB float64 `json:"max_mb"` // zipped, without layers
}

const megabyte = 1 << 20

var _ = rules.Register(rules.Rule{
	ID: "package-large", Title: "has a package of more than 50 MB",
	Severity: rules.Low, Pillar: rules.Performance,
	Why: "Lambda fetches and unpacks the package before each cold start, and the code in it is often loaded whether it is needed or not.",
	Fix: `# what takes the space, largest last
curl -s "$(aws lambda get-function --function-name NAME --query Code.Location --output text --region REGION)" -o package.zip && unzip -lv package.zip | sort -n | tail -40
# leave out tests, type stubs, the SDK that the runtime brings, and what nothing imports; put what several functions share into a layer
aws lambda update-function-code --function-name NAME --zip-file fileb://smaller.zip --region REGION
# Lambda takes up to 50 MB in this way; larger ones go by a bucket: --s3-bucket BUCKET --s3-key KEY
# SAM: BuildMethod: esbuild (Node.js)      Terraform: archive_file { excludes = [...] }`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration},
	Params:   &PackageLargeParams{MaxMB: 50},
	Check:    checkPackage,
	Examples: []rules.Example{
		{Name: "80 MB", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: []audit.Given{packed(80 * megabyte)}},
		{Name: "the version that runs is large, $LATEST is mended", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheVersion(),
			Given: []audit.Given{packed(megabyte), sample.VersionConfig("7", func(c *facts.Config) { c.CodeBytes = 80 * megabyte })}},
		{Name: "6 MB (sls-mentor flags 5)", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{packed(6 * megabyte)}},
		{Name: "a container image, of which Lambda tells size 0", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.PackageType, c.Runtime, c.CodeBytes = "Image", "", 0 })}},
		{Name: "on managed instances, which start ahead of the load", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) {
				c.CodeBytes, c.Capacity = 80*megabyte, "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool"
			})}},
		{Name: "a version that SnapStart resumes", Want: rules.NotApplicable, Subject: sample.TheVersion(),
			Given: []audit.Given{packed(80 * megabyte), sample.VersionConfig("7", func(c *facts.Config) {
				c.CodeBytes, c.SnapStart = 80*megabyte, "PublishedVersions"
			})}},
		{Name: "AWS tells no size", Want: rules.Unknown, Subject: sample.TheFunction(), Given: []audit.Given{packed(0)}},
		{Name: "the version is denied", Want: rules.Unknown, Subject: sample.TheVersion(),
			Given: []audit.Given{packed(megabyte), facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration"))}},
	},
})

// packed is an ordinary function with so large a package.
func packed(bytes int64) audit.Given {
	return sample.Config(func(c *facts.Config) { c.CodeBytes = bytes })
}

func checkPackage(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.Image():
		return rules.One(rules.Inapplicable("a container image is fetched in pieces, as they are needed"))
	case c.Capacity != "":
		return rules.One(rules.Inapplicable("it runs on managed instances, which start ahead of the load"))
	case c.SnapStarted() && in.Subject.Kind == facts.KindVersion:
		return rules.One(rules.Inapplicable("SnapStart unpacks it once, when the version is published"))
	case c.CodeBytes == 0:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS told no size of the package"}))
	}
	limit, size := rules.Params[PackageLargeParams](in).MaxMB, float64(c.CodeBytes)/megabyte
	if size <= limit {
		return nil
	}
	layers := "; it has no layers"
	if len(c.Layers) > 0 {
		layers = "; " + rules.Plural(len(c.Layers), "layer") + " on top"
	}
	e := rules.Configured("package, zipped", math.Round(size*10)/10, limit)
	e.Unit = "MB"
	return rules.One(rules.Failed(fmt.Sprintf("its package has %s MB zipped, and every cold start fetches and unpacks it", rules.Number(size))+layers, e))
}
