package security

import (
	"fmt"
	"math"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// RuntimeEndingParams are the thresholds of runtime-ending-soon.
type RuntimeEndingParams struct {
	// Days is how long before the deprecation the move should begin.
	Days int `json:"days"`
}

var _ = rules.Register(rules.Rule{
	ID: "runtime-ending-soon", Title: "its runtime is about to be deprecated",
	Severity: rules.Medium, Pillar: rules.Security,
	Why: "From the deprecation on the runtime gets no security patches; half a year is what it takes to try the successor on everything, and AWS does not move the function by itself.",
	Fix: runtimeFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/runtimes-retrieve-data.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration},
	Tables:   []string{rules.TableRuntimes},
	Params:   &RuntimeEndingParams{Days: 180},
	Check:    checkRuntimeEnding,
	Examples: []rules.Example{
		{Name: "four months left (Prowler 3717 asks for the warning)", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(), Given: []audit.Given{withRuntime("ruby3.3")}},
		{Name: "on a version that an alias serves", Want: rules.Fail, Subject: sample.TheVersion(),
			Given: []audit.Given{sample.VersionConfig("7", func(c *facts.Config) { c.Runtime = "nodejs22.x" })}},
		{Name: "seven months left", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{withRuntime("python3.11")}},
		{Name: "not the newest, and years left (cdk-nag 1158)", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{withRuntime("python3.12")}},
		{Name: "deprecated already: runtime-deprecated tells", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{withRuntime("python3.9")}},
		{Name: "a container image", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" })}},
		{Name: "a runtime that its publisher looks after", Want: rules.Unknown, Subject: sample.TheFunction(), Given: []audit.Given{withRuntime("custom")}},
	},
})

func checkRuntimeEnding(in *rules.Input) []rules.Finding {
	runtime, settled := datedRuntime(in)
	if settled != nil {
		return settled
	}
	taken, days := in.Facts.Header().TakenAt, rules.Params[RuntimeEndingParams](in).Days
	if runtime.DeprecatedBy(taken) {
		return rules.One(rules.Inapplicable("its runtime is past its deprecation date already"))
	}
	if !runtime.DeprecatedBy(taken.AddDate(0, 0, days)) {
		return nil
	}
	left := int(math.Ceil(runtime.Deprecated.Sub(taken).Hours() / 24))
	successor := in.Runtimes().SuccessorOf(runtime.ID)
	f := rules.Failed(fmt.Sprintf("%s will be deprecated on %s, in %s (as of %s)", runtime.ID, runtime.Deprecated, rules.Plural(left, "day"), in.Runtimes().AsOf),
		rules.Configured("runtime", runtime.ID, wantedRuntime(successor)),
		rules.Configured("deprecated", runtime.Deprecated.String(), fmt.Sprintf("more than %d days away", days)),
		rules.Configured("blocks creation", dateOrNone(runtime.BlockCreate), nil),
		rules.Configured("blocks updates", dateOrNone(runtime.BlockUpdate), nil))
	if successor != "" {
		f.Message += fmt.Sprintf("; %s is its successor", successor)
		f.Fix = strings.ReplaceAll(runtimeFix, "SUCCESSOR", successor)
	}
	return rules.One(f)
}
