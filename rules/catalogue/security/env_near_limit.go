package security

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

// EnvNearLimitParams are the thresholds of env-near-limit.
type EnvNearLimitParams struct {
	// Percent of the 4 KB that all names and values may take together.
	Percent int `json:"percent"`
}

var _ = rules.Register(rules.Rule{
	ID: "env-near-limit", Title: "its environment variables come near the limit of 4 KB",
	Severity: rules.Low, Pillar: rules.Reliability,
	Why: "Over the limit Lambda refuses the deployment: one longer value is then enough to stop the release that it belongs to.",
	Fix: `# move what is long into a parameter, and read it when the function starts
aws ssm put-parameter --name /NAME/config --type String --value file://config.json --region REGION
# then take the long variables out, which leaves the others as they are
aws lambda get-function-configuration --function-name NAME --query Environment --output json --region REGION |
  jq '{Variables: (.Variables | del(.LONG_VARIABLE) + {CONFIG_PARAMETER: "/NAME/config"})}' |
  aws lambda update-function-configuration --function-name NAME --environment file:///dev/stdin --query LastUpdateStatus --region REGION
# SAM: Properties.Environment.Variables      Terraform: environment { variables = {...} }, aws_ssm_parameter`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
		"https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction}, // a version never changes, so nothing of it can be refused
	Requires: []audit.Dep{facts.Functions},
	Params:   &EnvNearLimitParams{Percent: 90},
	Check:    checkEnvNearLimit,
	Examples: []rules.Example{
		{Name: "95 per cent", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(), Given: []audit.Given{filledTo(95)}},
		{Name: "85 per cent", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{filledTo(85)}},
		{Name: "no variables", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil)}},
		{Name: "variables that the auditor may not decrypt", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.EnvironmentError = "AccessDeniedException" })}},
	},
})

func filledTo(percent int) audit.Given {
	return sample.Config(func(c *facts.Config) {
		c.Variables, c.EnvironmentFill = plainVersion("").Variables, percent
	})
}

func checkEnvNearLimit(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	percent := rules.Params[EnvNearLimitParams](in).Percent
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.EnvironmentError != "":
		return rules.One(rules.Undecided(undecrypted(&c)))
	case len(c.Variables) == 0:
		return rules.One(rules.Inapplicable("it has no environment variables"))
	case c.EnvironmentFill < percent:
		return nil
	}
	filled := rules.Evidence{Field: "filled, at least", Got: c.EnvironmentFill, Want: fmt.Sprintf("below %d", percent), Unit: "%"}
	return rules.One(rules.Failed(fmt.Sprintf("its environment variables (%d) take at least %d %% of the 4 KB that there are", len(c.Variables), c.EnvironmentFill),
		filled, rules.Configured("variables", len(c.Variables), nil)))
}
