package cost

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/running"
	"lambda-audit/rules/views"
)

// X86Params are the thresholds of x86-architecture.
type X86Params struct {
	// WorthUSD is the monthly saving from which the finding is medium.
	WorthUSD float64 `json:"worth_usd"`
}

var _ = rules.Register(rules.Rule{
	ID: "x86-architecture", Title: "runs on x86 although its runtime offers arm64",
	Severity: rules.Medium, Pillar: rules.Cost,
	Why: "A GB-second on arm64 costs a fifth less than on x86, and most code in interpreted languages runs there unchanged and often faster.",
	Fix: `# try it on a version behind an alias first; native dependencies and layers need arm64 builds
aws lambda update-function-code --function-name NAME --architectures arm64 --zip-file fileb://package.zip --region REGION
# SAM: Architectures: [arm64]      Terraform: architectures = ["arm64"]`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html",
		"https://aws.amazon.com/lambda/pricing/",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, views.MayRun, views.Running, facts.Metrics, views.Edge},
	Tables:   []string{rules.TablePrices, rules.TableRuntimes},
	Params:   &X86Params{WorthUSD: 5},
	Check:    checkX86,
	Examples: x86Examples,
})

func checkX86(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	switch {
	case c.Architecture == rules.Arm64:
		return nil
	case c.Capacity != "":
		return rules.One(rules.Inapplicable("it runs on managed instances, whose price is that of their machines"))
	case c.Image():
		return rules.One(rules.Inapplicable("a container image runs on what it was built for"))
	}
	runtime, known := in.Runtimes().Find(c.Runtime)
	if !known || runtime.State == rules.CustomerManaged {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.Functions.Name,
			Message: fmt.Sprintf("the table of runtimes (%s) does not know %q", in.Runtimes().AsOf, c.Runtime)}))
	}
	if runtime.Arm64 != nil && !*runtime.Arm64 {
		return rules.One(rules.Inapplicable(c.Runtime + " is offered on x86 only"))
	}
	if runtime.Arm64 == nil && runtime.DeprecatedBy(in.Facts.Header().TakenAt) {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name,
			Message: fmt.Sprintf("no source tells whether %s was offered on arm64; it is deprecated, so that comes first", c.Runtime)}))
	}
	if edge, err := views.Edge.Of(in.Facts, in.Subject.ID); err != nil {
		return rules.One(rules.Undecided(err))
	} else if edge {
		return rules.One(rules.Inapplicable("Lambda@Edge runs on x86"))
	}
	return rules.One(x86Finding(in, &c, runtime.Arm64 != nil))
}

func x86Finding(in *rules.Input, c *facts.Config, listed bool) rules.Finding {
	f := rules.Failed("it runs on x86_64, and "+c.Runtime+" is offered on arm64 too", rules.Configured("architecture", c.Architecture, rules.Arm64))
	f.Severity = rules.Low
	if !listed {
		f.Confidence = rules.Likely
		f.Message = "it runs on x86_64, and " + c.Runtime + " is likely offered on arm64 too, although no source at hand says so"
	}
	if len(c.Layers) > 0 {
		f.Confidence = rules.Likely
		f.Message += "; these layers must be had for arm64: " + strings.Join(c.Layers, ", ")
		f.Evidence = append(f.Evidence, rules.Configured("layers", c.Layers, nil))
	}
	return withSaving(in, f, c)
}

// withSaving says what arm64 would save a month, if that is known.
func withSaving(in *rules.Input, f rules.Finding, c *facts.Config) rules.Finding {
	activity, err := facts.Metrics.Of(in.Facts, in.Subject.Functions[0])
	gbSeconds, measured := gbSeconds(c, &activity)
	alike, sure := running.Alike(in, func(other *facts.Config) bool {
		return other.Architecture == c.Architecture && other.MemoryMB == c.MemoryMB
	})
	switch {
	case err != nil, !measured:
		f.Message += "; what it would save is unknown"
		return f
	case !alike:
		f.Message += "; what it would save is unknown: versions that differ ran too, or may have"
		return f
	case !sure:
		f.Confidence = max(f.Confidence, rules.Likely)
	}
	prices, region := in.Prices(), in.Subject.Region
	x86, arm64 := prices.GBSecond(region, rules.X86), prices.GBSecond(region, rules.Arm64)
	saving := in.Monthly(gbSeconds * (x86 - arm64))
	if running.Tells(in, func(c *facts.Config) bool { return c.Architecture == rules.X86 }) {
		f.Saving = &saving
	}
	f.Evidence = append(f.Evidence, in.Measured("duration", "Sum", gbSeconds, nil, "GB-seconds", activity.Samples()))
	if prices.Estimated(region, rules.Arm64) {
		f.Evidence = append(f.Evidence, rules.Configured("price of a GB-second on arm64", fmt.Sprintf(
			"$%.10f, an estimate: on x86_64 it is $%.10f in %s, and no source tells that of arm64", arm64, x86, region), nil))
	}
	if saving >= rules.Params[X86Params](in).WorthUSD {
		f.Severity = rules.Medium
	}
	f.Message += "; arm64 would save about " + rules.Dollars(saving) + " a month"
	return f
}

// gbSeconds is what the function ran for in the window, by its memory; false
// where a day that ran does not tell how long.
func gbSeconds(c *facts.Config, a *facts.Activity) (total float64, measured bool) {
	seconds, measured := a.Seconds()
	return seconds * float64(c.MemoryMB) / 1024, measured
}
