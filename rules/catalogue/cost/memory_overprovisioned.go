package cost

import (
	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/memory"
	"lambda-audit/rules/catalogue/running"
	"lambda-audit/rules/views"
)

// OverParams are the thresholds of memory-overprovisioned.
type OverParams struct {
	Share      float64 `json:"share"`       // of the memory that must have been used once
	MinSamples float64 `json:"min_samples"` // invocations that were measured
	WorthUSD   float64 `json:"worth_usd"`   // monthly saving below which the finding is low
}

const overFix = `# less memory is less CPU too: let AWS Lambda Power Tuning try the sizes first (https://github.com/alexcasalboni/aws-lambda-power-tuning)
aws lambda update-function-configuration --function-name NAME --memory-size SIZE --region REGION
# SAM: MemorySize: SIZE      Terraform: memory_size = SIZE`

var _ = rules.Register(rules.Rule{
	ID: "memory-overprovisioned", Title: "has far more memory than it ever uses",
	Severity: rules.Medium, Pillar: rules.Cost,
	Why: "Every millisecond is paid for by the memory that is configured, used or not. Where the CPU that comes with it is not needed either, the rest is given away.",
	Fix: overFix,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
		"https://docs.aws.amazon.com/compute-optimizer/latest/ug/view-lambda-recommendations.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{views.Running, facts.Metrics},
	AnyOf:    memory.Sources,
	Tables:   []string{rules.TablePrices},
	Params:   &OverParams{Share: 0.4, MinSamples: 50, WorthUSD: 1},
	Check:    checkOver,
	Examples: overExamples,
})

func checkOver(in *rules.Input) []rules.Finding {
	a, undecided := memory.Invoked(in)
	if undecided != nil {
		return undecided
	}
	return memory.Judge(in, func(c *running.Case) []rules.Finding { return judgeOver(in, c, &a) })
}

func judgeOver(in *rules.Input, c *running.Case, a *facts.Activity) []rules.Finding {
	switch {
	case c.Capacity != "":
		return rules.One(rules.Inapplicable("it runs on managed instances, whose price is that of their machines"))
	case c.MemoryMB <= memory.Floor:
		return nil
	}
	p := rules.Params[OverParams](in)
	k := memory.Read(in, c)
	little, much := compare(&k, p)
	switch {
	case little && !much:
		return rules.One(tooLarge(in, c, a, &k))
	case little:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.MemoryUse.Name,
			Message: "Compute Optimizer and Lambda Insights disagree on how much memory it uses"}))
	}
	return k.Undecided(p.MinSamples)
}

// compare reports whether any source saw little use, and whether any saw more. One
// that saw few invocations, or not all of them, saw neither. What Compute Optimizer
// finds too large it knows more of than the share.
func compare(k *memory.Known, p *OverParams) (little, much bool) {
	for _, l := range k.Looks {
		switch {
		case l.Samples < p.MinSamples:
		case l.Advised && k.Advice.Over():
			little = true
		case l.Share != nil:
			much = much || *l.Share >= p.Share
			little = little || *l.Share < p.Share && l.Whole
		}
	}
	return little, much
}
