package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var _ = rules.Register(rules.Rule{
	ID: "code-signing-missing", Title: "takes code that nobody has signed",
	Severity: rules.Low, Pillar: rules.Security, When: rules.Off,
	Why: "Whoever may call UpdateFunctionCode decides what runs. With a signing configuration only what your pipeline has signed can be deployed; few teams need that.",
	Fix: `aws lambda create-code-signing-config --allowed-publishers SigningProfileVersionArns=PROFILE_VERSION_ARN --code-signing-policies UntrustedArtifactOnDeployment=Enforce --query CodeSigningConfig.CodeSigningConfigArn --region REGION
aws lambda put-function-code-signing-config --function-name NAME --code-signing-config-arn CODE_SIGNING_CONFIG_ARN --region REGION
# SAM: CodeSigningConfigArn: ...      Terraform: code_signing_config_arn = ...`,
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html"},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, facts.CodeSigning},
	Check:    checkCodeSigning,
	Examples: []rules.Example{
		{Name: "no signing configuration", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil), facts.CodeSigning.Is(sample.Function, "")}},
		{Name: "bound to one", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil), facts.CodeSigning.Is(sample.Function, signingConfig)}},
		{Name: "a container image: Lambda refuses the very question (service-screener 6)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" })}},
		{Name: "it may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), facts.CodeSigning.IsUnknown(sample.Function, sample.Denied("lambda:GetFunctionCodeSigningConfig"))}},
	},
})

const signingConfig = "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1"

func checkCodeSigning(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.Image() {
		return rules.One(rules.Inapplicable("code signing is for zip packages"))
	}
	arn, err := facts.CodeSigning.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if arn != "" {
		return nil
	}
	return rules.One(rules.Failed("no signing configuration is bound to it", rules.Configured("code signing configuration", "none", "one whose policy is Enforce")))
}
