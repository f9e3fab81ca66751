package security

import (
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/audit/secrets"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var _ = rules.Register(rules.Rule{
	ID: "old-version-secrets", Title: "keeps secrets in versions that no alias serves",
	Severity: rules.Low, Pillar: rules.Security,
	Why: "A published version keeps its variables for ever, readable to everybody who may list versions: moving a secret out of the function does not take it out of the versions made before.",
	Fix: oldVersionsFix([]string{"VERSION"}),
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Versions, facts.Aliases},
	Check:    checkOldVersions,
	Examples: []rules.Example{
		{Name: "an old version with a password", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: []audit.Given{published(passwordVersion("3"), plainVersion("7")), sample.Serving("7")}},
		{Name: "no alias serves any version", Want: rules.Fail, Subject: sample.TheFunction(), Given: []audit.Given{published(passwordVersion("3")), sample.NoAliases()}},
		{Name: "an alias serves it: env-secret tells", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{published(passwordVersion("6"), passwordVersion("7")), sample.Serving("7", "6")}},
		{Name: "old versions without secrets", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{published(plainVersion("3")), sample.NoAliases()}},
		{Name: "never published", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{published(), sample.NoAliases()}},
		{Name: "what the aliases serve is unknown", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{published(passwordVersion("3")), facts.Aliases.IsUnknown(sample.Function, sample.Denied("lambda:ListAliases"))}},
		{Name: "variables that the auditor may not decrypt", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{published(facts.Config{Version: "3", EnvironmentError: "AccessDeniedException"}), sample.NoAliases()}},
		{Name: "a password on the first page of versions", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: []audit.Given{facts.Versions.IsAtLeast(sample.Function, []facts.Config{passwordVersion("3")}, sample.Denied("lambda:ListFunctions")), sample.NoAliases()}},
	},
})

func published(versions ...facts.Config) audit.Given {
	return facts.Versions.Is(sample.Function, versions)
}

func plainVersion(number string) facts.Config {
	return facts.Config{Version: number, Variables: []secrets.Variable{{Name: "STAGE", Class: secrets.ClassPlain, Step: secrets.StepNone}}}
}

func passwordVersion(number string) facts.Config {
	return facts.Config{Version: number, Variables: []secrets.Variable{
		{Name: "DB_PASSWORD", Class: secrets.ClassSecret, Kind: "password-by-name", Step: secrets.StepName, Confidence: secrets.Medium}}}
}

func oldVersionsFix(versions []string) string {
	fix := `# the secrets have been readable: have new ones issued in their place
# nobody should call these versions by their number: this lists what was called in two weeks
aws cloudwatch list-metrics --namespace AWS/Lambda --metric-name Invocations --dimensions Name=FunctionName,Value=NAME --query "Metrics[].Dimensions[?Name=='Resource'].Value[]" --output text --region REGION
# then delete those that nobody calls
`
	for _, v := range versions {
		fix += "aws lambda delete-function --function-name NAME --qualifier " + rules.InCommand(v, "VERSION") + " --region REGION\n"
	}
	return fix + "# SAM: AutoPublishAlias keeps old versions: delete them after each rotation"
}

func checkOldVersions(in *rules.Input) []rules.Finding {
	versions, incomplete := facts.Versions.Of(in.Facts, in.Subject.ID)
	if incomplete == nil && len(versions) == 0 {
		return rules.One(rules.Inapplicable("no version of it was ever published"))
	}
	versions = slices.DeleteFunc(slices.Clone(versions), func(c facts.Config) bool {
		return c.EnvironmentError == "" && len(secretNames(&c)) == 0
	})
	if len(versions) > 0 {
		aliases, err := facts.Aliases.Of(in.Facts, in.Subject.ID)
		if err != nil {
			return rules.One(rules.Undecided(err))
		}
		versions = slices.DeleteFunc(versions, func(c facts.Config) bool { return serves(aliases, c.Version) })
	}
	holders := slices.DeleteFunc(slices.Clone(versions), func(c facts.Config) bool { return c.EnvironmentError != "" })
	switch {
	case len(holders) > 0:
		return rules.One(oldSecrets(holders))
	case len(versions) > 0:
		return rules.One(rules.Undecided(undecrypted(&versions[0])))
	case incomplete != nil:
		return rules.One(rules.Undecided(incomplete))
	}
	return nil
}

func serves(aliases []facts.Alias, version string) bool {
	return slices.ContainsFunc(aliases, func(a facts.Alias) bool { return slices.Contains(a.Versions, version) })
}

// secretNames are the names of the variables that hold secrets.
func secretNames(c *facts.Config) []string {
	var names []string
	for _, v := range c.Variables {
		if v.Secret() {
			names = append(names, v.Name)
		}
	}
	return names
}

func oldSecrets(holders []facts.Config) rules.Finding {
	numbers := make([]string, len(holders))
	var names []string
	for i := range holders {
		numbers[i] = holders[i].Version
		names = append(names, secretNames(&holders[i])...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	f := rules.Failed(fmt.Sprintf("%s can still be read in %s that no alias serves", strings.Join(names, ", "), rules.Plural(len(holders), "version")),
		rules.Configured("versions", numbers, "deleted"),
		rules.Configured("variables", names, "references to Secrets Manager or Parameter Store"))
	f.Fix = oldVersionsFix(numbers)
	return f
}
