package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "env-customer-key-missing", Title: "encrypts its environment variables with AWS's key and none of yours",
	Severity: rules.Low, Pillar: rules.Security, When: rules.Off,
	Why: "The variables are encrypted all the same; a key of your own adds that you decide who may decrypt them, and see who did. Some organisations ask for that.",
	Fix: `aws lambda update-function-configuration --function-name NAME --kms-key-arn KEY_ARN --region REGION
# the role needs kms:Decrypt on the key
# SAM: KmsKeyArn: KEY_ARN      Terraform: kms_key_arn = "KEY_ARN"`,
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html"},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration},
	Check:    checkEnvKey,
	Examples: []rules.Example{
		{Name: "variables under AWS's key", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: []audit.Given{withKey("")}},
		{Name: "variables under a key of the account's own", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{withKey("arn:aws:kms:eu-west-1:111122223333:key/1")}},
		{Name: "its own key, and variables that the auditor may not decrypt", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{
			sample.Config(func(c *facts.Config) {
				c.EnvironmentError, c.KMSKey = "AccessDeniedException", "arn:aws:kms:eu-west-1:111122223333:key/1"
			})}},
		{Name: "nothing to encrypt (Steampipe flags it)", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)}},
		{Name: "the version may not be read", Want: rules.Unknown, Subject: sample.TheVersion(),
			Given: []audit.Given{facts.VersionConfig.IsUnknown(sample.Version, sample.Denied("lambda:GetFunctionConfiguration"))}},
	},
})

func withKey(arn string) audit.Given {
	return sample.Config(func(c *facts.Config) { c.Variables, c.KMSKey = plainVersion("").Variables, arn })
}

func checkEnvKey(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case len(c.Variables) == 0 && c.EnvironmentError == "":
		return rules.One(rules.Inapplicable("it has no environment variables"))
	case c.KMSKey != "":
		return nil
	}
	return rules.One(rules.Failed("its environment variables are encrypted with AWS's key",
		rules.Configured("KMS key", "aws/lambda", "a key of the account's own")))
}
