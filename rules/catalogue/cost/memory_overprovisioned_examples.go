package cost

import (
	"slices"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var overExamples = []rules.Example{
	{Name: "Compute Optimizer finds it too large", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: sample.Sized(4096, sample.Advised(4096, 1000, "MemoryOverprovisioned"), sample.NotMeasured())},
	{Name: "Lambda Insights saw a quarter used", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheFunction(),
		Given: sample.Sized(4096, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(4096, 0.25, 70_000))...)},
	{Name: "a quarter used, and Compute Optimizer is denied", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: sample.Sized(4096, slices.Concat([]audit.Given{facts.ComputeOptimizer.Broke(sample.Region, sample.Denied("compute-optimizer:GetLambdaFunctionRecommendations"))},
			sample.Measured(4096, 0.25, 70_000))...)},
	{Name: "a saving of cents", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(func(c *facts.Config) { c.MemoryMB = 512 }), sample.InvokedAs(), sample.Activity(14, sample.Busy(20, 90, 200), nil),
			sample.Advised(512, 100, "MemoryOverprovisioned"), sample.NotMeasured()}},
	{Name: "little used, and Compute Optimizer finds it well sized", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
		Given: sample.Sized(1769, sample.Advised(1769, 300), sample.NotMeasured())},
	{Name: "half of it is used (the serverless dashboard flags below 80 %)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: sample.Sized(1024, sample.Advised(1024, 512), sample.NotMeasured())},
	{Name: "much memory, and most of it is used (thrifty 184 and sls-mentor underMaxMemory go by the size)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: sample.Sized(8192, sample.Advised(8192, 7400), sample.NotMeasured())},
	{Name: "no smaller size exists (floor)", Want: rules.Pass, Subject: sample.TheFunction(),
		Given: sample.Sized(128, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(128, 0.25, 70_000))...)},
	{Name: "fast runs under a long timeout, and no source (cloudburn 197 judged by duration)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(func(c *facts.Config) { c.MemoryMB, c.TimeoutS = 3008, 900 }), sample.InvokedAs(),
			sample.Activity(14, sample.Busy(5000, 20, 30), nil), sample.NotAdvised(), sample.NotMeasured()}},
	{Name: "not opted in to Compute Optimizer (CloudSploit passes it)", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: sample.Sized(1024, sample.NotAdvised(), sample.NotMeasured())},
	{Name: "no recommendation yet", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: sample.Sized(1024, sample.NotMeasured())},
	{Name: "few invocations were measured", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: sample.Sized(1024, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(1024, 0.25, 49))...)},
	{Name: "the sources disagree", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: sample.Sized(1024, slices.Concat([]audit.Given{sample.Advised(1024, 200)}, sample.Measured(1024, 0.7, 70_000))...)},
	{Name: "Compute Optimizer finds it too large, and Lambda Insights saw nearly all of it used", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: sample.Sized(1024, slices.Concat([]audit.Given{sample.Advised(1024, 200, "MemoryOverprovisioned")}, sample.Measured(1024, 0.97, 70_000))...)},
	{Name: "Compute Optimizer could not tell", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: sample.Sized(1024, sample.NotMeasured(), facts.ComputeOptimizer.Is(sample.Function,
			facts.Advice{Finding: "Unavailable", Reasons: []string{"Inconclusive"}, MemoryMB: 1024, Invocations: 70_000}))},
	{Name: "a small version may be full, and of the large one that runs hardly anything can be", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: sample.SizedVersion(128, 4096, sample.NotAdvised(), facts.Insights.Is(sample.Function, true), facts.MemoryUse.Is(sample.Function,
			facts.Memory{Samples: 70_000, Share: sample.Ptr(0.97), UsedMB: sample.Ptr(124)}))},
	{Name: "enough is used, and Compute Optimizer is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
		Given: sample.Sized(1024, slices.Concat([]audit.Given{facts.ComputeOptimizer.Broke(sample.Region, sample.Denied("compute-optimizer:GetLambdaFunctionRecommendations"))},
			sample.Measured(1024, 0.7, 70_000))...)},
	{Name: "the version that runs is large", Want: rules.Fail, Subject: sample.TheFunction(),
		Given: sample.SizedVersion(256, 1024, slices.Concat([]audit.Given{sample.NotAdvised()}, sample.Measured(1024, 0.3, 70_000))...)},
	{Name: "the recommendation is for another size than the one that runs", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: sample.Sized(1024, sample.Advised(3008, 200, "MemoryOverprovisioned"), sample.NotMeasured())},
	{Name: "on managed instances", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(func(c *facts.Config) {
			c.MemoryMB, c.Capacity = 4096, "arn:aws:lambda:eu-west-1:111122223333:capacity-provider:pool"
		}), sample.InvokedAs(), sample.Activity(14, sample.Busy(5000, 900, 2000), nil), sample.Advised(4096, 1000, "MemoryOverprovisioned"), sample.NotMeasured()}},
	{Name: "never invoked", Want: rules.NotApplicable, Subject: sample.TheFunction(),
		Given: []audit.Given{sample.Config(nil), sample.InvokedAs(), sample.Idle(), sample.Advised(512, 60, "MemoryOverprovisioned"), sample.NotMeasured()}},
}
