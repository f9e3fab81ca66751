package security

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

var _ = rules.Register(rules.Rule{
	ID: "runtime-patching-manual", Title: "its runtime is pinned and gets no patches",
	Severity: rules.Medium, Pillar: rules.Security, When: rules.Off,
	Why:      "AWS patches a pinned runtime only when somebody moves it to a newer build: holes in the language and the operating system stay open although the fix is out.",
	Fix:      patchingFix(""),
	Refs:     []string{"https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, facts.RuntimeManagement, facts.VersionRuntimeManagement},
	Check:    checkPatching,
	Examples: []rules.Example{
		{Name: "pinned", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil), patched("Manual")}},
		{Name: "a pinned version that an alias serves", Want: rules.Fail, Subject: sample.TheVersion(),
			Given: []audit.Given{sample.VersionConfig("7", nil), facts.VersionRuntimeManagement.Is(sample.Version, "Manual")}},
		{Name: "patched by itself", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil), patched("Auto")}},
		{Name: "patched with each deployment", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil), patched("FunctionUpdate")}},
		{Name: "a container image", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" })}},
		{Name: "a mode of tomorrow", Want: rules.Unknown, Subject: sample.TheFunction(), Given: []audit.Given{sample.Config(nil), patched("Eventually")}},
		{Name: "the mode may not be read", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), facts.RuntimeManagement.IsUnknown(sample.Function, sample.Denied("lambda:GetRuntimeManagementConfig"))}},
	},
})

func patched(on facts.RuntimeMode) audit.Given {
	return facts.RuntimeManagement.Is(sample.Function, on)
}

// patchingFix has AWS patch the runtime of the function, or of a version: each has
// a setting of its own, which can be changed after it was published.
func patchingFix(version string) string {
	qualifier := ""
	if version != "" {
		qualifier = " --qualifier " + rules.InCommand(version, "VERSION")
	}
	return "aws lambda put-runtime-management-config --function-name NAME" + qualifier + ` --update-runtime-on Auto --region REGION
# SAM: RuntimeManagementConfig: {UpdateRuntimeOn: Auto}      Terraform: aws_lambda_runtime_management_config, update_runtime_on = "Auto"`
}

func checkPatching(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.Image() {
		return rules.One(rules.Inapplicable("a container image brings its own runtime"))
	}
	fact, version := facts.RuntimeManagement, ""
	if in.Subject.Kind == facts.KindVersion {
		fact, version = facts.VersionRuntimeManagement, in.Subject.Locus
	}
	mode, err := fact.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case !mode.Known():
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: fact.Name, Message: fmt.Sprintf("nobody here knows what %q means", mode)}))
	case !mode.Pinned():
		return nil
	}
	f := rules.Failed("AWS patches its runtime only when somebody asks for it",
		rules.Configured("update runtime on", string(mode), "Auto or FunctionUpdate"))
	f.Fix = patchingFix(version)
	return rules.One(f)
}
