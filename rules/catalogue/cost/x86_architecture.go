package cost

import (
	"fmt"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
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
aws lambda update-function-code --function-name NAME --architectures arm64 --zip-file fileb://package.zip
# SAM: Architectures: [arm64]      Terraform: architectures = ["arm64"]`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html",
		"https://aws.amazon.com/lambda/pricing/",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, facts.Metrics, views.Role},
	Params:   &X86Params{WorthUSD: 5},
	Check:    checkX86,
	Examples: []rules.Example{
		{Name: "busy on x86", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: []audit.Given{onX86(nil), sample.Activity(14, sample.Busy(900_000, 800, 1200), nil)}},
		{Name: "the saving is below five dollars", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: []audit.Given{onX86(nil), sample.Activity(14, sample.Busy(500, 800, 1200), nil)}},
		{Name: "the saving is unknown", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: []audit.Given{onX86(nil), facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData"))}},
		{Name: "runs on arm64 (thrifty lambda_function_with_graviton)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), sample.Idle()}},
		{Name: "a runtime that has no arm64", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime = "go1.x" }), sample.Idle()}},
		{Name: "a container image (Service Screener flags it blindly)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime, c.PackageType = "", "Image" }), sample.Idle()}},
		{Name: "a replica of Lambda@Edge", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{onX86(func(c *facts.Config) { c.Master = sample.Second }), sample.Idle()}},
		{Name: "a runtime of long ago", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime = "python2.7" }), sample.Idle()}},
		{Name: "a runtime nobody has heard of", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{onX86(func(c *facts.Config) { c.Runtime = "cobol85" }), sample.Idle()}},
	},
})

// onX86 is an ordinary function on x86.
func onX86(change func(*facts.Config)) audit.Given {
	return sample.Config(func(c *facts.Config) {
		c.Architecture = rules.X86
		if change != nil {
			change(c)
		}
	})
}

func checkX86(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
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
	runtime, known := in.Data.Runtimes.Find(c.Runtime)
	if !known || runtime.State == rules.CustomerManaged {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque,
			Message: fmt.Sprintf("the table of runtimes (%s) does not know %q", in.Data.Runtimes.AsOf, c.Runtime)}))
	}
	if runtime.Arm64 != nil && !*runtime.Arm64 {
		return rules.One(rules.Inapplicable(c.Runtime + " is offered on x86 only"))
	}
	if runtime.Arm64 == nil && runtime.DeprecatedBy(in.Facts.Header().TakenAt) {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData,
			Message: fmt.Sprintf("no source tells whether %s was offered on arm64; it is deprecated, so that comes first", c.Runtime)}))
	}
	if edge, err := onEdge(in, &c); err != nil {
		return rules.One(rules.Undecided(err))
	} else if edge {
		return rules.One(rules.Inapplicable("Lambda@Edge runs on x86"))
	}
	return rules.One(x86Finding(in, &c, runtime.Arm64 != nil))
}

// onEdge tells functions of Lambda@Edge: replicas name their master, and
// masters lie in us-east-1 under a role that edgelambda may take.
func onEdge(in *rules.Input, c *facts.Config) (bool, error) {
	if c.Master != "" || in.Subject.Region != "us-east-1" {
		return c.Master != "", nil
	}
	role, err := views.Role.Of(in.Facts, c.Role)
	if err == nil {
		err = role.TrustWhy
	}
	return role.Trusts("edgelambda.amazonaws.com"), err
}

func x86Finding(in *rules.Input, c *facts.Config, listed bool) rules.Finding {
	f := rules.Failed("it runs on x86_64, and "+c.Runtime+" is offered on arm64 too", rules.Configured("architecture", c.Architecture, rules.Arm64))
	f.Severity = rules.Low
	if !listed || len(c.Layers) > 0 {
		f.Confidence = rules.Likely
	}
	if len(c.Layers) > 0 {
		f.Message += "; these layers must be had for arm64: " + strings.Join(c.Layers, ", ")
	}
	activity, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	if err != nil {
		f.Message += "; what it would save is unknown"
		return f
	}
	saving := monthly(in, activityCost(in, c, &activity, rules.X86)-activityCost(in, c, &activity, rules.Arm64))
	f.Saving = &saving
	f.Evidence = append(f.Evidence, in.Measured("duration", "Sum", rules.Number(gbSeconds(c, &activity)), nil, "GB-seconds", activity.Samples()))
	if saving >= rules.Params[X86Params](in).WorthUSD {
		f.Severity = rules.Medium
	}
	f.Message += "; arm64 would save about " + rules.Dollars(saving) + " a month"
	return f
}

// gbSeconds is what the function ran for in the window, by its memory.
func gbSeconds(c *facts.Config, a *facts.Activity) float64 {
	ms := a.Total(func(d *facts.Day) float64 {
		if d.SumMS == nil {
			return 0
		}
		return *d.SumMS
	})
	return ms / 1000 * float64(c.MemoryMB) / 1024
}

func activityCost(in *rules.Input, c *facts.Config, a *facts.Activity, architecture string) float64 {
	return gbSeconds(c, a) * in.Data.Prices.GBSecond(in.Subject.Region, architecture)
}

// daysPerMonth is what a month's cost is scaled to.
const daysPerMonth = 30

// monthly scales what the window cost to a month.
func monthly(in *rules.Input, amount float64) float64 {
	return amount * daysPerMonth / float64(in.Facts.Header().Window.Days)
}
