package reliability

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/memory"
	"lambda-audit/rules/catalogue/running"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// UnderParams are the thresholds of memory-underprovisioned.
type UnderParams struct {
	Share      float64 `json:"share"`       // of the memory that no invocation may use
	MinSamples float64 `json:"min_samples"` // invocations to be measured for a pass
}

// headroom is how many times the highest use a suggested size is: our own figure.
const headroom = 1.4

const underFix = `# more memory is more CPU too, so that it need not cost more: let AWS Lambda Power Tuning try the sizes (https://github.com/alexcasalboni/aws-lambda-power-tuning)
aws lambda update-function-configuration --function-name NAME --memory-size SIZE --region REGION
# SAM: MemorySize: SIZE      Terraform: memory_size = SIZE`

var _ = rules.Register(rules.Rule{
	ID: "memory-underprovisioned", Title: "is about to run out of memory",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "An invocation that needs more than there is is killed in the middle, with whatever else its environment held. The next larger order, image or result set does it.",
	Fix: underFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
		"https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-lambda-recommendations.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{views.Running, facts.Metrics},
	AnyOf:    memory.Sources,
	Params:   &UnderParams{Share: 0.95, MinSamples: 50},
	Check:    checkUnder,
	Examples: []rules.Example{
		{Name: "97 % was used", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: sample.Sized(512, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(512, 0.97, 70_000))...)},
		{Name: "all of it was used once, in ten invocations", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: sample.Sized(512, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(512, 1, 10))...)},
		{Name: "Compute Optimizer alone finds it too small", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
			Given: sample.Sized(512, sample.Advised(512, 300, "MemoryUnderprovisioned"), sample.NotMeasured())},
		{Name: "Compute Optimizer saw 500 of 512 MB used", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: sample.Sized(512, sample.Advised(512, 500), sample.NotMeasured())},
		{Name: "a third of it, in megabytes (Service Screener compares bytes with them)", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Sized(512, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(512, 0.33, 70_000))...)},
		{Name: "90 % was used", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: sample.Sized(512, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(512, 0.9, 70_000))...)},
		{Name: "few invocations were measured", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Sized(512, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(512, 0.5, 49))...)},
		{Name: "half was used, and Compute Optimizer is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.Sized(512, slices.Concat([]audit.Given{facts.ComputeOptimizer.Broke(sample.Region, sample.Denied("compute-optimizer:GetLambdaFunctionRecommendations"))},
				sample.Measured(512, 0.5, 70_000))...)},
		{Name: "not opted in to Compute Optimizer (CloudSploit passes it)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: sample.Sized(512, sample.NotAdvised(), sample.NotMeasured())},
		{Name: "Compute Optimizer could not tell", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: sample.Sized(512, sample.NotMeasured(), facts.ComputeOptimizer.Is(sample.Function,
				facts.Advice{Finding: "Unavailable", Reasons: []string{"InsufficientData"}, MemoryMB: 512, Invocations: 70_000}))},
		{Name: "the recommendation is for $LATEST, and a larger version runs", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: sample.SizedVersion(128, 512, sample.Advised(256, 250, "MemoryUnderprovisioned"), sample.NotMeasured())},
		{Name: "$LATEST is too small, and nobody tells whether it runs", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: sample.SizedVersion(128, 512, sample.Advised(128, 127, "MemoryUnderprovisioned"), sample.NotMeasured())},
		{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), sample.InvokedAs(), sample.Idle(), sample.Advised(512, 510), sample.NotMeasured()}},
	},
})

func checkUnder(in *rules.Input) []rules.Finding {
	if _, undecided := memory.Invoked(in); undecided != nil {
		return undecided
	}
	return memory.Judge(in, func(c *running.Case) []rules.Finding { return judgeUnder(in, c) })
}

func judgeUnder(in *rules.Input, c *running.Case) []rules.Finding {
	p := rules.Params[UnderParams](in)
	k := memory.Read(in, c)
	full := slices.ContainsFunc(k.Looks, func(l memory.Look) bool { return l.Share != nil && *l.Share >= p.Share })
	if !full && (k.Advice == nil || !k.Advice.Under()) {
		return k.Undecided(p.MinSamples)
	}
	return rules.One(tooSmall(c, &k, full))
}

// tooSmall says how much was used. What Compute Optimizer finds without the memory
// being full is that it runs slower than it need.
func tooSmall(c *running.Case, k *memory.Known, full bool) rules.Finding {
	f := rules.Failed("it has "+memory.Size(c), k.Evidence(c)...)
	f.Severity = rules.High
	used, samples, told := k.Used(c)
	if told {
		f.Message += fmt.Sprintf(" and used %s MB at most, in %s invocations", rules.Number(used), rules.Number(samples))
	}
	if !full {
		f.Severity, f.Confidence = rules.Medium, rules.Likely
		f.Message += "; Compute Optimizer finds that it needs more"
	}
	size := larger(c, k, used)
	if size == 0 {
		f.Message += fmt.Sprintf("; %s MB is the most that Lambda gives: take less at a time, or stream it", rules.Number(float64(memory.Ceiling(c.Config))))
		f.Fix = "# no function has more memory: work on smaller batches, or read and write as streams"
		return f
	}
	f.Message += fmt.Sprintf("; set %s MB", rules.Number(float64(size)))
	f.Fix = c.Mended(strings.ReplaceAll(underFix, "SIZE", strconv.Itoa(size)))
	return f
}

// larger is the size that would do, in MB: the one that Compute Optimizer
// recommends, or one with room above what was used. It is 0 where none is larger.
func larger(c *running.Case, k *memory.Known, usedMB float64) int {
	if k.Advice != nil && k.Advice.SizeMB > c.MemoryMB {
		return k.Advice.SizeMB
	}
	if size := memory.SizeFor(c.Config, max(usedMB, float64(c.MemoryMB)), headroom); size > c.MemoryMB {
		return size
	}
	return 0
}
