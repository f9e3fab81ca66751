package security

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "layer-foreign", Title: "runs a layer of an account that nobody knows",
	Severity: rules.Medium, Pillar: rules.Security,
	Why: "A layer's code runs within the function, with its role and its variables, and its extensions see every event; who publishes it decides what that code does, and may delete it.",
	Fix: layerFix("LAYER_VERSION_ARN", "LAYER"),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration},
	Tables:   []string{rules.TableTrust},
	Check:    checkLayerForeign,
	Examples: []rules.Example{
		{Name: "a stranger's layer", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: []audit.Given{withLayers(theirLayer)}},
		{Name: "on a version that an alias serves", Want: rules.Fail, Subject: sample.TheVersion(),
			Given: []audit.Given{sample.VersionConfig("7", func(c *facts.Config) { c.Layers = []string{theirLayer} })}},
		{Name: "AWS's own layers (Prowler 10381)", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{withLayers(
			"arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53", "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:20",
			"arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension:17")}},
		{Name: "a vendor's layer (Prowler 10381)", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{withLayers("arn:aws:lambda:eu-west-1:464622532012:layer:Datadog-Extension:77")}},
		{Name: "its own account's layer", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{withLayers("arn:aws:lambda:eu-west-1:111122223333:layer:shared:3")}},
		{Name: "a publisher that the configuration trusts", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{withLayers(theirLayer)},
			Trust: rules.Trust{LayerPublishers: []string{"444455556666"}}},
		{Name: "no layers", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)}},
		{Name: "a container image", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" })}},
		{Name: "the version may not be read", Want: rules.Unknown, Subject: sample.TheVersion(),
			Given: []audit.Given{facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration"))}},
	},
})

const theirLayer = "arn:aws:lambda:eu-west-1:444455556666:layer:helpers:4"

func withLayers(arns ...string) audit.Given {
	return sample.Config(func(c *facts.Config) { c.Layers = arns })
}

// layerFix takes the layer's code over into a layer of one's own.
func layerFix(arn, name string) string {
	return `# read what it does, and publish it as a layer of your own
curl -o layer.zip "$(aws lambda get-layer-version-by-arn --arn ` + arn + ` --query Content.Location --output text --region REGION)"
aws lambda publish-layer-version --layer-name ` + name + ` --zip-file fileb://layer.zip --query LayerVersionArn --region REGION
# then name it in place of the other, with all other layers of the function
aws lambda update-function-configuration --function-name NAME --layers OWN_LAYER_VERSION_ARN --region REGION
# SAM: Layers: [...]      Terraform: layers = [...]
# a publisher that you know: name the account in the configuration's list of trusted publishers of layers`
}

//go:embed layer_publishers.json
var publishersJSON []byte

// knownPublishers are the names of accounts that publish layers for everybody.
var knownPublishers = sync.OnceValue(func() map[string]string {
	list := table[struct {
		AsOf       string   `json:"as_of"`
		Sources    []string `json:"sources"`
		Publishers []struct {
			Name     string   `json:"name"`
			Accounts []string `json:"accounts"`
		} `json:"publishers"`
	}](publishersJSON).Publishers
	names := map[string]string{}
	for _, p := range list {
		for _, id := range p.Accounts {
			names[id] = p.Name
		}
	}
	return names
})

func checkLayerForeign(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.Image():
		return rules.One(rules.Inapplicable("a container image has no layers"))
	case len(c.Layers) == 0:
		return rules.One(rules.Inapplicable("it has no layers"))
	}
	var found []rules.Finding
	for _, arn := range c.Layers {
		a, _ := audit.ParseARN(arn)
		if a.Account == in.Subject.Account || knownPublishers()[a.Account] != "" || in.Trust().LayerPublisher(a.Account) {
			continue
		}
		found = append(found, foreignLayer(arn, a))
	}
	return found
}

func foreignLayer(arn string, a audit.ARN) rules.Finding {
	f := rules.Failed(fmt.Sprintf("the layer %s is published by the account %s, which is no known publisher", a.Name(), a.Account),
		rules.Configured("layer", arn, "a layer of your own, of AWS or of a publisher you trust"),
		rules.Configured("publisher", a.Account, nil))
	f.Locus = unversioned(arn)
	f.Fix = layerFix(rules.InCommand(arn, "LAYER_VERSION_ARN"), rules.InCommand(a.Name(), "LAYER"))
	return f
}

// unversioned is a layer's ARN without the version, which changes with updates.
func unversioned(arn string) string {
	parts := strings.Split(arn, ":")
	return strings.Join(slices.Delete(parts, min(7, len(parts)), len(parts)), ":")
}
