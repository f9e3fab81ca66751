package performance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// snapStartStorage is the largest /tmp in MB that SnapStart takes (developer
// guide, late 2025).
const snapStartStorage = 512

// withoutSnapStart are the regions of AWS's largest partition that do not offer it
// (developer guide, SnapStart, late 2025). Of other partitions no source tells.
var withoutSnapStart = []string{"ap-east-2", "ap-southeast-6"}

const snapStartOn = `# a snapshot is resumed many times: random seeds, identifiers and connections that are made on start must be made anew after it
aws lambda update-function-configuration --function-name NAME --snap-start ApplyOn=PublishedVersions --region REGION
# SAM: SnapStart: {ApplyOn: PublishedVersions}      Terraform: snap_start { apply_on = "PublishedVersions" }`

const snapStartFix = snapStartOn + `
# it starts with the next version, for those who call that by its number or by an alias
aws lambda publish-version --function-name NAME --query Version --region REGION
aws lambda update-alias --function-name NAME --name ALIAS --function-version VERSION --region REGION`

var _ = rules.Register(rules.Rule{
	ID: "snapstart-available", Title: "starts slowly where SnapStart would resume a snapshot",
	Severity: rules.Low, Pillar: rules.Performance,
	Why: "A cold start of Java or .NET takes seconds, for which somebody waits. SnapStart resumes a version that has started already, mostly in a fraction of a second; for Java it costs nothing.",
	Fix: snapStartFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, facts.Metrics, facts.ProvisionedConcurrency, views.Targets},
	Tables:   []string{rules.TablePrices, rules.TableRuntimes},
	Check:    checkSnapStartAvailable,
	Examples: snapStartAvailableExamples,
})

func checkSnapStartAvailable(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if c.SnapStarted() {
		return nil
	}
	if f := notForSnapStart(in, &c); f != nil {
		return rules.One(*f)
	}
	function := in.Subject.Functions[0]
	activity, err := facts.Metrics.Of(in.Facts, function)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case activity.Invocations() == 0:
		return rules.One(rules.Inapplicable("it was not invoked in the window"))
	}
	kept, err := facts.ProvisionedConcurrency.Of(in.Facts, function)
	switch {
	case len(kept) > 0:
		return rules.One(rules.Inapplicable("it keeps provisioned concurrency, which SnapStart does not go with"))
	case err != nil:
		return rules.One(rules.Undecided(err))
	}
	callers, err := waiting(in)
	switch {
	case len(callers) > 0:
		return rules.One(startsSlowly(in, &c, callers))
	case err != nil:
		return rules.One(rules.Undecided(err))
	}
	return rules.One(rules.Inapplicable("nobody who calls it is known to wait for its answer"))
}

// notForSnapStart is what ends the check because of the configuration or the
// region; nil where SnapStart could be had.
func notForSnapStart(in *rules.Input, c *facts.Config) *rules.Finding {
	runtime, known := in.Runtimes().Find(c.Runtime)
	because := ""
	switch {
	case c.Image():
		because = "SnapStart takes no container images"
	case c.Capacity != "":
		because = "it runs on managed instances, which start ahead of the load"
	case !known || runtime.SnapStart == nil:
		f := rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.Functions.Name,
			Message: fmt.Sprintf("the table of runtimes (%s) does not tell whether %q has SnapStart", in.Runtimes().AsOf, c.Runtime)})
		return &f
	case !*runtime.SnapStart:
		because = c.Runtime + " has no SnapStart"
	case runtime.Family != "java" && runtime.Family != "dotnet":
		because = fmt.Sprintf("only where a start of %s takes a second or more is SnapStart worth its price, and nothing that was read tells how long it takes", c.Runtime)
	case len(c.FileSystems) > 0:
		because = "SnapStart does not go with a mounted file system"
	case c.StorageMB > snapStartStorage:
		because = fmt.Sprintf("SnapStart does not go with a /tmp above %d MB", snapStartStorage)
	case slices.Contains(withoutSnapStart, in.Subject.Region):
		because = in.Subject.Region + " does not offer SnapStart"
	default:
		return elsewhere(in)
	}
	f := rules.Inapplicable(because)
	return &f
}

// elsewhere leaves open what no source tells of the partition.
func elsewhere(in *rules.Input) *rules.Finding {
	if a, _ := audit.ParseARN(in.Subject.ID); a.Partition == "aws" {
		return nil
	}
	f := rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name,
		Message: "no source at hand tells whether " + in.Subject.Region + " offers SnapStart"})
	return &f
}

// waiting are those who may call the subject, by its own name or by an alias that
// serves it, and wait for the answer. The error says that there may be some.
func waiting(in *rules.Input) ([]string, error) {
	_, version := audit.FunctionARN(in.Subject.ID)
	version = cmp.Or(version, latest)
	targets, unsure := views.Targets.Of(in.Facts, in.Subject.Functions[0])
	var callers []string
	for _, t := range targets {
		if t.Qualifier == version || slices.Contains(t.Versions, version) {
			callers = append(callers, slices.Concat(t.Sync, t.Direct)...)
			unsure = cmp.Or(unsure, t.Err)
		}
	}
	slices.Sort(callers)
	return slices.Compact(callers), unsure
}

func startsSlowly(in *rules.Input, c *facts.Config, callers []string) rules.Finding {
	f := rules.Failed(fmt.Sprintf("%s starts slowly, and who calls it waits (%s); SnapStart is off, and %s", c.Runtime, strings.Join(callers, ", "), snapStartPrice(in, c)),
		rules.Configured("SnapStart", "off", "PublishedVersions"), rules.Configured("synchronous callers", callers, nil))
	f.Confidence = rules.Likely // how long its starts take was not measured
	if in.Subject.Kind == facts.KindVersion {
		f.Fix = snapStartOn
	}
	return f
}

// snapStartPrice says what SnapStart would cost. How often it would restore is not
// known, because no metric counts cold starts.
func snapStartPrice(in *rules.Input, c *facts.Config) string {
	if strings.HasPrefix(c.Runtime, "java") {
		return "costs nothing for Java"
	}
	price, gb := in.Prices().SnapStart, float64(c.MemoryMB)/1024
	month := price.CachedGBSecond * gb * rules.MonthDays * 24 * 60 * 60
	return fmt.Sprintf("would cost about %s a month for each version with %d MB that is kept, and %s for each 1,000 starts",
		rules.Dollars(month), c.MemoryMB, rules.Dollars(price.RestoredGB*gb*1000))
}
