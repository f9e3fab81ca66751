package cost

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/running"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// largestStorage is the largest /tmp in MB without accelerators, whose price it is
// part of (API model, 2026-11-17).
const largestStorage = 10240

var _ = rules.Register(rules.Rule{
	ID: "ephemeral-storage-large", Title: "pays for a /tmp of more than 512 MB",
	Severity: rules.Low, Pillar: rules.Cost,
	Why: "512 MB of /tmp are part of the price; every MB above them is paid for as long as the function runs, whether it is written to or not.",
	Fix: `# measure it first: Lambda Insights tells how much of /tmp is used (tmp_used)
aws lambda update-function-configuration --function-name NAME --ephemeral-storage Size=512 --region REGION
# SAM: EphemeralStorage: {Size: 512}      Terraform: ephemeral_storage { size = 512 }`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html",
		"https://aws.amazon.com/lambda/pricing/",
	},
	Kinds:    []audit.KindName{facts.KindFunction, facts.KindVersion},
	Requires: []audit.Dep{views.Configuration, views.MayRun, views.Running, facts.Metrics},
	Tables:   []string{rules.TablePrices},
	Check:    checkStorage,
	Examples: []rules.Example{
		{Name: "4 GB on a function that runs", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: []audit.Given{stored(4096), sample.Activity(14, sample.Busy(50_000, 800, 1200), nil)}},
		{Name: "the version that runs has it, $LATEST does not", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheVersion(),
			Given: []audit.Given{stored(512), sample.VersionConfig("7", func(c *facts.Config) { c.StorageMB = 4096 }), sample.Activity(14, sample.Busy(50_000, 800, 1200), nil)}},
		{Name: "whether it is used takes Lambda Insights: it may well be (lambda-security-scanner)", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: []audit.Given{stored(1024), sample.Activity(14, sample.Busy(5, 800, 1200), nil)}},
		{Name: "CloudWatch tells no duration: the price is unknown", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: []audit.Given{stored(4096), sample.Activity(14, facts.Day{Invocations: 500}, nil)}},
		{Name: "512 MB are part of the price", Want: rules.Pass, Subject: sample.TheFunction(), Given: []audit.Given{stored(512), sample.Idle()}},
		{Name: "never invoked: it costs nothing", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{stored(4096), sample.Idle()}},
		{Name: "on managed instances", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(func(c *facts.Config) {
				c.StorageMB, c.Capacity = 4096, "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool"
			}), sample.Idle()}},
		{Name: "as large as only accelerators come with", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: []audit.Given{stored(32768), sample.Idle()}},
		{Name: "AWS tells no size", Want: rules.Unknown, Subject: sample.TheFunction(), Given: []audit.Given{stored(0), sample.Idle()}},
		{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: []audit.Given{stored(4096), facts.Metrics.IsUnknown(sample.Function, sample.Denied("cloudwatch:GetMetricData"))}},
	},
})

// stored is an ordinary function with so much /tmp.
func stored(mb int) audit.Given {
	return sample.Config(func(c *facts.Config) { c.StorageMB = mb })
}

func checkStorage(in *rules.Input) []rules.Finding {
	c, err := views.Configuration.Of(in.Facts, in.Subject.ID)
	switch free := in.Prices().StorageFree; {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case c.Capacity != "":
		return rules.One(rules.Inapplicable("it runs on managed instances, whose price is that of their machines"))
	case c.StorageMB == 0:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Functions.Name, Message: "AWS told no size of /tmp"}))
	case c.StorageMB > largestStorage:
		return rules.One(rules.Inapplicable("so large a /tmp comes with accelerators and is part of their price"))
	case c.StorageMB <= free:
		return nil
	}
	activity, err := facts.Metrics.Of(in.Facts, in.Subject.Functions[0])
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	if activity.Invocations() == 0 && activity.Samples() == 0 {
		return rules.One(rules.Inapplicable("it was not invoked in the window, and costs nothing"))
	}
	return rules.One(largeStorage(in, &c, &activity))
}

func largeStorage(in *rules.Input, c *facts.Config, a *facts.Activity) rules.Finding {
	f := rules.Failed(fmt.Sprintf("/tmp has %s MB; no metric at hand tells whether it needs them", rules.Number(float64(c.StorageMB))),
		rules.Configured("/tmp in MB", c.StorageMB, in.Prices().StorageFree))
	f.Confidence = rules.Possible
	seconds, measured := a.Seconds()
	alike, _ := running.Alike(in, func(other *facts.Config) bool { return other.StorageMB == c.StorageMB })
	if !measured || !alike {
		f.Message += "; what they cost is unknown"
		return f
	}
	cost := in.Monthly(in.Prices().StorageCost(c.StorageMB, seconds))
	f.Message += fmt.Sprintf("; what is above %d MB costs about %s a month", in.Prices().StorageFree, rules.Dollars(cost))
	f.Evidence = append(f.Evidence, in.Measured("duration", "Sum", seconds, nil, "s", a.Samples()))
	if running.Tells(in, func(c *facts.Config) bool { return c.StorageMB > in.Prices().StorageFree }) {
		f.Saving = &cost
	}
	return f
}
