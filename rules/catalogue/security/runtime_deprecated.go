package security

import (
	"cmp"
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// runtimeFix is the way to the runtime SUCCESSOR.
const runtimeFix = `# test the code on the successor, then
aws lambda update-function-configuration --function-name NAME --runtime SUCCESSOR --region REGION
# SAM: Runtime: SUCCESSOR      Terraform: runtime = "SUCCESSOR"`

var _ = rules.Register(rules.Rule{
	ID: "runtime-deprecated", Title: "its runtime is past its deprecation date",
	Severity: rules.High, Pillar: rules.Security,
	Why: "A deprecated runtime gets no more security patches, and from the block dates on the function can neither be created anew nor changed: the fix for the next incident cannot be deployed.",
	Fix: runtimeFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration},
	Tables:   []string{rules.TableRuntimes},
	Check:    checkRuntimeDeprecated,
	Examples: []rules.Example{
		{Name: "python3.9 in November 2026 (missing from Prowler's list of August 2026)", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: []audit.Given{withRuntime("python3.9")}},
		{Name: "provided.al2 (left out of checkov's list)", Want: rules.Fail, Subject: sample.TheFunction(),
			Given: []audit.Given{withRuntime("provided.al2")}},
		{Name: "a version that an alias serves, published before the function moved on", Want: rules.Fail, Subject: sample.TheVersion(),
			Given: []audit.Given{withRuntime("python3.13"), sample.VersionConfig("7", func(c *facts.Config) { c.Runtime = "python3.9" })}},
		{Name: "a supported runtime", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{withRuntime("python3.13")}},
		{Name: "a runtime that is newer than a peer's list (Steampipe takes nodejs16.x for the latest)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{withRuntime("nodejs24.x")}},
		{Name: "a container image has no runtime of AWS's", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" })}},
		{Name: "a runtime that its publisher looks after", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{withRuntime("custom")}},
		{Name: "a runtime nobody has heard of", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{withRuntime("cobol85")}},
	},
})

func withRuntime(id string) audit.Given {
	return sample.Config(func(c *facts.Config) { c.Runtime = id })
}

func checkRuntimeDeprecated(in *rules.Input) []rules.Finding {
	runtime, settled := datedRuntime(in)
	if settled != nil {
		return settled
	}
	if !runtime.DeprecatedBy(in.Facts.Header().TakenAt) {
		return nil
	}
	table := in.Runtimes()
	successor := table.SuccessorOf(runtime.ID)
	f := rules.Failed(fmt.Sprintf("%s has been deprecated since %s (as of %s)", runtime.ID, runtime.Deprecated, table.AsOf),
		rules.Configured("runtime", runtime.ID, wantedRuntime(successor)),
		rules.Configured("deprecated", runtime.Deprecated.String(), nil),
		rules.Configured("blocks creation", dateOrNone(runtime.BlockCreate), nil),
		rules.Configured("blocks updates", dateOrNone(runtime.BlockUpdate), nil),
	)
	if successor != "" {
		f.Message += fmt.Sprintf("; %s is its successor", successor)
		f.Fix = strings.ReplaceAll(runtimeFix, "SUCCESSOR", successor)
	}
	return rules.One(f)
}

// wantedRuntime is the successor, or any supported runtime where the table names
// none.
func wantedRuntime(successor string) string { return cmp.Or(successor, "a supported runtime") }

// dateOrNone writes a date, or that none is known.
func dateOrNone(d rules.Date) string {
	if text := d.String(); text != "" {
		return text
	}
	return "not announced"
}
