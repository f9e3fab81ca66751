package security

import (
	"cmp"
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "env-secret", Title: "keeps a secret in an environment variable",
	Severity: rules.Critical, Pillar: rules.Security,
	Why: "Everybody who may call lambda:GetFunctionConfiguration or ListFunctions reads environment variables in clear text, whatever key encrypts them at rest, and so do logs, crash reports and child processes.",
	Fix: `# it has been readable: have a new secret issued in its place, and put that into the file secret.txt
aws secretsmanager create-secret --name NAME/VARIABLE --secret-string file://secret.txt --region REGION && rm secret.txt
# let the role read just that secret, and the function fetch it when it starts; then take the variable
# out, which leaves the others as they are
aws lambda get-function-configuration --function-name NAME --query Environment --output json --region REGION |
  jq '{Variables: (.Variables | del(.VARIABLE) + {VARIABLE_SECRET_ID: "NAME/VARIABLE"})}' |
  aws lambda update-function-configuration --function-name NAME --environment file:///dev/stdin --query LastUpdateStatus --region REGION
# SAM: Environment: {Variables: {VARIABLE_SECRET_ID: !Ref Secret}}      Terraform: environment { variables = { VARIABLE_SECRET_ID = aws_secretsmanager_secret.it.id } }`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
		"https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration},
	Check:    checkEnvSecret,
	Examples: envSecretExamples,
})

func checkEnvSecret(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.EnvironmentError != "" {
		return rules.One(rules.Unread(undecrypted(&c)))
	}
	var found []rules.Finding
	for _, v := range c.Variables {
		if v.Secret() {
			found = append(found, secretFinding(&c, v))
		}
	}
	return found
}

// undecrypted says why Lambda lists no variables: the caller may not use their
// key, or the key itself is of no use now.
func undecrypted(c *facts.Config) *audit.Unknown {
	key := cmp.Or(c.KMSKey, "the account's key aws/lambda")
	u := &audit.Unknown{Reason: audit.Failed, Fact: facts.Functions.Name, Code: c.EnvironmentError,
		Message: fmt.Sprintf("variables could not be decrypted: %s for %s", c.EnvironmentError, key)}
	if strings.Contains(c.EnvironmentError, "AccessDenied") { // with and without KMS before it and Exception after it
		u.Reason, u.Action = audit.Denied, "kms:Decrypt"
		u.Message = "variables could not be decrypted: needs kms:Decrypt on " + key
	}
	return u
}

func secretFinding(c *facts.Config, v secrets.Variable) rules.Finding {
	f := rules.Failed(fmt.Sprintf("the variable %s holds what its value proves to be a secret (%s)", v.Name, v.Kind),
		rules.Configured("variable", v.Name, "a reference to Secrets Manager or Parameter Store"),
		rules.Configured("kind", v.Kind, nil),
		rules.Configured("decided by", string(v.Step), nil),
		rules.Configured("length", v.Length, nil))
	f.Locus = v.Name
	if !v.Proven() {
		f.Severity = rules.High
		f.Message = fmt.Sprintf("the variable %s holds a secret, as its name says (%s)", v.Name, v.Kind)
	}
	f.Confidence = map[secrets.Confidence]rules.Confidence{secrets.Medium: rules.Likely, secrets.Low: rules.Possible}[v.Confidence]
	if c.KMSKey != "" {
		f.Evidence = append(f.Evidence, rules.Configured("own KMS key", c.KMSKey, "does not hide it from whoever may read the configuration"))
	}
	return f
}
