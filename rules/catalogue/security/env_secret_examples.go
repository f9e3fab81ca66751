package security

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// envSecretExamples hold what the classifier makes of variables: a test gives it
// those that are no secrets, with their values.
var envSecretExamples = []rules.Example{
	{Name: "the value itself proves it", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "DATABASE_URL", Class: secrets.ClassSecret, Kind: "url-password", Step: secrets.StepContent, Confidence: secrets.High})}},
	{Name: "only the name says so", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "DB_PASSWORD", Class: secrets.ClassSecret, Kind: "password-by-name", Step: secrets.StepName, Confidence: secrets.Medium})}},
	{Name: "gone from the function, and still in the version that an alias serves", Want: rules.Fail, Severity: rules.Critical, Subject: sample.TheVersion(),
		Given: []audit.Given{sample.Config(nil), sample.VersionConfig("7", func(c *facts.Config) {
			c.Variables = []secrets.Variable{{Name: "DATABASE_URL", Class: secrets.ClassSecret, Kind: "url-password", Step: secrets.StepContent, Confidence: secrets.High}}
		})}},
	{Name: "the name of a secret (Prowler 1760, checkov 6700)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "DB_SECRET_NAME", Class: secrets.ClassPlain, Step: secrets.StepNone, Length: "8-15"})}},
	{Name: "the path of a parameter, under a name that says credentials (KICS 7023)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "apiCredentials", Class: secrets.ClassReference, Kind: "path", Step: secrets.StepReference, Length: "16-31"})}},
	{Name: "the path of a file of certificates (checkov 7310)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "AWS_CA_BUNDLE", Class: secrets.ClassReference, Kind: "file-path", Step: secrets.StepReference, Length: "32-63"})}},
	{Name: "any 40 characters, as many as a branch's name makes it (checkov 7542)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "METRIC_NAMESPACE", Class: secrets.ClassPlain, Step: secrets.StepNone, Length: "32-63"})}},
	{Name: "any 48 characters (checkov 6917)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "LAMBDA", Class: secrets.ClassPlain, Step: secrets.StepNone, Length: "32-63"})}},
	{Name: "any 20 characters (KICS 7074)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "foo", Class: secrets.ClassEmpty, Kind: "placeholder", Step: secrets.StepNothing, Length: "16-31"})}},
	{Name: "the id of a KMS key (checkov 1008)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "KMS_KEY_ID", Class: secrets.ClassReference, Kind: "kms-key", Step: secrets.StepReference, Length: "32-63"})}},
	{Name: "a key that is no secret, by whose name peers go", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: []audit.Given{withVariable(secrets.Variable{Name: "PARTITION_KEY", Class: secrets.ClassPlain, Step: secrets.StepNone, Length: "8-15"})}},
	{Name: "variables that the auditor may not decrypt", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(func(c *facts.Config) { c.EnvironmentError = "AccessDeniedException" })}},
	{Name: "variables whose key is switched off", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(func(c *facts.Config) { c.EnvironmentError = "KMSDisabledException" })}},
}

func withVariable(v secrets.Variable) audit.Given {
	return sample.Config(func(c *facts.Config) { c.Variables = []secrets.Variable{v} })
}
