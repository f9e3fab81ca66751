package performance

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
	"lambda-audit/rules/views"
)

// SpilloverParams are the thresholds of provisioned-concurrency-spillover.
type SpilloverParams struct {
	Share          float64 `json:"share"`           // of the invocations that may find none free
	MinInvocations float64 `json:"min_invocations"` // in the window, for a share
}

var _ = rules.Register(rules.Rule{
	ID: "provisioned-concurrency-spillover", Title: "more invocations come at once than it keeps executions ready for",
	Severity: rules.Medium, Pillar: rules.Performance,
	Why: "Provisioned concurrency is paid for so that nobody waits for a start. What comes when all of it is busy runs on demand, starts cold, and waits all the same.",
	Fix: `aws lambda put-provisioned-concurrency-config --function-name NAME --qualifier ALIAS --provisioned-concurrent-executions MORE --region REGION
# or let it follow the load
aws application-autoscaling register-scalable-target --service-namespace lambda --resource-id function:NAME:ALIAS --scalable-dimension lambda:function:ProvisionedConcurrency --min-capacity FEW --max-capacity MORE --region REGION
aws application-autoscaling put-scaling-policy --service-namespace lambda --resource-id function:NAME:ALIAS --scalable-dimension lambda:function:ProvisionedConcurrency --policy-name follow-the-load --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration '{"TargetValue":0.7,"PredefinedMetricSpecification":{"PredefinedMetricType":"LambdaProvisionedConcurrencyUtilization"}}' --region REGION
# SAM: ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: MORE}      Terraform: provisioned_concurrent_executions = MORE`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html",
	},
	Kinds:    []audit.KindName{facts.KindProvisioned},
	Requires: []audit.Dep{views.Kept, facts.ProvisionedUses},
	Tables:   []string{rules.TablePrices},
	Params:   &SpilloverParams{Share: 0.01, MinInvocations: 100},
	Check:    checkSpillover,
	Examples: []rules.Example{
		{Name: "one in ten finds none free", Want: rules.Fail, Severity: rules.Medium, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), sample.Used(sample.Alias, 14, 1, 9000, 1000))},
		{Name: "a few of many", Want: rules.Pass, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), sample.Used(sample.Alias, 14, 1, 9000, 8))},
		{Name: "rarely invoked, and never without one free", Want: rules.Pass, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), sample.Used(sample.Alias, 2, 0.1, 5, 0))},
		{Name: "two of twelve: too few to tell a share", Want: rules.Unknown, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), sample.Used(sample.Alias, 2, 1, 5, 1))},
		{Name: "metrics denied", Want: rules.Unknown, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), facts.ProvisionedUses.IsUnknown(sample.Alias, sample.Denied("cloudwatch:GetMetricData")))},
		{Name: "nothing was invoked by it", Want: rules.NotApplicable, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", nil), facts.ProvisionedUses.Is(sample.Alias, facts.ProvisionedUse{}))},
		{Name: "Lambda could not provide it, so all spills over", Want: rules.NotApplicable, Subject: sample.TheProvisioned(),
			Given: append(sample.Provisioned("live", func(p *facts.Provisioned) { p.Allocated, p.Status = 0, "FAILED" }), sample.Used(sample.Alias, 14, 0, 0, 1000))},
	},
})

func checkSpillover(in *rules.Input) []rules.Finding {
	k, err := views.Kept.Of(in.Facts, in.Subject.ID)
	switch {
	case k.Qualifier == "":
		return rules.One(rules.Undecided(err))
	case k.Allocated == 0:
		return rules.One(rules.Inapplicable("nothing of it is allocated; see provisioned-concurrency-stranded"))
	}
	use, err := facts.ProvisionedUses.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	p := rules.Params[SpilloverParams](in)
	ran, spilled := use.Total()
	switch n := ran + spilled; {
	case n == 0:
		return rules.One(rules.Inapplicable("nothing was invoked by it in the window"))
	case spilled == 0:
		return nil
	case n < p.MinInvocations:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.TooFew, Fact: facts.ProvisionedUses.Name,
			Message: fmt.Sprintf("%s of %s invocations found none free: too few to tell a share", rules.Number(spilled), rules.Number(n))}))
	case spilled/n <= p.Share:
		return nil
	}
	return rules.One(spillsOver(in, &k, &use))
}

func spillsOver(in *rules.Input, k *views.KeptCapacity, use *facts.ProvisionedUse) rules.Finding {
	ran, spilled := use.Total()
	n, days := ran+spilled, 0
	for _, d := range use.Days {
		if d.Spillover > 0 {
			days++
		}
	}
	f := rules.Failed(fmt.Sprintf("%s of %s invocations (%s) found none of its %d provisioned executions free, on %s",
		rules.Number(spilled), rules.Number(n), rules.Percent(spilled/n), k.Allocated, rules.Plural(days, "day")),
		in.Measured("spillover", "Sum", spilled, nil, "", n),
		in.Measured("share of the invocations", "Sum", rules.Hundredths(spilled/n), rules.Hundredths(rules.Params[SpilloverParams](in).Share), "%", n),
		rules.Configured("provisioned executions, as allocated now", k.Allocated, nil))
	if k.ConfigErr == nil && k.Config.MemoryMB > 0 {
		f.Message += "; each further one costs about " + rules.Dollars(in.Prices().KeptCost(k.Config.Architecture, k.Config.MemoryMB, 1)) + " a month"
	}
	return f
}
