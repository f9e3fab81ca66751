package security

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var _ = rules.Register(rules.Rule{
	ID: "code-signing-warn-only", Title: "its signing configuration only warns of unsigned code",
	Severity: rules.Low, Pillar: rules.Security, When: rules.Off,
	Why:      "With the policy Warn Lambda deploys unsigned code all the same, and notes it in a metric that somebody would have to watch.",
	Fix:      enforceFix("CODE_SIGNING_CONFIG_ARN"),
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html"},
	Kinds:    []audit.KindName{facts.KindSigningConfig},
	Requires: []audit.Dep{facts.SigningConfigs},
	Check:    checkSigningPolicy,
	Examples: []rules.Example{
		{Name: "it warns", Want: rules.Fail, Severity: rules.Low, Subject: theSigningConfig, Given: []audit.Given{signing("Warn")}},
		{Name: "it enforces", Want: rules.Pass, Subject: theSigningConfig, Given: []audit.Given{signing("Enforce")}},
		{Name: "a policy of tomorrow", Want: rules.Unknown, Subject: theSigningConfig, Given: []audit.Given{signing("Ponder")}},
		{Name: "it may not be read", Want: rules.Unknown, Subject: theSigningConfig,
			Given: []audit.Given{facts.SigningConfigs.IsUnknown(signingConfig, sample.Denied("lambda:GetCodeSigningConfig"))}},
	},
})

func enforceFix(arn string) string {
	return "aws lambda update-code-signing-config --code-signing-config-arn " + arn + ` --code-signing-policies UntrustedArtifactOnDeployment=Enforce --region REGION
# SAM: CodeSigningPolicies: {UntrustedArtifactOnDeployment: Enforce}      Terraform: untrusted_artifact_on_deployment = "Enforce"`
}

var theSigningConfig = audit.Subject{Kind: facts.KindSigningConfig, ID: signingConfig, Account: sample.Account, Region: sample.Region, Functions: []string{sample.Function}}

func signing(policy string) audit.Given {
	return facts.SigningConfigs.Is(signingConfig, facts.Signing{Policy: policy})
}

func checkSigningPolicy(in *rules.Input) []rules.Finding {
	s, err := facts.SigningConfigs.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	switch s.Policy {
	case "Enforce":
		return nil
	case "Warn":
		f := rules.Failed(fmt.Sprintf("unsigned code is deployed with a warning, to %s", rules.Plural(len(in.Subject.Functions), "function")),
			rules.Configured("unsigned code on deployment", s.Policy, "Enforce"))
		f.Fix = enforceFix(rules.InCommand(in.Subject.ID, "CODE_SIGNING_CONFIG_ARN"))
		return rules.One(f)
	}
	return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.SigningConfigs.Name, Message: fmt.Sprintf("nobody here knows what the policy %q means", s.Policy)}))
}
